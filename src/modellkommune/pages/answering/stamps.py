"""What a check page carries so that sending twice is answered with the receipt, and nothing is kept for it.

Once sent, the answers in between are gone. A form that says when it was drawn, signed, tells the second
click of somebody impatient from a page that was left open until the answers were deleted.
"""

import uuid
from datetime import timedelta
from typing import Final

from django.core import signing

from modellkommune.foundation.tenants import clock

_SALT: Final = "survey-check-page"


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
