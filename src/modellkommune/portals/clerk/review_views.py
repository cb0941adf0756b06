"""Taking a case into review, and ending a review: with a note, and with what the rules could not say."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from modellkommune.casework.cases.errors import TransitionRefused
from modellkommune.foundation.identity.rights import REVIEW
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.portals.clerk.desk import RESULT, beside, note_of, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.statement_form import StatementForm
from modellkommune.workflow import approval, telling
from modellkommune.workflow.statement import StatementRefused


@office(REVIEW, "staff:clerk")
@free_text("note")
@require_http_methods(["GET", "POST"])
def take_into_review(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a proposal into review, with a note why."""
    page = cast(OfficeRequest, request)
    values = _values(page, case_id, "review")
    note, errors = note_of(request, page.language)
    if request.method == "GET" or errors:
        return _ask(request, values, note, errors)
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    return _order(page, values, lambda: approval.take_into_review(town, case_id, staff_id, note))


@office(REVIEW, "staff:clerk")
@free_text("note", "fee_reason")
@require_http_methods(["GET", "POST"])
def finish_review(request: HttpRequest, case_id: int) -> HttpResponse:
    """A review has found no obstacle: the case goes on, with a note why and what was unknown until now."""
    page = cast(OfficeRequest, request)
    values = _values(page, case_id, "finish")
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    form = StatementForm(town, case_id, request.POST, page.language)
    note, errors = note_of(request, page.language)
    errors = [*form.errors, *errors]
    if request.method == "GET" or errors:
        return _ask(request, {**values, "form": form}, note, errors)
    stated = form.statement
    return _order(page, values, lambda: approval.finish_review(town, case_id, staff_id, note, stated))


@office(REVIEW, "staff:clerk")
@require_POST
def tell_applicant(request: HttpRequest, case_id: int) -> HttpResponse:
    """The official has looked at who applies: what registers say may be told."""
    page = cast(OfficeRequest, request)
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    values = _values(page, case_id, "tell")
    return _order(page, values, lambda: telling.tell_applicant(town, case_id, staff_id))


def _values(page: OfficeRequest, case_id: int, act: str) -> dict[str, Any]:
    return {**beside(page, case_id), "nav": "proposals", "act": act}


def _ask(request: HttpRequest, values: dict[str, Any], note: str, errors: list[Any]) -> HttpResponse:
    shown = errors if request.method == "POST" else []
    wrong = {error.input_id.partition("-")[0]: error.message for error in reversed(shown)}
    return show(request, "note", {**values, "note": note, "errors": shown, "wrong": wrong})


def _order(page: OfficeRequest, values: dict[str, Any], order: Callable[[], None]) -> HttpResponse:
    row = values["row"]
    try:
        order()
    except (approval.ChecksIncomplete, StatementRefused):
        page.session[RESULT] = {"incomplete": row.number}
    except TransitionRefused:
        page.session[RESULT] = {"refused": [row.case_id]}
    else:
        page.session[RESULT] = {values["act"]: row.number}
    return HttpResponseRedirect(reverse("office-proposals"))
