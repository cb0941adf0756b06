"""The coordinator's desk: what is late, what waits, letterbox, terms of the market, the list as CSV."""

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, DECIDE_IDEAS, WATCH_IDEAS
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands.opening import open_market
from modellkommune.participation.ideas.commands.submitting import empty_letterbox
from modellkommune.participation.ideas.errors import Incomplete
from modellkommune.participation.ideas.figures import market_figures
from modellkommune.participation.ideas.models import Idea
from modellkommune.participation.ideas.queries import (
    Shown,
    escalations_of,
    judged,
    letters_waiting,
    market_days,
    markets,
    overdue_ideas,
    shown_ideas,
)
from modellkommune.participation.ideas.states import (
    ACCEPTED,
    CHECKED,
    DEFERRED,
    IN_IMPLEMENTATION,
    OPEN,
    SUBMITTED,
)
from modellkommune.portals.employee.access import (
    FieldError,
    by_field,
    input_errors,
    note_result,
    person_of,
    show,
)
from modellkommune.portals.employee.terms_form import TermsForm

_A_DAY: Final = datetime.timedelta(days=1)
WAITING: Final = (SUBMITTED, CHECKED, OPEN, DEFERRED, ACCEPTED, IN_IMPLEMENTATION)
COLUMNS: Final = (
    "number", "title", "state", "author", "unit", "submitted_on", "earliest_on", "supporters", "total",
    "due_on",
)  # fmt: skip
ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


@office(COORDINATE_IDEAS)
@require_GET
def coordination(request: HttpRequest) -> HttpResponse:
    """What waits for the coordinator, the late ones first."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        late = _late()
        rows = Idea.objects.select_related("market").filter(state__in=WAITING).order_by("due_on", "number")
        waiting = shown_ideas(list(rows))
        values: dict[str, Any] = {
            "late": late,
            "groups": [
                (
                    say(f"ideas.waiting.{state}", page.language),
                    [each for each in waiting if each.idea.state == state],
                )
                for state in WAITING
            ],
            "letters": letters_waiting(),
            "may_empty": _is_demonstration(page),
            "figures": market_figures(),
            "markets": markets(),
            "days": market_days(),
            "nav": "ideas-coordinate",
        }
    return show(page, "coordination", values)


@office((COORDINATE_IDEAS, DECIDE_IDEAS))
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """The ideas whose deadline has passed: where a mail about it leads."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        late = _late()
    return show(page, "deadlines", {"late": late, "nav": ""})


@office(COORDINATE_IDEAS)
@require_POST
def empty_now(request: HttpRequest) -> HttpResponse:
    """Empty the letterbox at once: in a demonstration nobody waits for the next morning."""
    page = cast(OfficeRequest, request)
    if not _is_demonstration(page):
        return HttpResponse(status=403)
    with municipality(page.municipality.key):
        count = empty_letterbox(clock.today() + _A_DAY)
    note_result(page, "emptied", count=count)
    return HttpResponseRedirect(reverse("ideas-coordinate"))


@free_text("title", "criteria", "units", "bonus")
@office(COORDINATE_IDEAS)
@require_http_methods(["GET", "POST"])
def market_terms(request: HttpRequest, market_id: int = 0) -> HttpResponse:
    """Open a market or change the terms of one."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        market = next((each for each in markets() if each.pk == market_id), None)
    if market_id and market is None:
        return HttpResponseRedirect(reverse("ideas-coordinate"))
    form = TermsForm(page.POST, market)
    errors: list[FieldError] = []
    if page.method == "POST":
        try:
            with municipality(page.municipality.key):
                open_market(form.terms, person_of(page), market)
            note_result(page, "terms")
            return HttpResponseRedirect(reverse("ideas-coordinate"))
        except Incomplete as wrong:
            errors = input_errors(wrong.fields, "terms", page.language)
    values = {
        "market": market,
        "form": form,
        "errors": errors,
        "wrong": by_field(errors),
        "nav": "ideas-coordinate",
    }
    return show(page, "terms", values)


@office((COORDINATE_IDEAS, WATCH_IDEAS))
@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """All ideas as a table for spreadsheets (UTF-8 with mark, semicolons)."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        rows = list(Idea.objects.select_related("market").order_by("number"))
        lines = list(_lines(shown_ideas(rows), page.language))
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(lines)
    response = HttpResponse(
        "\N{ZERO WIDTH NO-BREAK SPACE}" + target.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="ideen.csv"'
    return response


def _lines(views: list[Shown], language: str) -> Iterator[list[str]]:
    yield [say(f"ideas.csv.{column}", language) for column in COLUMNS]
    for view in views:
        idea = view.idea
        total = judged(idea).total
        yield [
            str(idea.number),
            harmless(view.title),
            say(f"ideas.state.{idea.state}", language),
            harmless(view.name),
            harmless(view.unit),
            idea.submitted_on.isoformat(),
            idea.earliest_on.isoformat(),
            str(view.supporters),
            str(total).replace(".", ",") if total is not None and language == "de" else str(total or ""),
            idea.due_on.isoformat() if idea.due_on else "",
        ]


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(ACTIVE) else text


def _late() -> list[dict[str, Any]]:
    late = overdue_ideas()
    told, today = escalations_of(late), clock.today()
    return [
        {
            "idea": view,
            "told": told.get(view.idea.pk),
            "days": (today - (view.idea.due_on or today)).days,
        }
        for view in shown_ideas(late)
    ]


def _is_demonstration(page: OfficeRequest) -> bool:
    return bool(settings.DEMONSTRATION and page.municipality.demonstration)
