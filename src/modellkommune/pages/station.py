"""The tablet that asks: which station it is, whose visit is under way at it, and wiping all of a visit.

The station's token stays in the browser for months; the token of a visit is new for every person.
All functions run inside `with municipality(...)`.
"""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from modellkommune.foundation.identity.commands import end_session
from modellkommune.foundation.identity.queries import session_of
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.participation.outreach.models import KioskSession, Station
from modellkommune.participation.outreach.stations import content_of, station_with, visit_with, wipe
from modellkommune.participation.surveys.answering import forget

STATION: Final = "station"
VISIT: Final = "visit"
RESIDENT: Final = "resident"
HALF_A_YEAR: Final = 182 * 24 * 3600  # seconds


def station_of(request: HttpRequest) -> Station | None:
    """The station whose token the browser brings; None for everybody else's, and for one that was revoked."""
    return station_with(request.COOKIES.get(cookie(STATION), ""))


def visit_of(request: HttpRequest, station: Station) -> KioskSession | None:
    """The visit under way in this browser, kept alive; None after its end or after a long silence."""
    return visit_with(station, request.COOKIES.get(cookie(VISIT), ""))


def has_visit(request: HttpRequest) -> bool:
    """Whether the browser brings the token of a visit, over or not."""
    return cookie(VISIT) in request.COOKIES


def make_station(response: HttpResponse, token: str) -> None:
    """Let this browser be the station of `token` from now on."""
    _set(response, STATION, token, HALF_A_YEAR)


def give_visit(response: HttpResponse, token: str) -> None:
    """Hand the token of a visit to the browser."""
    _set(response, VISIT, token)


def wipe_visit(request: HttpRequest, response: HttpResponse, station: Station) -> None:
    """Nothing of this person stays: visit, survey begun, a log-in, and every cookie but the station's own."""
    visit = visit_of(request, station)
    if visit is not None:
        survey = content_of(visit).get("survey")
        if survey:
            forget(current_municipality(), UUID(survey))
        wipe(visit)
    session = session_of(request.COOKIES.get(cookie(RESIDENT), ""))
    if session is not None:
        end_session(session)
    for name in request.COOKIES:
        if name != cookie(STATION):
            response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def cookie(name: str) -> str:
    """The name of a cookie as it is sent."""
    return f"__Host-{name}" if settings.PUBLIC_SCHEME == "https" else name


def _set(response: HttpResponse, name: str, token: str, max_age: int | None = None) -> None:
    secure = settings.PUBLIC_SCHEME == "https"
    response.set_cookie(
        cookie(name), token, max_age=max_age, path="/", secure=secure, httponly=True, samesite="Lax"
    )
