"""Our own cookies: each is bound to its host where the portal is reached by https, and no script reads it."""

from typing import Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SameSite = Literal["Lax", "Strict"]
LANGUAGE: Final = "language"
INSIDE: Final = "inside"
"""Brought by browsers in which somebody has logged in: each page then shows the way out. It opens nothing."""
HALF_A_YEAR: Final = 182 * 24 * 3600  # seconds


def name_of(cookie: str) -> str:
    """The name under which a cookie is sent: `__Host-` keeps neighbours of the host from setting it."""
    return f"__Host-{cookie}" if _secure() else cookie


def brought(request: HttpRequest, cookie: str) -> str:
    """What the browser brings; empty without it."""
    return request.COOKIES.get(name_of(cookie), "")


def is_inside(request: HttpRequest) -> bool:
    """Whether somebody has logged in in this browser, as far as it says itself."""
    return bool(brought(request, INSIDE))


def hand_out(
    response: HttpResponse,
    cookie: str,
    value: str,
    max_age: int | None = None,
    samesite: SameSite = "Lax",
) -> None:
    """Hand a cookie to the browser, for `max_age` seconds or until it is closed."""
    response.set_cookie(
        name_of(cookie),
        value,
        max_age=max_age,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite=samesite,
    )


def take_back(response: HttpResponse, cookie: str) -> None:
    """Let the browser forget a cookie."""
    hand_out(response, cookie, "", 0)


def _secure() -> bool:
    return bool(settings.PUBLIC_SCHEME == "https")
