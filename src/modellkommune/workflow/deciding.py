"""What comes next for a case: payment, approval, decision, issue, by the policy of its blueprint."""

import datetime
from typing import Any

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import GRANTED, PAID, PAYMENT_DUE, READY
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import LATEST_RUN, findings_of
from modellkommune.casework.decisions.commands import record_decision
from modellkommune.casework.decisions.queries import DECISION
from modellkommune.casework.fees.queries import steps_of
from modellkommune.casework.payments.commands import demand
from modellkommune.casework.payments.queries import booking_of
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.reading import RowsTogether
from modellkommune.workflow import notices, queue
from modellkommune.workflow.assessing import assess_anew, fee_of_today
from modellkommune.workflow.meanwhile import must_be_looked_at
from modellkommune.workflow.reserving import reserve_permit
from modellkommune.workflow.situation import pinned_service

PROVIDER = "xbezahldienste"
PAYMENT_AFTER = {"before_approval": READY, "after_approval": GRANTED}
"""The state in which the fee is demanded, by the blueprint's order of payment and approval."""
IDENTIFIED = frozenset({"substantial", "high"})
_DECIDED_BY = RowsTogether(DECISION, LATEST_RUN)


def advance(case_id: int, actor: Actor) -> None:
    """Take a case as far as it gets without a person. Repeating it changes nothing."""
    go_on(locked_case(case_id), actor)


def go_on(case: Case, actor: Actor) -> None:
    """The same for a case that this unit of work has locked."""
    if _demand_payment(case) or case.state not in {READY, PAID, GRANTED}:
        return
    decision, run = _DECIDED_BY.read(case.pk)
    if decision is not None:
        _issue(case)
    elif case.state != GRANTED and _is_automatic(case, run):
        _grant(case, actor, run)


def grant(case: Case, actor: Actor) -> bool:
    """Record the decision that grants what was applied for, and go on; whether it was granted.

    It is not where another permit, granted since the checks, is a reason to look: then it is in review.
    """
    _, run = _DECIDED_BY.read(case.pk)
    return _grant(case, actor, run)


def _grant(case: Case, actor: Actor, run: CheckRun | None) -> bool:
    found = findings_of(run, case) if run else {}
    if must_be_looked_at(case, run, found):
        return False
    reserve_permit(case, found.get("terms", {}))
    record_decision(case, _act(case, actor, found), actor)
    move_held(case, GRANTED, actor)
    if not _demand_payment(case):
        _issue(case)
    return True


def _issue(case: Case) -> None:
    if case.state in {GRANTED, PAID}:
        queue.once(queue.ISSUE, current_municipality(), case_id=case.pk)


def _demand_payment(case: Case) -> bool:
    """Demand the fee if this is the time for it; whether it was."""
    process = pinned_service(case).process
    if case.state != PAYMENT_AFTER.get(process.payment):
        return False
    fee = assess_anew(case)
    if fee is None or not fee.total_cents or booking_of(case.pk):
        return False
    due_on = clock.today() + datetime.timedelta(days=process.deadlines["payment"])
    payment = demand(case, fee.total_cents, due_on, PROVIDER)
    move_held(case, PAYMENT_DUE, Actor("system", "payments"))
    queue.later(queue.START_PAYMENT, current_municipality(), payment_id=payment.pk)
    notices.tell(case, "payment_due")
    return True


def _is_automatic(case: Case, run: CheckRun | None) -> bool:
    """A machine decides only for who is identified, and where no person had to look; section 35a VwVfG."""
    undoubted = run is not None and run.proposal == "grant" and case.level in IDENTIFIED
    return undoubted and pinned_service(case).process.approval == "automatic"


def _act(case: Case, actor: Actor, found: dict[str, Any]) -> dict[str, Any]:
    fee, today = assess_anew(case), fee_of_today(case)
    return {
        "terms": found.get("terms", {}),
        "reasons": found.get("reasons", []),
        "fee_cents": fee.total_cents if fee else 0,
        "fee_steps": steps_of(fee, case) if fee else [],
        "fee_of_day_cents": today.total if today else None,
        "official": actor.id if actor.kind == "staff" else "",
    }
