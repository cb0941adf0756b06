"""The wheel of fortune at the tablet: pick a colour, and it turns."""

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.pages.fortune import draw_wheel, rows_of
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.commands import locked_run, note_shown, turn
from modellkommune.participation.outreach.errors import OutreachRefused
from modellkommune.participation.outreach.models import Spin, WheelRun
from modellkommune.participation.outreach.queries import mark_of, odds_of, odds_then, run_of, spin_of
from modellkommune.participation.outreach.states import OPEN
from modellkommune.participation.outreach.stations import content_of, keep
from modellkommune.portals.kiosk.guard import StationRequest, in_visit, show
from modellkommune.values.wheel import COLOURS


@in_visit
@require_http_methods(["GET", "POST"])
def wheel(request: HttpRequest) -> HttpResponse:
    """The wheel with its odds and a button for each colour; pressing one turns it, once in a visit."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        turned = content_of(page.visit).get("spin")
        if turned is not None:
            return HttpResponseRedirect(f"/kiosk/rad/{turned}/")
        if request.method == "GET":
            return _wheel_page(page, "")
        try:
            spin = _turn(page)
        except OutreachRefused as refusal:
            return _wheel_page(page, say(f"wheel.refused.{refusal.kind}", page.language))
    reached("wheel_turned")
    return HttpResponseRedirect(f"/kiosk/rad/{spin.number}/")


@in_visit
@require_GET
def result(request: HttpRequest, number: int) -> HttpResponse:
    """What a spin has won, to who has turned the wheel; also after a failure between drawing and showing."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        run = run_of(page.station.event)
        spin = spin_of(run, number)
        if spin is None or not _is_theirs(page, spin):
            return HttpResponseRedirect("/kiosk/rad/")
        response = show(request, "result", _result(run, spin))
        if content_of(page.visit).get("spin") != spin.number:
            keep(page.visit, spin=spin.number)
        note_shown(spin)
    return response


def _turn(page: StationRequest) -> Spin:
    run = locked_run(page.station.event_id)
    actor = Actor("station", str(page.station.pk))
    spin = turn(run, page.POST.get("farbe", ""), _token(page), page.station, actor)
    keep(page.visit, spin=spin.number)
    return spin


def _token(page: StationRequest) -> uuid.UUID:
    try:
        return uuid.UUID(page.POST.get("drehung", ""))
    except ValueError:
        return uuid.uuid4()


def _is_theirs(page: StationRequest, spin: Spin) -> bool:
    if content_of(page.visit).get("spin") == spin.number:
        return True
    return spin.station_id == page.station.pk and spin.shown_at is None


def _wheel_page(page: StationRequest, trouble: str) -> HttpResponse:
    run = run_of(page.station.event)
    odds = odds_of(run)
    values: dict[str, Any] = {
        "run": run,
        "address": f"{public_address(page.municipality.key)}/gluecksrad/".partition("://")[2],
        "odds": rows_of(odds, page.language),
        "drawing": draw_wheel(odds),
        "colours": COLOURS,
        "token": uuid.uuid4(),
        "turns": run.state == OPEN and any(entry.left for entry in odds),
        "trouble": trouble,
    }
    return show(page, "wheel", values, status=409 if trouble else 200)


def _result(run: WheelRun, spin: Spin) -> dict[str, Any]:
    return {
        "run": run,
        "spin": spin,
        "mark": mark_of(spin)[:12],
        "drawing": draw_wheel(odds_then(run, spin), spin.prize.item),
        "first": spin.shown_at is None,
    }
