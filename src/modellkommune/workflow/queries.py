"""What the doors show of a case: to the resident its status, to the office the facts that decide."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from modellkommune.blueprint import Field
from modellkommune.casework.applications.models import Application
from modellkommune.casework.applications.queries import (
    NEWEST_SUPPLEMENT,
    applications_of,
    content_of,
    newest_supplements,
)
from modellkommune.casework.cases.errors import CaseEmptied, CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.queries import cases_in
from modellkommune.casework.cases.states import (
    CHECKING,
    CLOSED,
    GRANTED,
    ISSUED,
    LAPSED,
    PAID,
    PAYMENT_DUE,
    READY,
    REFUSED,
    REVIEW,
    SUBMITTED,
)
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import LATEST_RUN, findings_of, latest_run, latest_runs
from modellkommune.casework.decisions.models import Decision, Hearing
from modellkommune.casework.decisions.queries import DECISION, decision_of, newest_hearings
from modellkommune.casework.decisions.queries import content_of as decided
from modellkommune.casework.fees.models import FeeAssessment
from modellkommune.casework.fees.queries import FEE_IN_FORCE, fee_in_force, fees_in_force, steps_of
from modellkommune.casework.payments.models import SETTLED, Payment
from modellkommune.casework.payments.queries import BOOKING, LATEST_PAYMENT, booking_of
from modellkommune.casework.permits.models import Permit
from modellkommune.casework.permits.queries import PERMIT, issued_permit, permit_of
from modellkommune.foundation.catalogue.queries import fields_of_text
from modellkommune.foundation.tenants.reading import RowsTogether
from modellkommune.workflow.approval import one_by_one
from modellkommune.workflow.hearing import Asked, asked
from modellkommune.workflow.letterhead import local
from modellkommune.workflow.protection import may_see
from modellkommune.workflow.situation import pinned_service
from modellkommune.workflow.telling import withholds

WAITING = (READY, PAID, REVIEW)
UNCHECKED = frozenset({SUBMITTED, CHECKING})
DECIDED = frozenset({GRANTED, PAYMENT_DUE, PAID, ISSUED, LAPSED, REFUSED})
HEARD = frozenset({REVIEW, REFUSED})
"""The states in which a hearing matters to whoever looks at the case."""
OFFICE_LANGUAGE = "de"
_OF_STATUS = RowsTogether(
    LATEST_RUN, FEE_IN_FORCE, LATEST_PAYMENT, BOOKING, DECISION, PERMIT, NEWEST_SUPPLEMENT
)


@dataclass(frozen=True)
class Status:
    """A case as its resident sees it. Money in cents; `steps` explain the fee."""

    case: Case
    run: CheckRun | None
    reasons: tuple[dict[str, str], ...]
    fee_cents: int | None
    steps: tuple[dict[str, Any], ...]
    payment: Payment | None
    paid_at: datetime.datetime | None
    decision: Decision | None
    permit: Permit | None
    hearing: Asked | None = None
    refusal: dict[str, Any] | None = None
    """What a refusal says, where the case was refused."""
    withheld: bool = False
    """Whether what registers say is not told to the applicant yet, nor a fee that depends on it."""
    supplemented: bool = False
    """Whether something was handed in after the application."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.case.state in CLOSED


@dataclass(frozen=True)
class Proposal:
    """A case that waits for the office, with the facts that decide. Money in cents.

    `of_permit` is the number of the permit that it is about, "" for a new one.
    `channel` is the way the decision goes out: postbox or letter; `supplemented_at`: evidence came last then.
    """

    case_id: int
    number: str
    state: str
    name: str
    address: str
    zone: str
    plates: tuple[str, ...]
    keeper: str
    findings: tuple[dict[str, Any], ...]
    fee_cents: int | None
    proposal: str
    reasons: tuple[dict[str, str], ...]
    waiting_since: datetime.datetime
    kind: str
    kind_title: dict[str, str]
    of_permit: str
    channel: str
    language: str
    one_by_one: bool = False
    supplemented_at: datetime.datetime | None = None
    hearing: Hearing | None = None


@dataclass(frozen=True)
class Answered:
    """One answer as the office reads it. `typed`: the free texts in it, as they came."""

    label: str
    text: str
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """Everything about one case that its clerk may read."""

    proposal: Proposal
    answers: tuple[Answered, ...]
    fee_steps: tuple[dict[str, Any], ...]
    decision: Decision | None
    permit: Permit | None
    hearing: Asked | None = None
    refusal: dict[str, Any] | None = None
    paid_cents: int = 0
    withheld: bool = False
    """Whether the applicant is not told yet what registers say."""
    follows: Permit | None = None
    """The permit that the case is about, where it is not about a new one."""


def status_of(case: Case) -> Status:
    """The status of a case, in one statement; in none for a case that nothing is known of yet."""
    found = (None,) * 7 if case.state in UNCHECKED else _OF_STATUS.read(case.pk)
    run, fee, payment, booking, decision, permit, supplement = found
    decision = decision if case.state in DECIDED else None
    permit = permit if decision and case.state != REFUSED else None
    sealed = case.emptied_on is None
    withheld = withholds(run, case)
    fee = None if withheld else fee
    return Status(
        case=case,
        run=run,
        reasons=tuple(findings_of(run, case)["reasons"]) if run and case.state == REVIEW else (),
        fee_cents=fee.total_cents if fee else None,
        steps=tuple(steps_of(fee, case)) if fee and sealed else (),
        payment=payment,
        paid_at=booking.booked_at if booking and payment and payment.state == SETTLED else None,
        decision=decision,
        permit=permit,
        hearing=asked(case) if case.state in HEARD and sealed else None,
        refusal=_refusal(case, decision) if sealed else None,
        withheld=withheld,
        supplemented=supplement is not None,
    )


def _refusal(case: Case, decision: Decision | None) -> dict[str, Any] | None:
    return decided(decision, case) if decision and case.state == REFUSED else None


def proposals(
    limit: int = 100, after: int = 0, language: str = OFFICE_LANGUAGE, *, protected: bool = False
) -> list[Proposal]:
    """Up to `limit` cases that wait for the office, oldest first, behind the case id `after`.

    Answers are shown in `language`. Protected cases are for officials with the right to see them.
    """
    cases = cases_in(WAITING, limit, after, protected=protected)
    ids = [case.pk for case in cases]
    runs, fees, applications = latest_runs(ids), fees_in_force(ids), applications_of(ids)
    come, heard = newest_supplements(ids), newest_hearings(ids)
    found = (
        _proposal(case, applications[case.pk], runs.get(case.pk), fees.get(case.pk), language)
        for case in cases
    )
    return [
        replace(each, supplemented_at=come.get(each.case_id), hearing=heard.get(each.case_id))
        for each in found
    ]


def dossier(case_id: int, language: str = OFFICE_LANGUAGE, *, protected: bool = False) -> Dossier:
    """One case with everything its clerk may read, in `language`.

    Raises `CaseEmptied`, and `CaseNotFound` also for a protected case that the clerk may not see.
    """
    case = case_of(case_id)
    if not may_see(case, protected=protected):
        raise CaseNotFound
    if case.emptied_on is not None:
        raise CaseEmptied(case)
    application, fee, run = applications_of([case.pk])[case.pk], fee_in_force(case.pk), latest_run(case.pk)
    decision, booking = decision_of(case.pk), booking_of(case.pk)
    return Dossier(
        proposal=_proposal(case, application, run, fee, language),
        answers=_answered(case, content_of(application, case)["answers"], language),
        fee_steps=tuple(steps_of(fee, case)) if fee else (),
        decision=decision,
        permit=permit_of(case.pk),
        hearing=asked(case),
        refusal=_refusal(case, decision),
        paid_cents=booking.amount_cents if booking else 0,
        withheld=withholds(run, case),
        follows=issued_permit(case.of_permit) if case.of_permit else None,
    )


def _proposal(
    case: Case, application: Application, run: CheckRun | None, fee: FeeAssessment | None, language: str
) -> Proposal:
    answers = content_of(application, case)["answers"]
    found = findings_of(run, case) if run else {}
    shown = {field.id: text for field, text in _shown(case, answers, language)}
    terms = found.get("terms", {})
    return Proposal(
        case_id=case.pk,
        number=case.number,
        state=case.state,
        name=f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip(),
        address=shown.get("address", ""),
        zone=str(terms.get("zone") or ""),
        plates=tuple(terms.get("plates") or [shown.get("plate", "")]),
        keeper=shown.get("keeper", ""),
        findings=tuple(found.get("findings", ())),
        fee_cents=fee.total_cents if fee else None,
        proposal=run.proposal if run else "review",
        reasons=tuple(found.get("office_reasons", found.get("reasons", ()))),
        waiting_since=case.moved_at,
        kind=case.kind,
        kind_title=dict(pinned_service(case).process.kind(case.kind).title),
        of_permit=case.of_permit,
        channel=str(terms.get("channel") or ""),
        language=case.language,
        one_by_one=one_by_one(case),
    )


def _answered(case: Case, answers: dict[str, Any], language: str) -> tuple[Answered, ...]:
    texts = fields_of_text()
    return tuple(
        Answered(local(dict(field.label), language), text, tuple(_typed(field.id, answers[field.id], texts)))
        for field, text in _shown(case, answers, language)
    )


def _typed(name: str, value: Any, texts: frozenset[str]) -> Iterator[str]:
    """The free texts in the answer to a field, those of its parts and repetitions as well."""
    if isinstance(value, str) and name in texts:
        yield value
    elif isinstance(value, dict):
        for part, inner in value.items():
            yield from _typed(part, inner, texts)
    elif isinstance(value, list):
        for inner in value:
            yield from _typed(name, inner, texts)


def _shown(case: Case, answers: dict[str, Any], language: str) -> list[tuple[Field, str]]:
    service = pinned_service(case)
    fields = [field for step in service.steps for field in step.fields if field.id in answers]
    return [(field, service.present(field, answers[field.id], language)) for field in fields]
