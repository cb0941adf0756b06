"""The market hall: all ideas, one's own, one after another in large letters, and the figures."""

from collections.abc import Iterable
from typing import Any, Final, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, SHARE_IDEAS, WATCH_IDEAS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.figures import market_figures
from modellkommune.participation.ideas.models import Idea
from modellkommune.participation.ideas.queries import (
    Shown,
    hall,
    ideas_by,
    market_of_today,
    shown_ideas,
)
from modellkommune.participation.ideas.similarity import similar_ideas
from modellkommune.participation.ideas.states import MERGED, SEEN, STATES, TALKED_ABOUT
from modellkommune.portals.employee.access import READERS, show, typed_number

ON_A_PAGE: Final = 20
FOUND: Final = 20
FOUND_FROM: Final = 0.15
ORDERS: Final = ("newest", "supported")
LONGEST_SEARCH: Final = 200


@free_text("suche")
@office(READERS)
@require_GET
def market_hall(request: HttpRequest) -> HttpResponse:
    """All ideas by state and order, or what `?suche=` finds."""
    page = cast(OfficeRequest, request)
    state, order = page.GET.get("stand", ""), page.GET.get("folge", ORDERS[0])
    asked = page.GET.get("suche", "")[:LONGEST_SEARCH].strip()
    number = typed_number(page.GET.get("seite", ""), 1)
    with municipality(page.municipality.key):
        if asked:
            found, pages = _found(asked), 1
        else:
            found, pages = _listed(_states(state), order, number)
        market = market_of_today()
    values: dict[str, Any] = {
        "ideas": found,
        "asked": asked,
        "market": market,
        "state": state if state in SEEN else "",
        "order": order if order in ORDERS else ORDERS[0],
        "states": [("", say("ideas.hall.all_states", page.language)), *_named(SEEN, page.language)],
        "orders": [(each, say(f"ideas.hall.order_{each}", page.language)) for each in ORDERS],
        "number": min(number, pages),
        "pages": pages,
        "shares": SHARE_IDEAS in page.officer.rights,
    }
    return show(page, "hall", values)


@office(SHARE_IDEAS)
@require_GET
def own_ideas(request: HttpRequest) -> HttpResponse:
    """What one submitted under one's name."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = shown_ideas(ideas_by(str(page.officer.staff_id)))
    return show(page, "own", {"ideas": found})


@office(READERS)
@require_GET
def presentation(request: HttpRequest) -> HttpResponse:
    """One open idea at a time, in large letters; `?nr=` counts from 1. Nothing moves by itself."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        rows = hall(TALKED_ABOUT, "supported")
        total = rows.count()
        number = typed_number(page.GET.get("nr", ""), 1)
        if total and not 1 <= number <= total:
            raise Http404
        found = shown_ideas(list(rows[number - 1 : number])) if total else []
    values = {
        "idea": found[0] if found else None,
        "number": number,
        "total": total,
        "previous": number - 1,
        "following": number + 1 if number < total else 0,
    }
    return show(page, "presentation", values)


@office((COORDINATE_IDEAS, WATCH_IDEAS))
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How the market goes, in counts."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = market_figures()
    language = page.language
    values = {
        "figures": found,
        "states": [(say(f"ideas.state.{state}", language), count) for state, count in found.by_state],
        "units": [
            (unit or say("ideas.figures.other_units", language), count) for unit, count in found.by_unit
        ],
        "nav": "ideas-figures",
    }
    return show(page, "figures", values)


def _listed(states: Iterable[str], order: str, number: int) -> tuple[list[Shown], int]:
    paginator: Paginator[Idea] = Paginator(hall(states, order), ON_A_PAGE)
    return shown_ideas(list(paginator.get_page(number).object_list)), paginator.num_pages


def _found(asked: str) -> list[Shown]:
    if asked.isascii() and asked.isdigit():
        return shown_ideas(list(hall().filter(number=typed_number(asked))))
    numbers = [each.number for each in similar_ideas(asked, FOUND, FOUND_FROM)]
    ideas = {idea.number: idea for idea in hall().filter(number__in=numbers)}
    return shown_ideas([ideas[number] for number in numbers if number in ideas])


def _states(state: str) -> frozenset[str]:
    return frozenset({state}) if state in SEEN else SEEN - {MERGED}


def _named(states: Iterable[str], language: str) -> list[tuple[str, str]]:
    return [(state, say(f"ideas.state.{state}", language)) for state in STATES if state in states]
