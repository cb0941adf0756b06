""" "Wo steht mein Antrag?": the applications of a log-in as a list, or one by its number and code."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case_of_number, cases_of_subject
from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.decisions.queries import newest_hearings
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.login_cookie import session_of_request
from modellkommune.portals.citizen.renewing import words_of as words_of_renewal
from modellkommune.portals.citizen.status import let_in
from modellkommune.portals.citizen.story import headline_of
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.values.latin import normalise
from modellkommune.workflow.access import code_opens, may_read
from modellkommune.workflow.renewing import renewals_of
from modellkommune.workflow.situation import pinned_service


@dataclass(frozen=True)
class Listed:
    """One of a person's own applications; of an emptied one neither `service` nor day is told."""

    case: Case
    service: str
    headline: str
    permit: dict[str, Any] | None


@open_to("anyone")
@secret("code")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """ "Ich habe schon einen Antrag": a log-in, or number and code, lead to the status page."""
    page = cast(PageRequest, request)
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    with municipality(page.municipality.key):
        case = _case_of(number) if request.method == "POST" else None
        if case and code_opens(case, code):
            return let_in(request, case)
        session = session_of_request(request)
        own = _own(session, page.language) if session else []
    values: dict[str, Any] = {"own": own, "inside": session and session.logged_in}
    if request.method == "GET":
        return render(request, "citizen/find.html", values)
    errors = [Trouble("number", say("find.wrong", page.language))]
    values |= {"errors": errors, "number": number, "code": code}
    return render(request, "citizen/find.html", values, status=422)


def _own(session: ResidentSession, language: str) -> list[Listed]:
    """The applications of a log-in in so many statements, however many there are."""
    cases = cases_of_subject(session.subject_digest)
    permits = {one.case.pk: words_of_renewal(one, language) for one in renewals_of(cases)}
    heard = newest_hearings([case.pk for case in cases if case.state == REVIEW])
    asked = {case_id for case_id, hearing in heard.items() if hearing.answered_at is None}
    return [
        Listed(
            case,
            _service(case, session, language),
            headline_of(case, language, asked=case.pk in asked),
            permits.get(case.pk),
        )
        for case in cases
    ]


def _service(case: Case, session: ResidentSession, language: str) -> str:
    if not may_read(case, session.holder, session.subject_digest):
        return ""
    return pinned_service(case).text("service.title", language)


def _case_of(number: str) -> Case | None:
    try:
        return case_of_number("".join(normalise(number).split()).upper())
    except CaseNotFound:
        return None
