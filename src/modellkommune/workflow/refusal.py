"""An official refuses an application: a person, after asking the applicant or saying why not.

What she paid is owed back to her. The paper is written by a job, see `refusal_paper`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint import Service
from modellkommune.casework.applications.queries import newest_supplements
from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.errors import TransitionRefused
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import REFUSED, REVIEW
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.decisions.commands import record_refusal
from modellkommune.casework.decisions.queries import newest_hearing
from modellkommune.casework.fees.commands import record_fee
from modellkommune.casework.payments.commands import lapse, open_task
from modellkommune.casework.payments.queries import booking_of, latest_payment
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.values.clock import legal_date
from modellkommune.workflow import queue
from modellkommune.workflow.hearing import failed_findings, reason_problems, runs
from modellkommune.workflow.protection import check_hands
from modellkommune.workflow.situation import pinned_service

FEE: Final = "fee_refusal"
"""The parameter with the fee of a refusal, where a blueprint has one; otherwise it is free."""
REFUND: Final = "refund"
BILL: Final = "fee_of_refusal"
ANNOUNCED_BY: Final = ("channel", "announcement_days", "announcement_basis")


@dataclass(frozen=True)
class Refusal:
    """Why it is refused: ids of failed findings, and the official's own words, which she must give.

    `unheard`: why the applicant was not asked, where she was not. `seen` is what the official had before
    her when she decided, as `seen_of` named it.
    """

    findings: tuple[str, ...]
    words: str
    unheard: str = ""
    seen: str = ""


class RefusalIncomplete(Exception):
    """Something that a refusal needs is missing, or has changed since the official looked.

    `problems`: ("findings", "unknown") | ("words" | "unheard", "missing") | ("hearing", "runs") |
    ("seen", "changed") | ("announcement", "missing").
    """

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def refuse(town: str, case_id: int, staff_id: str, refusal: Refusal) -> None:
    """Refuse what the case asks for, in whole. Safe to repeat.

    Raises `CaseNotFound`, `RefusalIncomplete`, `TransitionRefused`.
    """
    with municipality(town):
        case = locked_case(case_id)
        check_hands(case, staff_id)
        if case.state == REFUSED:
            return
        if case.state != REVIEW:
            raise TransitionRefused(case.number, case.state, REFUSED)
        problems = tuple(problems_of(case, refusal))
        if problems:
            raise RefusalIncomplete(problems)
        _record(case, refusal, Actor("staff", staff_id))
        queue.once(queue.REFUSAL, town, case_id=case.pk)
        reached("refusal_recorded")


def problems_of(case: Case, refusal: Refusal) -> Iterator[tuple[str, str]]:
    """What stands against refusing now; see `RefusalIncomplete`."""
    yield from reason_problems(case, refusal.findings, refusal.words)
    hearing = newest_hearing(case.pk)
    if runs(hearing):
        yield "hearing", "runs"
    elif hearing is None and not refusal.unheard:
        yield "unheard", "missing"
    if refusal.seen != seen_of(case):
        yield "seen", "changed"
    if any(_terms(case).get(name) is None for name in ANNOUNCED_BY):
        yield "announcement", "missing"


def seen_of(case: Case) -> str:
    """What an official has before her: checks, evidence and answer. Who refuses must have seen the newest."""
    run, hearing = latest_run(case.pk), newest_hearing(case.pk)
    come = newest_supplements([case.pk]).get(case.pk)
    answered = hearing.answered_at if hearing else None
    parts = (run.number if run else "", come or "", hearing.pk if hearing else "", answered or "")
    return "|".join(str(part) for part in parts)


def fee_of_refusal(case: Case) -> int:
    """What a refusal costs in cents."""
    return int(pinned_service(case).parameters.get(FEE) or 0)


def money_back(case: Case) -> int:
    """How many cents are owed back when the case is refused."""
    booking = booking_of(case.pk)
    return max(booking.amount_cents - fee_of_refusal(case), 0) if booking else 0


def words_of(case: Case) -> Service:
    """The service that words a refusal: the pinned one, or today's where that is older than refusals."""
    pinned = pinned_service(case)
    return pinned if pinned.has_text("refusal.subject") else current(case.service_id)


def _record(case: Case, refusal: Refusal, actor: Actor) -> None:
    fee, refund = fee_of_refusal(case), money_back(case)
    steps = _fee_steps(case, fee)
    record_fee(case, fee, steps, actor)
    record_refusal(case, {**_act(case, refusal, actor), "fee_cents": fee, "fee_steps": steps}, actor)
    _settle_money(case, fee, refund)
    move_held(case, REFUSED, actor, refusal.unheard)


def _act(case: Case, refusal: Refusal, actor: Actor) -> dict[str, Any]:
    hearing, booking = newest_hearing(case.pk), booking_of(case.pk)
    answered = hearing.answered_at if hearing else None
    return {
        "findings": [found for found in failed_findings(case) if found["id"] in refusal.findings],
        "words": refusal.words,
        "heard_on": legal_date(hearing.asked_at).isoformat() if hearing else "",
        "answer_by": hearing.answer_by.isoformat() if hearing else "",
        "answered_on": legal_date(answered).isoformat() if answered else "",
        "terms": {name: _terms(case)[name] for name in ANNOUNCED_BY},
        "paid_cents": booking.amount_cents if booking else 0,
        "refund_cents": money_back(case),
        "official": actor.id,
    }


def _settle_money(case: Case, fee: int, refund: int) -> None:
    payment, booking = latest_payment(case.pk), booking_of(case.pk)
    if payment is not None:
        lapse(payment)
    if refund:
        open_task(REFUND, case.number, refund, payment)
    owed = fee - (booking.amount_cents if booking else 0)
    if owed > 0:
        open_task(BILL, case.number, owed, payment)


def _fee_steps(case: Case, fee: int) -> list[dict[str, Any]]:
    if not fee:
        return []
    service = words_of(case)
    sentence = {language: service.text("refusal.fee_step", language) for language in service.languages}
    parameter = f"parameters.{FEE}"
    return [
        {"id": "refusal", "sentence": sentence, "cents": fee, "rule": parameter, "values": {}, "source": ""}
    ]


def _terms(case: Case) -> dict[str, Any]:
    run = latest_run(case.pk)
    terms: dict[str, Any] = findings_of(run, case)["terms"] if run else {}
    return terms
