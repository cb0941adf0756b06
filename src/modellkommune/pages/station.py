"""The tablet that asks: which station it is, whose visit is under way at it, and wiping all of a visit.

The station's token stays in the browser for months; the token of a visit is new for every person.
All functions run inside `with municipality(...)`.
"""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from modellkommune.foundation.identity.commands import end_session
from modellkommune.foundation.identity.queries import session_of
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.pages.cookies import HALF_A_YEAR, brought, hand_out, name_of
from modellkommune.participation.outreach.models import KioskSession, Station
from modellkommune.participation.outreach.stations import content_of, station_with, visit_with, wipe
from modellkommune.participation.surveys.answering import forget

STATION: Final = "station"
VISIT: Final = "visit"
RESIDENT: Final = "resident"


def station_of(request: HttpRequest) -> Station | None:
    """The station whose token the browser brings; None for everybody else's, and for one that was revoked."""
    return station_with(brought(request, STATION))


def visit_of(request: HttpRequest, station: Station) -> KioskSession | None:
    """The visit under way in this browser, kept alive; None after its end or after a long silence."""
    return visit_with(station, brought(request, VISIT))


def has_visit(request: HttpRequest) -> bool:
    """Whether the browser brings the token of a visit, over or not."""
    return name_of(VISIT) in request.COOKIES


def make_station(response: HttpResponse, token: str) -> None:
    """Let this browser be the station of `token` from now on."""
    hand_out(response, STATION, token, HALF_A_YEAR)


def give_visit(response: HttpResponse, token: str) -> None:
    """Hand the token of a visit to the browser."""
    hand_out(response, VISIT, token)


def wipe_visit(request: HttpRequest, response: HttpResponse, station: Station) -> None:
    """Nothing of this person stays: visit, survey begun, a log-in, and every cookie but the station's own."""
    visit = visit_of(request, station)
    if visit is not None:
        survey = content_of(visit).get("survey")
        if survey:
            forget(current_municipality(), UUID(survey))
        wipe(visit)
    session = session_of(brought(request, RESIDENT))
    if session is not None:
        end_session(session)
    for name in request.COOKIES:
        if name != name_of(STATION):
            response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
