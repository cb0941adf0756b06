"""The office: what waits, proposals with the facts that decide, approving one or many, who works here."""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.casework.cases import states
from modellkommune.casework.cases.queries import count_by_state, count_protected
from modellkommune.casework.decisions.queries import count_letters_to_post
from modellkommune.casework.payments.queries import count_open_tasks
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import (
    APPROVE,
    CLEAR_MONEY,
    REVIEW,
    SEE_OFFICE,
    SEE_PROPOSALS,
    SEE_STAFF,
    SEND_LETTERS,
)
from modellkommune.foundation.messages.queries import count_held
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.desk import RESULT, beside, number, sees_protected, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.listing import Row, row_of, summary_sentence
from modellkommune.workflow import approval
from modellkommune.workflow.queries import WAITING, proposals

PAGE: Final = 50  # proposals on one page: what one person can look through before approving
MOST: Final = 200  # cases in one order


@office(SEE_OFFICE)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits, and where to go."""
    page = cast(OfficeRequest, request)
    counts = _counts(page) if SEE_PROPOSALS in page.officer.rights else None
    money = _open_money(page) if CLEAR_MONEY in page.officer.rights else None
    letters = _open_letters(page) if SEND_LETTERS in page.officer.rights else None
    values = {
        "counts": counts,
        "money": money,
        "letters": letters,
        "held": _held(page) if REVIEW in page.officer.rights else 0,
        "hidden": _hidden(page) if counts else 0,
        "nav": "office",
    }
    return show(request, "home", values)


@office(SEE_PROPOSALS, "staff:clerk")
@require_GET
def proposals_page(request: HttpRequest) -> HttpResponse:
    """The proposals that wait, oldest first; with `fall` one of them beside the list."""
    page = cast(OfficeRequest, request)
    after = number(request.GET.get("nach", "0"))
    rows = _rows(page, after, PAGE + 1)
    values: dict[str, Any] = {
        **_sorted(rows[:PAGE]),
        "after": after,
        "next_after": rows[PAGE - 1].case_id if len(rows) > PAGE else None,
        "result": request.session.pop(RESULT, None),
        "hidden": _hidden(page),
        "nav": "proposals",
    }
    if "fall" in request.GET:
        values |= beside(page, number(request.GET["fall"]))
    return show(request, "proposals", values)


@office(APPROVE, "staff:clerk")
@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest) -> HttpResponse:
    """What the selection comes to, before anything happens."""
    if request.method == "GET":
        return redirect("office-proposals")
    page = cast(OfficeRequest, request)
    wanted = _selected(request)
    rows = [row for row in _rows_of(page, wanted) if row.selectable]
    if not rows:
        return _nothing_selected(page)
    values = {"rows": rows, "sentence": summary_sentence(rows, page.language), "form_id": "auswahl"}
    return show(request, "summary", {**values, "nav": "proposals"})


@office(APPROVE, "staff:clerk")
@require_POST
def approve_selected(request: HttpRequest) -> HttpResponse:
    """Approve; whoever sends the form twice approves nothing twice."""
    page = cast(OfficeRequest, request)
    wanted = _selected(request)
    result = approval.approve(page.municipality.key, wanted, str(page.officer.staff_id), from_list=True)
    return _approved(request, result)


@office(APPROVE, "staff:clerk")
@require_POST
def approve_this(request: HttpRequest, case_id: int) -> HttpResponse:
    """Approve the case whose page one has before one."""
    page = cast(OfficeRequest, request)
    return _approved(request, approval.approve(page.municipality.key, [case_id], str(page.officer.staff_id)))


@office(SEE_PROPOSALS, "staff:clerk")
@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case on a page of its own."""
    return show(request, "case", {**beside(cast(OfficeRequest, request), case_id), "nav": "proposals"})


@office(SEE_OFFICE)
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, and my credentials."""
    return show(request, "profile", {"nav": "profile", "changed": request.GET.get("geaendert", "")})


@office(SEE_STAFF, "staff:administrator")
@require_GET
def staff_page(request: HttpRequest) -> HttpResponse:
    """Who works here, in which roles."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        people = [
            (staff, [say(f"office.role.{role}", page.language) for role in roles])
            for staff, roles in members()
        ]
    ended = request.session.pop(RESULT, {}).get("sessions_ended", 0)
    return show(request, "staff", {"people": people, "ended": ended, "nav": "staff"})


def _approved(request: HttpRequest, result: approval.ApprovalResult) -> HttpResponse:
    request.session[RESULT] = {
        "approved": len(result.approved),
        "refused": [refused for refused, _ in result.refused],
    }
    return HttpResponseRedirect(reverse("office-proposals"))


def _sorted(rows: list[Row]) -> dict[str, list[Row]]:
    return {
        "ready": [row for row in rows if row.ready],
        "review": [row for row in rows if not row.ready],
        "selectable": [row for row in rows if row.selectable],
    }


def _counts(page: OfficeRequest) -> dict[str, int]:
    with municipality(page.municipality.key):
        cases = count_by_state(protected=sees_protected(page))
    return {
        "ready": cases.get(states.READY, 0) + cases.get(states.PAID, 0),
        "review": cases.get(states.REVIEW, 0),
        "unpaid": cases.get(states.PAYMENT_DUE, 0),
    }


def _open_money(page: OfficeRequest) -> int:
    with municipality(page.municipality.key):
        return count_open_tasks(protected=sees_protected(page))


def _open_letters(page: OfficeRequest) -> int:
    with municipality(page.municipality.key):
        return count_letters_to_post(protected=sees_protected(page))


def _held(page: OfficeRequest) -> int:
    with municipality(page.municipality.key):
        return count_held()


def _rows(page: OfficeRequest, after: int, limit: int) -> list[Row]:
    with municipality(page.municipality.key):
        found = proposals(limit, after, page.language, protected=sees_protected(page))
        return [row_of(proposal, page.language) for proposal in found]


def _hidden(page: OfficeRequest) -> int:
    """How many cases wait for somebody with a right that this officer lacks."""
    if sees_protected(page):
        return 0
    with municipality(page.municipality.key):
        return count_protected(WAITING)


def _rows_of(page: OfficeRequest, case_ids: list[int]) -> list[Row]:
    # They come from one page of the list, so one more look at that page finds them.
    rows = _rows(page, min(case_ids, default=0) - 1, MOST)
    return [row for row in rows if row.case_id in case_ids]


def _selected(request: HttpRequest) -> list[int]:
    return sorted({number(text) for text in request.POST.getlist("fall")})[:MOST]


def _nothing_selected(page: OfficeRequest) -> HttpResponse:
    rows = _rows(page, 0, PAGE)
    message = say("office.summary.none", page.language)
    target = next((f"fall-{row.case_id}" for row in rows if row.selectable), "")
    values = {
        **_sorted(rows),
        "hidden": _hidden(page),
        "after": 0,
        "errors": [InputError(target, message)] if target else [],
        "nav": "proposals",
    }
    return show(page, "proposals", values)
