"""Named moments between something done outside and its record here.

A test sets `KILL_AT` and the process ends at that moment as if the power had failed; what follows then
has to lose nothing acknowledged and repeat nothing done.
"""

import os
import signal
from typing import Final

from django.conf import settings

MOMENTS: Final = (
    "application_recorded",
    "register_answered",
    "checks_recorded",
    "transaction_made",
    "payment_known",
    "payment_booked",
    "document_written",
    "permit_recorded",
    "refusal_recorded",
    "refusal_written",
    "refusal_provided",
    "mail_accepted",
    "mail_sent",
    "supplement_recorded",
    "hearing_recorded",
    "answer_recorded",
    "receipt_signed",
    "receipt_recorded",
    "file_written",
    "wheel_turned",
    "keys_rewrapped",
)


class UnknownMoment(Exception):
    """A moment has to be named in the list of moments, so that a test exists for it."""


def reached(moment: str) -> None:
    """Pass a named moment; end the process here if a test asked for it."""
    if moment not in MOMENTS:
        raise UnknownMoment(moment)
    if moment == settings.KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)
