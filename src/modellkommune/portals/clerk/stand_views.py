"""The info stand's events: the list, a new one, and the page of one with its wheel and stock."""

import datetime
import re
import uuid
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity.rights import RUN_STAND
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.fortune import rows_of
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.commands import BY_HAND, NewEvent, add_event
from modellkommune.participation.outreach.models import Event
from modellkommune.participation.outreach.queries import (
    event_of,
    events,
    newest_spins,
    odds_of,
    run_of,
    stock_of,
)
from modellkommune.participation.outreach.states import (
    OPEN,
    PREPARED,
    STOCK_CHANGES,
    TRANSITIONS,
)
from modellkommune.portals.clerk.desk import show
from modellkommune.portals.clerk.guard import office
from modellkommune.values.latin import normalise
from modellkommune.values.wheel import COLOURS

HOME: Final = "/amt/infostand/"
NAME: Final = 80  # characters
_DAY: Final = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})")


@office(RUN_STAND)
@require_http_methods(["GET", "POST"])
def events_page(request: HttpRequest) -> HttpResponse:
    """All events, the newest first, and a form for another one."""
    page = cast(OfficeRequest, request)
    if request.method == "GET":
        return _list(page, {}, [])
    typed = {name: normalise(page.POST.get(name, "")) for name in ("name", "place", "first", "last")}
    stated, errors = _read(typed, page.language)
    if stated is None:
        return _list(page, typed, errors)
    with municipality(page.municipality.key):
        event = add_event(stated, actor_of(page))
    return HttpResponseRedirect(address_of(event.pk))


@office(RUN_STAND)
@require_GET
def event_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event: where its wheel stands and what comes next."""
    return event_with(cast(OfficeRequest, request), event_id)


def event_with(
    page: OfficeRequest,
    event_id: int,
    errors: list[InputError] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page of an event, with what was wrong in one of its forms and what was typed there."""
    with municipality(page.municipality.key):
        event = found_event(event_id)
        run = run_of(event)
        stock = stock_of(run)
        values: dict[str, Any] = {
            "event": event,
            "run": run,
            "stock": list(zip(stock, rows_of(odds_of(run), page.language), strict=True)),
            "moves": [state for state in TRANSITIONS if state in TRANSITIONS[run.state]],
            "prepares": run.state == PREPARED,
            "changes": run.state in STOCK_CHANGES - {PREPARED},
            "turns": run.state == OPEN,
            "public": run.state != PREPARED,
            "prizes": [(str(pieces.prize.item), pieces.prize.name) for pieces in stock],
            "reasons": [(reason, say(f"wheel.reason.{reason}", page.language)) for reason in BY_HAND],
            "colours": [(colour, say(f"wheel.colour.{colour}", page.language)) for colour in COLOURS],
            "spins": newest_spins(run),
        }
    values |= {
        "errors": errors or [],
        "wrong": wrong(errors or []),
        "typed": typed or {},
        "token": uuid.uuid4(),
        "nav": "stand",
    }
    response = show(page, "stand_event", values)
    response.status_code = 422 if errors else 200
    return response


def found_event(event_id: int) -> Event:
    """An event of this town. Raises `Http404`. Inside `with municipality(...)`."""
    event = event_of(event_id)
    if event is None:
        raise Http404
    return event


def address_of(event_id: int, part: str = "") -> str:
    """Where the office finds an event."""
    return f"{HOME}{event_id}/{part}"


def actor_of(page: OfficeRequest) -> Actor:
    """Who is doing it, for the journal."""
    return Actor("staff", str(page.officer.staff_id))


def _list(page: OfficeRequest, typed: dict[str, str], errors: list[InputError]) -> HttpResponse:
    with municipality(page.municipality.key):
        rows = [(event, run_of(event)) for event in events()]
    values = {"rows": rows, "typed": typed, "errors": errors, "wrong": wrong(errors), "nav": "stand"}
    response = show(page, "stand_events", values)
    response.status_code = 422 if errors else 200
    return response


def wrong(errors: list[InputError]) -> dict[str, str]:
    """The messages by input, for the components of a form."""
    return {error.input_id: error.message for error in errors}


def _read(typed: dict[str, str], language: str) -> tuple[NewEvent | None, list[InputError]]:
    first, last = _day(typed["first"]), _day(typed["last"] or typed["first"])
    problems = {
        "name": not 0 < len(typed["name"]) <= NAME,
        "first": first is None,
        "last": last is None or (first is not None and last < first),
    }
    errors = [
        InputError(name, say(f"office.stand.wrong_{name}", language)) for name, bad in problems.items() if bad
    ]
    if errors or first is None or last is None:
        return None, errors
    return NewEvent(typed["name"], typed["place"][:NAME], first, last), []


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
