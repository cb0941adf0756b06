"""One-time codes: made once and shown once, kept as keyed digests only."""

import secrets
import uuid
from typing import Final

from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.keys.codes import ALPHABET, GROUP, LENGTH
from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.surveys.commands import staff_actor
from modellkommune.participation.surveys.errors import CodeUnknown, CodeUsed, TransitionRefused
from modellkommune.participation.surveys.models import Buffered, Code, Survey
from modellkommune.participation.surveys.queries import locked_survey
from modellkommune.participation.surveys.states import APPROVED, OPEN

_PURPOSE: Final = "survey-code"


def issue_codes(town: str, survey_id: int, count: int, staff_id: int) -> tuple[str, ...]:
    """Make codes such as K7MX-2PQR-9WDF; nobody can read them again. Raises `TransitionRefused`."""
    codes = tuple(_code() for _ in range(count))
    with municipality(town):
        survey = locked_survey(survey_id)
        if survey.state not in (APPROVED, OPEN):
            raise TransitionRefused(survey.key, survey.state, "given codes")
        # By their digests, so that their order says nothing of the order of the letters.
        digests = sorted(_digest(survey.pk, code) for code in codes)
        Code.objects.bulk_create([Code(survey=survey, digest=digest) for digest in digests], batch_size=5000)
        record("survey_codes_issued", f"survey:{survey.pk}", staff_actor(staff_id))
    return codes


def code_of(survey: Survey, typed: str) -> uuid.UUID:
    """The id of a code as somebody typed it. Inside `with municipality(...)`; writes nothing.

    Raises `CodeUnknown`, `CodeUsed`.
    """
    found = Code.objects.filter(survey=survey, digest=_digest(survey.pk, typed)).first()
    if found is None:
        raise CodeUnknown
    waiting = Buffered.objects.filter(ticket=keyed_digest("survey-ticket", str(found.pk))).exists()
    if found.redeemed or waiting:
        raise CodeUsed
    return found.pk


def _code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _digest(survey_id: int, code: str) -> str:
    bare = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return keyed_digest(_PURPOSE, f"{survey_id} {bare}")
