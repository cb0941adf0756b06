"""The code somebody came with, for as long as she answers: in a cookie of her own, beside the answers.

Neither the address nor the row of the answers in between knows it. It ends with the receipt or the browser,
and somebody else at the same device types her own over it: it hinders nobody.
"""

from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

from modellkommune.pages.answering.way import Way
from modellkommune.pages.cookies import brought, hand_out, take_back

COOKIE: Final = "survey-code"
LONGEST: Final = 24 * 3600  # seconds, as long as answers are kept in between


def carry_code(response: HttpResponse, way: Way, code_id: str) -> None:
    """Give the browser the id of a code, signed for this way."""
    hand_out(response, COOKIE, signing.dumps(code_id, salt=_salt(way)), samesite="Strict")


def carried_code(request: HttpRequest, way: Way) -> str:
    """The id of the code the browser carries for this way; empty without one."""
    try:
        found: str = signing.loads(brought(request, COOKIE), salt=_salt(way), max_age=LONGEST)
    except signing.BadSignature:
        return ""
    return found


def drop_code(response: HttpResponse) -> None:
    """Let the browser forget it."""
    take_back(response, COOKIE)


def _salt(way: Way) -> str:
    return f"survey-code {way.base}"
