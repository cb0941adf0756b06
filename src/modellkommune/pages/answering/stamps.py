"""What pages carry so that nothing has to be kept for it: that answers were there, that some were sent.

Once sent, the answers in between are gone. A form that says when it was drawn, signed, tells the second
click of somebody impatient from a page that was left open until the answers were deleted.
"""

import secrets
import uuid
from datetime import timedelta
from typing import Final

from django.core import signing

from modellkommune.foundation.tenants import clock

_SALT: Final = "survey-check-page"
_LOT: Final = "survey-raffle"
HOUR: Final = 3600  # seconds


def lot() -> str:
    """Says that somebody has just sent answers; not who, not which."""
    return signing.dumps([secrets.token_hex(16), clock.now().timestamp()], salt=_LOT)


def lot_of(text: str) -> str:
    """What tells a lot from all others; empty for one that is none, or older than an hour."""
    try:
        name, instant = signing.loads(text, salt=_LOT)
    except signing.BadSignature:
        return ""
    return str(name) if clock.now().timestamp() - instant < HOUR else ""


def stamp(visit: uuid.UUID) -> str:
    """Says that the answers of this visit are there now."""
    return signing.dumps([str(visit), clock.now().timestamp()], salt=_SALT)


def is_fresh(text: str, visit: uuid.UUID, lifetime: timedelta) -> bool:
    """Whether a stamp of this visit is younger than answers are kept."""
    try:
        name, instant = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(name == str(visit) and clock.now().timestamp() - instant < lifetime.total_seconds())
