"""What the views of the office share: showing a page, reading a case, a note, a number."""

from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.foundation.identity.rights import SEE_PROTECTED
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.inspection import is_noted
from modellkommune.pages.office import guard
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.listing import row_of
from modellkommune.portals.clerk.reasons import explanations, outcome_of, permit_facts
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow import handing_in
from modellkommune.workflow.protection import may_see
from modellkommune.workflow.queries import Dossier, dossier
from modellkommune.workflow.situation import pinned_service

NOTE: Final = 1000  # characters
RESULT: Final = "office_result"
"""Where a session keeps what the last order came to, until the next list has said it."""


def show(request: HttpRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    """A page of the office, which knows the officer."""
    return guard.show(request, f"clerk/{name}.html", values)


def beside(page: OfficeRequest, case_id: int) -> dict[str, Any]:
    """A case as the pages show it. Raises `Http404`."""
    with municipality(page.municipality.key):
        found = _dossier(page, case_id)
        steps = [
            (step["sentence"].get(page.language, ""), Money(step["cents"]).text(page.language))
            for step in found.fee_steps
        ]
        return {
            "dossier": found,
            "answers": [
                (each.label, each.text, any(is_noted(page, text) for text in each.typed))
                for each in found.answers
            ],
            "answer_noted": _answer_noted(page, found),
            "row": row_of(found.proposal, page.language),
            "fee_steps": steps,
            "paid": Money(found.paid_cents).text(page.language) if found.paid_cents else "",
            **_reasons(found, page.language),
            **_evidence(case_id, page.language),
        }


def _answer_noted(page: OfficeRequest, found: Dossier) -> bool:
    answer = found.hearing.answer if found.hearing else None
    return answer is not None and is_noted(page, str(answer["words"]))


def sees_protected(page: OfficeRequest) -> bool:
    """Whether cases of people with a disclosure block are there for this officer."""
    return SEE_PROTECTED in page.officer.rights


def seen_case(page: OfficeRequest, case_id: int) -> Case:
    """A case that is there for this officer. Inside `with municipality(...)`. Raises `Http404`."""
    try:
        case = case_of(case_id)
    except CaseNotFound:
        raise Http404 from None
    if not may_see(case, protected=sees_protected(page)):
        raise Http404
    return case


def number(text: str) -> int:
    """An id as it was sent. Raises `BadRequest`."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest
    return int(text)


def note_of(request: HttpRequest, language: str, about: str = "note") -> tuple[str, list[InputError]]:
    """The note that was sent, and what is wrong with it: texts `office.<about>.missing` and `.long`."""
    note = " ".join(request.POST.get("note", "").split())
    problem = "missing" if not note else "long" if len(note) > NOTE else ""
    return note, [InputError("note", say(f"office.{about}.{problem}", language))] if problem else []


def _reasons(found: Dossier, language: str) -> dict[str, Any]:
    case = case_of(found.proposal.case_id)
    stated = found.proposal.findings, found.fee_steps
    return {
        "explained": explanations(pinned_service(case), *stated, language),
        "outcome": outcome_of(found, case, language),
        "permit_facts": permit_facts(found.permit, case, language),
    }


def _evidence(case_id: int, language: str) -> dict[str, Any]:
    case = case_of(case_id)
    fields = handing_in.wanted(case)
    return {
        "evidence": handing_in.evidence_of(case),
        "wanted": fields,
        "wanted_until": date_text(handing_in.due_on(case), language) if fields else "",
    }


def _dossier(page: OfficeRequest, case_id: int) -> Dossier:
    try:
        return dossier(case_id, page.language, protected=sees_protected(page))
    except CaseNotFound:
        raise Http404 from None
