"""Asking an applicant before a decision against her, and refusing an application: always a person's act."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.casework.cases.errors import CaseNotFound, TransitionRefused
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.foundation.identity.rights import REFUSE
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.portals.clerk.desk import RESULT, beside, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.refusal_form import LONGEST, RefusalForm
from modellkommune.workflow import hearing, refusal
from modellkommune.workflow.hearing import HearingRefused
from modellkommune.workflow.refusal import RefusalIncomplete


@office(REFUSE, "staff:clerk")
@free_text("words", "unheard")
@require_http_methods(["GET", "POST"])
def ask_applicant(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the applicant: reasons that stand against her application, a day by which to answer."""
    page = cast(OfficeRequest, request)
    values, form = _values(page, case_id, "ask")
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    return _answer(page, values, form, lambda: hearing.ask(town, case_id, staff_id, form.question))


@office(REFUSE, "staff:clerk")
@free_text("words", "unheard")
@require_http_methods(["GET", "POST"])
def refuse_application(request: HttpRequest, case_id: int) -> HttpResponse:
    """Refuse, with reasons; what was paid is owed back."""
    page = cast(OfficeRequest, request)
    values, form = _values(page, case_id, "refuse")
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    return _answer(page, values, form, lambda: refusal.refuse(town, case_id, staff_id, form.refusal))


def _values(page: OfficeRequest, case_id: int, act: str) -> tuple[dict[str, Any], RefusalForm]:
    values = beside(page, case_id)
    with municipality(page.municipality.key):
        case = case_of(case_id)
        form = RefusalForm(case, page.POST, page.language)
        asked = values["dossier"].hearing
        more = {
            "act": act,
            "form": form,
            "asked": asked,
            "running": asked is not None and hearing.runs(asked.hearing),
            "fee": refusal.fee_of_refusal(case),
            "refund": refusal.money_back(case),
            "nav": "proposals",
        }
    return values | more, form


def _answer(
    page: OfficeRequest, values: dict[str, Any], form: RefusalForm, order: Callable[[], None]
) -> HttpResponse:
    row = values["row"]
    if page.method == "GET":
        return (
            show(page, "refusal", values)
            if row.in_review
            else _to_proposals(page, {"refused": [row.case_id]})
        )
    try:
        if any(len(form.given[name]) > LONGEST for name in ("words", "unheard")):
            return _again(page, values, form.errors(()))
        order()
    except (HearingRefused, RefusalIncomplete) as refused:
        return _again(page, values, form.errors(refused.problems))
    except (CaseNotFound, TransitionRefused):
        return _to_proposals(page, {"refused": [row.case_id]})
    return _to_proposals(page, {values["act"]: row.number})


def _again(page: OfficeRequest, values: dict[str, Any], errors: list[InputError]) -> HttpResponse:
    wrong = {error.input_id: error.message for error in reversed(errors)}
    return show(page, "refusal", {**values, "errors": errors, "wrong": wrong})


def _to_proposals(page: OfficeRequest, result: dict[str, Any]) -> HttpResponse:
    page.session[RESULT] = result
    return HttpResponseRedirect(reverse("office-proposals"))
