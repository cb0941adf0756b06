"""Pairing a tablet, its start page, and the end of a visit."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import too_much
from modellkommune.pages.fields import InputError
from modellkommune.pages.station import has_visit, make_station, wipe_visit
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import is_too_much
from modellkommune.pages.wording import DEFAULT, say
from modellkommune.participation.outreach.commands import waiting_spin
from modellkommune.participation.outreach.errors import PairingRefused
from modellkommune.participation.outreach.queries import run_of
from modellkommune.participation.outreach.states import PREPARED
from modellkommune.participation.outreach.stations import pair
from modellkommune.participation.surveys.queries import definition
from modellkommune.portals.kiosk.guard import HOME, StationRequest, at_station, in_visit, show, with_visit
from modellkommune.portals.kiosk.survey_views import open_surveys
from modellkommune.workflow.sample import NothingToTry, service_to_try


@open_to("anyone")
@require_http_methods(["GET", "POST"])
def pairing(request: HttpRequest) -> HttpResponse:
    """Type the one-time code that staff have read out; from then on this browser is the station."""
    page = cast(PageRequest, request)
    if request.method == "GET":
        return render(request, "kiosk/pairing.html")
    typed = request.POST.get("kopplung", "")
    with municipality(page.municipality.key):
        if is_too_much(request, "pairings"):
            return too_much(request)
        try:
            _station, token = pair(typed)
        except PairingRefused as refusal:
            message = say(f"wheel.refused.{refusal.kind}", page.language)
            errors = [InputError("kopplung", message)]
            return render(request, "kiosk/pairing.html", {"errors": errors, "typed": typed}, status=422)
    response = HttpResponseRedirect(HOME)
    make_station(response, token)
    return response


@at_station
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What can be done here, as large tiles. It belongs to a visit only if somebody has left something here.

    That is a visit under way, or a language that was chosen: both are reset when nobody touches the tablet.
    """
    page = cast(StationRequest, request)
    if page.language != DEFAULT or has_visit(request):
        return _start_in_visit(request)
    return _start(page)


def _start(request: HttpRequest) -> HttpResponse:
    """The tiles. A spin that was never shown is shown first."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        run = run_of(page.station.event)
        waiting = waiting_spin(run, page.station)
        trial = _can_be_tried()
        surveys = [(survey.key, definition(survey)) for survey in open_surveys()]
    if waiting is not None:
        return HttpResponseRedirect(f"/kiosk/rad/{waiting.number}/")
    return show(
        request,
        "start",
        {
            "event": page.station.event,
            "wheel": run.state != PREPARED,
            "trial": trial,
            "surveys": surveys,
        },
    )


def _can_be_tried() -> bool:
    try:
        service_to_try()
    except NothingToTry:
        return False
    return True


_start_in_visit = with_visit(_start)


@at_station
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """The visit is over, by the button or because nobody touched the tablet any more: all of it is wiped.

    Without JavaScript it is the page's own refresh that comes here, so GET wipes as well. Safe to repeat.
    """
    page = cast(StationRequest, request)
    response = HttpResponseRedirect(HOME)
    with municipality(page.municipality.key):
        wipe_visit(request, response, page.station)
    return response


@in_visit
@require_GET
def still_there(request: HttpRequest) -> HttpResponse:
    """The last 30 seconds of a visit, where no script counts them down: going on is one touch."""
    onward = request.GET.get("weiter", HOME)
    own = onward.startswith(HOME) and "\\" not in onward
    return show(request, "still_there", {"onward": onward if own else HOME})


@in_visit
@require_POST
def touched(request: HttpRequest) -> HttpResponse:
    """The script of a page says that somebody is reading or typing: the guard has kept the visit alive."""
    return HttpResponse(status=204)
