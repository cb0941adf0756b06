"""Running the wheel from the office: prizes, stock, states, turning it for somebody, files."""

import uuid
from collections.abc import Callable
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.identity.rights import RUN_STAND
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.fortune import draw_wheel
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.tables import csv_response
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.commands import (
    MOST_PIECES,
    add_prize,
    change_stock,
    commit_wheel,
    locked_run,
    move_wheel,
    note_shown,
    reveal_seed,
    turn,
)
from modellkommune.participation.outreach.errors import OutreachRefused, StateRefused
from modellkommune.participation.outreach.models import WheelRun
from modellkommune.participation.outreach.queries import (
    entries_of,
    mark_of,
    odds_then,
    prize_of,
    protocol_of,
    run_of,
    spin_of,
)
from modellkommune.participation.outreach.states import COMMITTED, PREPARED, REVEALED, STATES
from modellkommune.portals.clerk.desk import show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.stand_views import actor_of, address_of, event_with, found_event
from modellkommune.values.latin import normalise

NAME: Final = 40  # characters
Order = Callable[[WheelRun], Any]


@office(RUN_STAND)
@require_POST
def new_prize(request: HttpRequest, event_id: int) -> HttpResponse:
    """Put something on the wheel."""
    page = cast(OfficeRequest, request)
    typed = {name: normalise(page.POST.get(name, "")) for name in ("prize", "pieces", "consolation")}
    pieces, errors = _pieces("pieces", typed["pieces"], page.language)
    if not 0 < len(typed["prize"]) <= NAME:
        errors.insert(0, InputError("prize", say("office.stand.wrong_prize", page.language)))
    if errors:
        return event_with(page, event_id, errors, typed)
    consolation = typed["consolation"] == "yes"
    return _ordered(
        page,
        event_id,
        "prize",
        lambda run: add_prize(run, typed["prize"], pieces, actor_of(page), consolation=consolation),
    )


@office(RUN_STAND)
@require_POST
def new_entry(request: HttpRequest, event_id: int) -> HttpResponse:
    """Enter pieces that came or went."""
    page = cast(OfficeRequest, request)
    typed = {name: normalise(page.POST.get(name, "")) for name in ("item", "reason", "count")}
    pieces, errors = _pieces("count", typed["count"], page.language)
    if errors:
        return event_with(page, event_id, errors, typed)

    def enter(run: WheelRun) -> None:
        prize = prize_of(run, int(typed["item"])) if typed["item"].isdecimal() else None
        if prize is None:
            raise StateRefused
        change_stock(run, prize, typed["reason"], pieces, actor_of(page))

    return _ordered(page, event_id, "count", enter, typed)


@office(RUN_STAND)
@require_POST
def new_state(request: HttpRequest, event_id: int) -> HttpResponse:
    """Fix, open, pause, close or reveal."""
    page, state = cast(OfficeRequest, request), request.POST.get("zustand", "")
    if state not in STATES or state == PREPARED:
        raise Http404
    orders: dict[str, Order] = {
        COMMITTED: lambda run: commit_wheel(run, actor_of(page)),
        REVEALED: lambda run: reveal_seed(run, actor_of(page)),
    }
    order = orders.get(state, lambda run: move_wheel(run, state, actor_of(page)))
    return _ordered(page, event_id, "zustand", order)


@office(RUN_STAND)
@require_POST
def turn_for_somebody(request: HttpRequest, event_id: int) -> HttpResponse:
    """Turn the wheel for who cannot or does not want to use the tablet."""
    page = cast(OfficeRequest, request)
    token = page.POST.get("drehung", "")
    with municipality(page.municipality.key):
        event = found_event(event_id)
        try:
            number = turn(
                locked_run(event.pk), page.POST.get("farbe", ""), _uuid(token), None, actor_of(page)
            ).number
        except OutreachRefused as refusal:
            error = InputError("farbe", say(f"wheel.refused.{refusal.kind}", page.language))
            return event_with(page, event_id, [error])
    return HttpResponseRedirect(address_of(event.pk, f"drehung/{number}/"))


@office(RUN_STAND)
@require_GET
def spin_page(request: HttpRequest, event_id: int, number: int) -> HttpResponse:
    """What a spin has won."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        event = found_event(event_id)
        run = run_of(event)
        spin = spin_of(run, number)
        if spin is None:
            raise Http404
        drawing = draw_wheel(odds_then(run, spin), spin.prize.item)
        values = {
            "event_address": address_of(event.pk),
            "spin": spin,
            "drawing": drawing,
            "mark": mark_of(spin)[:12],
            "nav": "stand",
        }
        response = show(page, "stand_spin", values)
        if spin.station_id is None:
            note_shown(spin)
    return response


@office(RUN_STAND)
@require_GET
def stock_file(request: HttpRequest, event_id: int) -> HttpResponse:
    """The stock protocol as CSV: every entry, those before the commitment included."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        event = found_event(event_id)
        entries = entries_of(run_of(event))
    head = [say(f"office.stand.column_{name}", page.language) for name in _COLUMNS]
    rows = [
        (
            entry.number,
            entry.at.isoformat(timespec="seconds"),
            entry.prize.name,
            entry.change,
            say(f"wheel.reason.{entry.reason}", page.language),
            entry.spin.number if entry.spin else "",
            entry.mark,
        )
        for entry in entries
    ]
    return csv_response(f"bestand-{event.slug}.csv", head, rows)


_COLUMNS: Final = ("number", "at", "prize", "change", "reason", "spin", "mark")


@office(RUN_STAND)
@require_GET
def protocol_file(request: HttpRequest, event_id: int) -> HttpResponse:
    """The protocol as everybody may have it, as JSON."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        said = protocol_of(run_of(found_event(event_id)))
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="protokoll-{said["wheel"]}.json"'
    return response


def _ordered(
    page: OfficeRequest, event_id: int, input_id: str, order: Order, typed: dict[str, str] | None = None
) -> HttpResponse:
    """Do it to the locked wheel; what is refused is said on the page of the event."""
    with municipality(page.municipality.key):
        event = found_event(event_id)
        try:
            order(locked_run(event.pk))
        except OutreachRefused as refusal:
            error = InputError(input_id, say(f"wheel.refused.{refusal.kind}", page.language))
            return event_with(page, event_id, [error], typed)
    return HttpResponseRedirect(address_of(event.pk))


def _pieces(name: str, text: str, language: str) -> tuple[int, list[InputError]]:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if 1 <= number <= MOST_PIECES:
        return number, []
    return 0, [InputError(name, say("office.stand.wrong_pieces", language, most=MOST_PIECES))]


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
