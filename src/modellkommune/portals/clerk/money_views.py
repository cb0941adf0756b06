"""Matters of money: what happened, and closing each with a reason."""

from dataclasses import dataclass
from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.casework.payments.models import PaymentTask
from modellkommune.casework.payments.queries import count_open_tasks, open_tasks, task
from modellkommune.foundation.identity.rights import CLEAR_MONEY
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import TextMissing, say
from modellkommune.portals.clerk.desk import note_of, sees_protected, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.listing import day_of
from modellkommune.values.money import Money
from modellkommune.workflow.money import SameHands, clear_up
from modellkommune.workflow.protection import may_see_task

RESULT: Final = "office_money"
"""Where a session keeps what the last order came to, until the list has said it."""


@dataclass(frozen=True)
class Matter:
    """One matter of money in the words of the page; `demanded` is empty without a payment."""

    id: int
    sentence: str
    next: str
    amount: str
    demanded: str
    case_id: int | None
    number: str
    reference: str
    since: str


@office(CLEAR_MONEY)
@require_GET
def money_page(request: HttpRequest) -> HttpResponse:
    """The matters that wait, oldest first."""
    page = cast(OfficeRequest, request)
    protected = sees_protected(page)
    with municipality(page.municipality.key):
        matters = [_matter(found, page.language) for found in open_tasks(protected=protected)]
        hidden = 0 if protected else count_open_tasks() - count_open_tasks(protected=False)
    values = {"matters": matters, "hidden": hidden, "result": request.session.pop(RESULT, ""), "nav": "money"}
    return show(request, "money", values)


@office(CLEAR_MONEY)
@free_text("note")
@require_http_methods(["GET", "POST"])
def close_matter(request: HttpRequest, task_id: int) -> HttpResponse:
    """Close a matter with what was done about it; whoever sends the form twice closes it once."""
    page = cast(OfficeRequest, request)
    found = _found(page, task_id)
    note, errors = note_of(request, page.language, "money")
    if found.done_at is None and (request.method == "GET" or errors):
        return _ask(page, found, note, errors if request.method == "POST" else [])
    town, staff_id = page.municipality.key, str(page.officer.staff_id)
    try:
        closed = found.done_at is None and clear_up(town, task_id, staff_id, note)
    except SameHands:
        return _ask(page, found, note, [InputError("note", say("office.money.same_hands", page.language))])
    request.session[RESULT] = "closed" if closed else "before"
    return HttpResponseRedirect(reverse("office-money"))


def _ask(page: OfficeRequest, found: PaymentTask, note: str, errors: list[InputError]) -> HttpResponse:
    values = {"matter": _matter(found, page.language), "note": note, "nav": "money", "errors": errors}
    return show(page, "close_matter", {**values, "error": errors[0].message if errors else ""})


def _found(page: OfficeRequest, task_id: int) -> PaymentTask:
    with municipality(page.municipality.key):
        found = task(task_id)
    if found is None or not may_see_task(found, protected=sees_protected(page)):
        raise Http404
    return found


def _matter(found: PaymentTask, language: str) -> Matter:
    payment = found.payment
    return Matter(
        id=found.pk,
        sentence=_said("kind", found.kind, language),
        next=_said("next", found.kind, language),
        amount=Money(found.amount_cents).text(language),
        demanded=Money(payment.amount_cents).text(language) if payment else "",
        case_id=payment.case_id if payment else None,
        number=payment.case.number if payment else "",
        reference=found.reference,
        since=day_of(found.created_at, language),
    )


def _said(part: str, kind: str, language: str) -> str:
    try:
        return say(f"office.money.{part}.{kind}", language)
    except TextMissing:
        return say(f"office.money.{part}.other", language)
