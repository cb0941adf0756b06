"""Who may touch these pages: a tablet that was paired; and whose visit it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final, TypeAlias, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.station import give_visit, station_of, visit_of
from modellkommune.pages.town_request import PageRequest
from modellkommune.participation.outreach.models import KioskSession, Station
from modellkommune.participation.outreach.stations import IDLE, begin_visit

View: TypeAlias = Callable[..., HttpResponse]

HOME: Final = "/kiosk/"
PAIRING: Final = "/kiosk/koppeln/"
WARNED: Final = 30
"""Seconds of the count-down before a visit is wiped."""
QUIET: Final = int(IDLE.total_seconds()) - WARNED
"""Seconds without a touch before it begins."""


@dataclass(frozen=True)
class Frame:
    """What the frame of a page says: whose stand this is, and when the tablet resets itself (seconds)."""

    event: str
    in_visit: bool
    here: str
    quiet: int = QUIET
    warned: int = WARNED

    @property
    def total(self) -> int:
        """How long a visit lasts without a touch."""
        return self.quiet + self.warned


class StationRequest(PageRequest):
    """A request of a paired tablet, in a visit where the view wants one. For annotations only."""

    station: Station
    visit: KioskSession
    kiosk: Frame


def at_station(view: View) -> View:
    """Let in who brings the token of a station; everybody else is asked for a pairing code."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        page = cast(StationRequest, request)
        with municipality(page.municipality.key):
            station = station_of(request)
        if station is None:
            return HttpResponseRedirect(PAIRING)
        page.station = station
        page.kiosk = Frame(station.event.name, in_visit=False, here=page.path)
        return view(request, *args, **more)

    return open_to("station")(guarded)


def in_visit(view: View) -> View:
    """Let in as `at_station`, and give the view the visit under way."""
    return at_station(with_visit(view))


def with_visit(view: View) -> View:
    """Behind `at_station`: the visit under way. A first look begins one; a form without one came too late."""

    @wraps(view)
    def visited(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        page, token = cast(StationRequest, request), ""
        with municipality(page.municipality.key):
            visit = visit_of(request, page.station)
            if visit is None and request.method == "POST":
                return HttpResponseRedirect(HOME)
            if visit is None:
                visit, token = begin_visit(page.station)
        page.visit = visit
        page.kiosk = replace(page.kiosk, in_visit=True)
        response = view(request, *args, **more)
        if token:
            give_visit(response, token)
        return response

    return visited


def show(request: HttpRequest, template: str, values: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the kiosk; its frame knows from the request when it resets itself."""
    return render(request, f"kiosk/{template}.html", values, status=status)
