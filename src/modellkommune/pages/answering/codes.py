"""The code somebody came with, for as long as she answers: in a cookie of her own, beside the answers.

Neither the address nor the row of the answers in between knows it. It ends with the receipt or the browser,
and somebody else at the same device types her own over it: it hinders nobody.
"""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from modellkommune.pages.answering.way import Way

COOKIE: Final = "survey-code"
_SALT: Final = "survey-code"
LONGEST: Final = 24 * 3600  # seconds, as long as answers are kept in between


def carry_code(response: HttpResponse, way: Way, code_id: str) -> None:
    """Give the browser the id of a code, signed."""
    response.set_cookie(
        COOKIE,
        signing.dumps(code_id, salt=_SALT),
        path=way.base,
        secure=settings.PUBLIC_SCHEME == "https",
        httponly=True,
        samesite="Strict",
    )


def carried_code(request: HttpRequest) -> str:
    """The id of the code the browser carries; empty without one."""
    try:
        found: str = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return ""
    return found


def drop_code(response: HttpResponse, way: Way) -> None:
    """Let the browser forget it."""
    response.delete_cookie(COOKIE, path=way.base, samesite="Strict")
