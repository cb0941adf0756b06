"""Making permit and decision, sealing and signing them, and laying them ready for the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import GRANTED, ISSUED, PAID
from modellkommune.casework.decisions.commands import Announcement, record_provision
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.decisions.queries import DECISION
from modellkommune.casework.decisions.queries import content_of as decided
from modellkommune.casework.payments.models import Booking
from modellkommune.casework.payments.queries import BOOKING
from modellkommune.casework.permits.commands import issue_permit
from modellkommune.casework.permits.models import Permit
from modellkommune.casework.permits.queries import PERMIT, content_of
from modellkommune.foundation.documents.commands import SealedCode, render, seal_and_signature
from modellkommune.foundation.files.commands import keep
from modellkommune.foundation.identity.queries import staff_name
from modellkommune.foundation.journal.commands import Actor, written_together
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import profile
from modellkommune.foundation.tenants.reading import RowsTogether
from modellkommune.values.clock import legal_date
from modellkommune.workflow import notices
from modellkommune.workflow.announcing import rule_of
from modellkommune.workflow.paperdata import (
    Act,
    decision_data,
    permit_data,
    seal_fields,
)
from modellkommune.workflow.reserving import reserve_permit
from modellkommune.workflow.situation import application_content, pinned_service

SYSTEM = Actor("system", "issuing")
_MADE_OF = RowsTogether(DECISION, PERMIT, BOOKING)


@dataclass(frozen=True)
class Plan:
    """What is to be issued: the values of permit (without its seal) and decision, and how it is announced."""

    act: Act
    permit: dict[str, Any]
    decision: dict[str, Any]
    announcement: Announcement


@dataclass(frozen=True)
class Papers:
    """What was issued: the bytes of the seal, and the signed PDFs that carry and explain it."""

    seal: bytes
    permit: bytes
    decision: bytes


def issue(town: str, case_id: int) -> None:
    """Issue what was granted and paid. Killed on the way, the next attempt makes the same permit."""
    with municipality(town):
        plan = plan_of(case_id)
        if plan is None:
            return
        sealed, sign = seal_and_signature(seal_fields(plan.act), town)
    papers = written(plan, sealed, sign)
    reached("document_written")
    with municipality(town), written_together():
        record(plan, papers)
    reached("permit_recorded")


def plan_of(case_id: int) -> Plan | None:
    """What is to be issued, None where nothing is (any more). Inside `with municipality(...)`."""
    case = locked_case(case_id)
    decision, permit, booking = _MADE_OF.read(case_id)
    if case.state not in {GRANTED, PAID} or decision is None:
        return None
    act, rule = _act(case, decision, permit, booking), rule_of(case, decision)
    return Plan(act, permit_data(act), decision_data(act, rule), rule.provided(clock.today()))


def written(plan: Plan, sealed: SealedCode, sign: Callable[[bytes], bytes]) -> Papers:
    """The papers, set, sealed and signed: takes a while, needs no database."""
    seal = {"seal_svg": sealed.svg, "seal_width_mm": sealed.width_mm}
    permit = sign(_set(plan.act, "permit", plan.permit | seal))
    return Papers(sealed.raw, permit, sign(_set(plan.act, "decision", plan.decision)))


def record(plan: Plan, papers: Papers) -> None:
    """Keep the papers and lay them ready. A case that was issued, or taken back, meanwhile stays as it is.

    Inside `with municipality(...)`.
    """
    # Permit and decision change with the state of the case only.
    case = locked_case(plan.act.case.pk)
    if case.state not in {GRANTED, PAID}:
        return
    owner = f"case:{case.pk}"
    issue_permit(plan.act.permit, papers.seal, str(keep(papers.permit, "permit", "pdf", case.key, owner).pk))
    document = str(keep(papers.decision, "decision", "pdf", case.key, owner).pk)
    record_provision(plan.act.decision, document, plan.announcement)
    move_held(case, ISSUED, SYSTEM)
    notices.tell(case, "issued")


def _set(act: Act, document: str, values: dict[str, Any]) -> bytes:
    source = pinned_service(act.case).documents[document]
    attached = {"document": document, **seal_fields(act)}
    return render(source, values, act.case.language, attached)


def _act(case: Case, decision: Decision, permit: Permit | None, booking: Booking | None) -> Act:
    terms = decided(decision, case)["terms"]
    permit = permit or reserve_permit(case, terms)
    return Act(
        town=current_municipality(),
        case=case,
        decision=decision,
        permit=permit,
        plates=tuple(content_of(permit, case)["plates"]),
        terms=terms,
        official_name=staff_name(decision.official) if decision.official else "",
        paid_on=legal_date(booking.booked_at) if booking else None,
        answers=application_content(case)["answers"],
        described=profile(current_municipality()),
    )
