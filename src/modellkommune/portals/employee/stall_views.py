"""Market days: planning one, stalls, codes and posters to print, the result."""

import uuid
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.participation.ideas.commands import showing
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete
from modellkommune.participation.ideas.figures import results
from modellkommune.participation.ideas.models import DotCode, MarketDay
from modellkommune.participation.ideas.queries import hall, market_days, markets, shown_ideas
from modellkommune.participation.ideas.states import MERGED, REJECTED, SEEN
from modellkommune.portals.employee import papers
from modellkommune.portals.employee.access import (
    FieldError,
    by_field,
    input_errors,
    note_result,
    person_of,
    show,
    typed_day,
    typed_number,
)


@free_text("title")
@office(COORDINATE_IDEAS)
@require_http_methods(["GET", "POST"])
def plan_day(request: HttpRequest) -> HttpResponse:
    """Plan a market day."""
    page = cast(OfficeRequest, request)
    errors: list[FieldError] = []
    with municipality(page.municipality.key):
        known = markets()
    if not known:
        return HttpResponseRedirect(reverse("ideas-market-new"))
    if page.method == "POST":
        sent = page.POST
        try:
            with municipality(page.municipality.key):
                day = showing.plan_day(
                    known[0], sent.get("title", ""), typed_day(sent.get("day", "")),
                    typed_number(sent.get("dots", "")), person_of(page),
                )  # fmt: skip
            return HttpResponseRedirect(reverse("market-day", args=[day.pk]))
        except Incomplete as wrong:
            errors = input_errors(wrong.fields, "day", page.language)
    values = {"given": page.POST, "errors": errors, "wrong": by_field(errors), "nav": "ideas-coordinate"}
    return show(page, "plan_day", values)


@free_text("title", "text")
@office(COORDINATE_IDEAS)
@require_http_methods(["GET", "POST"])
def market_day(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    """A market day: its stalls, and a form for one more or other words."""
    page = cast(OfficeRequest, request)
    if page.method == "GET":
        return _day(page, day_id, [])
    sent = page.POST
    try:
        with municipality(page.municipality.key):
            number = typed_number(sent.get("idea", ""))
            showing.add_stall(
                _of(day_id), number, sent.get("title", ""), sent.get("text", ""), person_of(page)
            )
    except IdeaUnknown:
        return _day(page, day_id, input_errors([("idea", "missing")], "stall", page.language))
    except Incomplete as wrong:
        return _day(page, day_id, input_errors(wrong.fields, "stall", page.language))
    note_result(page, "stall")
    return HttpResponseRedirect(reverse("market-day", args=[day_id]))


@office(COORDINATE_IDEAS)
@require_POST
def close_day(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    """Take no more dots."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        showing.close_day(_of(day_id), person_of(page))
    note_result(page, "day_closed")
    return HttpResponseRedirect(reverse("market-day", args=[day_id]))


@office(COORDINATE_IDEAS)
@require_POST
def codes(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    """Draw new codes and give them out as a PDF to print and cut, once."""
    page = cast(OfficeRequest, request)
    try:
        with municipality(page.municipality.key):
            day = _of(day_id)
            drawn = showing.print_codes(day, typed_number(page.POST.get("count", "")), person_of(page))
            sheet = papers.codes_sheet(page, day, drawn)
    except Incomplete as wrong:
        return _day(page, day_id, input_errors(wrong.fields, "codes", page.language))
    return papers.answer(sheet, "codes.pdf")


@office(COORDINATE_IDEAS)
@require_GET
def posters(request: HttpRequest, day_id: uuid.UUID) -> HttpResponse:
    """A poster for each stall with a QR code that leads to its page."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        day = _of(day_id)
        sheet = papers.posters_sheet(page, day, showing.stalls_in_order(day))
    return papers.answer(sheet, "plakate.pdf")


def _day(page: OfficeRequest, day_id: uuid.UUID, errors: list[FieldError]) -> HttpResponse:
    with municipality(page.municipality.key):
        day = _of(day_id)
        found = shown_ideas(list(hall(SEEN - {MERGED, REJECTED}).order_by("number")))
        values: dict[str, Any] = {
            "day": day,
            "results": results(day),
            "codes": DotCode.objects.filter(market_day=day).count(),
            "ideas": [("", "–"), *((str(view.number), f"{view.number}. {view.title}") for view in found)],
        }
    values |= {"given": page.POST, "errors": errors, "wrong": by_field(errors), "nav": "ideas-coordinate"}
    return show(page, "market_day", values)


def _of(day_id: uuid.UUID) -> MarketDay:
    found = next((day for day in market_days() if day.pk == day_id), None)
    if found is None:
        raise Http404
    return found
