"""The status page of a case: what has happened, what comes next, what there is to do and to take home.

The link alone shows the status. Papers and amounts need the log-in with which the application was made;
without one the browser in which it was made, or the code that was shown at its end.
"""

import uuid
from contextlib import suppress
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case_of_link, visit
from modellkommune.casework.cases.states import WITHDRAWN
from modellkommune.casework.decisions.models import LETTER
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.payments.errors import NothingDue, PaymentAlreadySettled
from modellkommune.casework.payments.models import STARTED
from modellkommune.casework.payments.queries import booking_of, latest_payment
from modellkommune.foundation.identity.commands import keep_alive, start_session
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_of
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.errors import not_found
from modellkommune.pages.renewing import renew
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.outreach.adoption import GRADES
from modellkommune.portals.citizen.login_cookie import give_token, session_of_request, token_of_request
from modellkommune.portals.citizen.renewing import words_of as words_of_renewal
from modellkommune.portals.citizen.story import refresh_seconds, story_of
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.values.clock import legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow import handing_in, queue
from modellkommune.workflow.access import adopt_case, code_of_case, code_opens, may_read, needs_log_in
from modellkommune.workflow.adoption import asks_after
from modellkommune.workflow.letters import take_home
from modellkommune.workflow.papers import PAPERS, PaperMissing, has_paper, paper_of, plates_of
from modellkommune.workflow.paying import pay_again
from modellkommune.workflow.queries import Status, status_of
from modellkommune.workflow.refusal import words_of
from modellkommune.workflow.renewing import renewal_of_permit
from modellkommune.workflow.situation import pinned_service
from modellkommune.workflow.withdrawal import TooLateToWithdraw, may_withdraw, withdraw
from modellkommune.workflow.withheld import files_noted

ASKING: Final = "zahlung"
RECEIPT: Final = "receipt"
DECISION: Final = "decision"
THANKS: Final = "bewertet"
MOST_ASKED: Final = 10
SOON: Final = 2  # seconds until a paper that is being written is asked for again
"""So often the page renews itself after coming back from the payment service; then the button is back."""


@open_to("anyone")
@require_GET
def status(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show where a case stands."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        try:
            case, reads = _visit(request, case_id)
        except CaseNotFound:
            return not_found(request)
        values = _values(page, status_of(case), reads=reads)
    return _status_page(request, values)


@open_to("anyone")
@secret("code")
@require_POST
def enter_code(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Open the papers of a case with its code, on whatever device."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        try:
            case = case_of_link(case_id)
        except CaseNotFound:
            return not_found(request)
        if needs_log_in(case):
            return _to_status(case)
        if code_opens(case, request.POST.get("code", "")):
            return let_in(request, case)
        values = _values(page, status_of(case), reads=False)
    trouble = Trouble("code", say("status.code_wrong", page.language))
    typed = {"errors": [trouble], "code_error": trouble.message, "typed": request.POST.get("code", "")}
    return _status_page(request, values | typed)


@open_to("resident")
@require_POST
def pay(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Send the resident to the payment service, or prepare a new attempt after a failed one."""
    with municipality(cast(PageRequest, request).municipality.key):
        case = readable(request, case_id)
        if case is None:
            return not_found(request)
        payment = latest_payment(case.pk)
    if payment and payment.state == STARTED and payment.redirect_url:
        return HttpResponseRedirect(payment.redirect_url)
    with suppress(NothingDue, PaymentAlreadySettled):
        pay_again(cast(PageRequest, request).municipality.key, case.pk)
    return _to_status(case)


@open_to("resident")
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask once, then take the application back."""
    town = cast(PageRequest, request).municipality.key
    with municipality(town):
        case = readable(request, case_id)
        if case is None:
            return not_found(request)
        possible = may_withdraw(case, decision_of(case.pk))
        booking = booking_of(case.pk)
    if request.method == "GET" and possible:
        paid_back = Money(booking.amount_cents).text(cast(PageRequest, request).language) if booking else ""
        values = {"case": case, "case_address": f"/vorgang/{case.public_id}/", "paid_back": paid_back}
        return render(request, "citizen/take_back.html", values)
    if request.method == "POST":
        with suppress(TooLateToWithdraw):
            withdraw(town, case.pk)
    return _to_status(case)


@open_to("anyone")
@require_GET
def paid(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Back from the payment service: the result is asked for, whatever the address says."""
    town = cast(PageRequest, request).municipality.key
    with municipality(town):
        try:
            case = case_of_link(case_id)
        except CaseNotFound:
            return not_found(request)
        payment = latest_payment(case.pk)
        if payment and payment.state == STARTED:
            queue.once(queue.FOLLOW_PAYMENT, town, payment_id=payment.pk)
    return HttpResponseRedirect(f"/vorgang/{case.public_id}/?{ASKING}=1")


@open_to("resident")
@require_GET
def paper(request: HttpRequest, case_id: uuid.UUID, name: str) -> HttpResponse:
    """A document of a case as PDF: permit, decision, receipt."""
    with municipality(cast(PageRequest, request).municipality.key):
        case = readable(request, case_id)
        if case is None:
            return not_found(request)
        try:
            found = paper_of(case, name)
            if name == DECISION:
                take_home(case)
        except PaperMissing:
            return _written_soon(request, case) if name == RECEIPT else not_found(request)
    response = HttpResponse(found.content, content_type="application/pdf")
    disposition = "attachment" if "laden" in request.GET else "inline"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{found.file_name}"'
    return response


def _values(page: PageRequest, shown: Status, *, reads: bool) -> dict[str, Any]:
    """What the page shows. Inside `with municipality(...)`: the service may have to be read."""
    asking = _asking(page)
    values = {
        "status": shown,
        "reads": reads,
        "needs_log_in": needs_log_in(shown.case),
        "story": story_of(shown, page.language, asking=bool(asking), reads=reads),
        "refresh": refresh_seconds(shown, asking=bool(asking)),
        "refresh_to": f"?{ASKING}={asking + 1}" if asking else "",
        "kept_files": "gerettet" in page.GET,
        **_rating_values(page, shown.case),
    }
    if reads:
        return values | _private_values(page, shown)
    return values | {"something_wanted": bool(handing_in.wanted_by(shown.run, shown.case))}


def _asking(page: PageRequest) -> int:
    """How often the page has asked whether the payment arrived; 0: it does not ask (any more)."""
    count = page.GET.get(ASKING, "")
    asked = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    return asked if asked <= MOST_ASKED else 0


def _private_values(page: PageRequest, shown: Status) -> dict[str, Any]:
    address = f"/vorgang/{shown.case.public_id}"
    service = pinned_service(shown.case)
    names = [name for name in PAPERS if has_paper(shown, name)]
    return {
        "code": code_of_case(shown.case),
        "may_withdraw": may_withdraw(shown.case, shown.decision),
        "withdrawn_and_paid": shown.case.state == WITHDRAWN and shown.paid_at is not None,
        "fee_steps": shown.steps,
        "fee_cents": shown.fee_cents,
        "plates": plates_of(shown),
        "use": service.text(f"permit.use_{service.process.display}", page.language),
        "permit_address": f"{address}/permit.pdf?laden=1",
        "papers": [(name, say(f"status.{name}", page.language)) for name in names],
        **_evidence_values(page, shown),
        **_refusal_values(page, shown),
        "letter": _letter(page, shown),
        **_renewal_values(page, shown),
    }


def _renewal_values(page: PageRequest, shown: Status) -> dict[str, Any]:
    """Of a permit: what can be done about its end."""
    renewal = renewal_of_permit(shown.permit) if shown.permit else None
    return words_of_renewal(renewal, page.language) if renewal else {}


def _letter(page: PageRequest, shown: Status) -> str:
    """Of a decision on paper: when it was posted, or that it will be."""
    decision = shown.decision
    if decision is None or decision.channel != LETTER:
        return ""
    if decision.posted_at is None:
        return say("status.letter_comes", page.language)
    return say("status.posted", page.language, day=date_text(legal_date(decision.posted_at), page.language))


def _evidence_values(page: PageRequest, shown: Status) -> dict[str, Any]:
    """What is still to be handed in and until when, and what has been handed in later."""
    case = shown.case
    if shown.run is None:
        return {}
    fields = handing_in.wanted_by(shown.run, case)
    return {
        "wanted": [in_language(field.label, page.language) for field in fields],
        "wanted_until": date_text(handing_in.due_on(case), page.language) if fields else "",
        "handed_in": "eingereicht" in page.GET,
        "answered": "beantwortet" in page.GET,
        "evidence": handing_in.later_evidence(case) if shown.supplemented else (),
        "scanned": files_noted(case, shown.run),
    }


def _refusal_values(page: PageRequest, shown: Status) -> dict[str, Any]:
    """Of a refusal: what can be done about it."""
    if shown.refusal is None:
        return {}
    return {
        "remedy": words_of(shown.case).text("decision.remedy", page.language),
        "announced_on": shown.decision.announced_on if shown.decision else None,
    }


def _rating_values(page: PageRequest, case: Case) -> dict[str, Any]:
    """The question how content she was; thanks once it is answered."""
    answered = page.GET.get(THANKS, "")
    words = [(str(grade), say(f"rating.grade_{grade}", page.language)) for grade in reversed(GRADES)]
    values: dict[str, Any] = {"asks": asks_after(case), "grades": words, "rated": answered == "1"}
    if values["asks"] and answered == "0":
        values["rating_error"] = say("rating.choose", page.language)
        values["errors"] = [Trouble(f"grade-{GRADES[-1]}", values["rating_error"])]
    return values


def _written_soon(request: HttpRequest, case: Case) -> HttpResponse:
    """The receipt is being written; the page asks again by itself."""
    queue.once(queue.RECEIPT, cast(PageRequest, request).municipality.key, case_id=case.pk)
    response = render(request, "citizen/paper_soon.html", {"back_address": f"/vorgang/{case.public_id}/"})
    return renew(request, response, SOON)


def readable(request: HttpRequest, case_id: uuid.UUID) -> Case | None:
    """The case of a link if this visitor may read more than its status. Inside `with municipality(...)`."""
    try:
        case, reads = _visit(request, case_id)
    except CaseNotFound:
        return None
    return case if reads else None


def _visit(request: HttpRequest, case_id: uuid.UUID) -> tuple[Case, bool]:
    """The case of a link, and whether this visitor may read more than its status. Raises `CaseNotFound`."""
    case, session = visit(case_id, token_of_request(request))
    if session is None:
        return case, False
    keep_alive(session)
    return case, may_read(case, session.holder, session.subject_digest)


def let_in(request: HttpRequest, case: Case) -> HttpResponse:
    """To the status page of a case whose code was right: from now on this visit reads it."""
    session, token = session_of_request(request), ""
    if session is None:
        session, token = start_session("none", device=device_of(request))
    adopt_case(case, session.holder)
    response = _to_status(case)
    if token:
        give_token(response, token)
    return response


def _to_status(case: Case) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/vorgang/{case.public_id}/")


def _status_page(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    response = render(request, "citizen/status.html", values, status=422 if values.get("errors") else 200)
    return renew(request, response, values["refresh"], values["refresh_to"])
