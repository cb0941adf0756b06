"""What comes next for a case: payment, approval, decision, issue, by the policy of its blueprint."""

import datetime
from typing import Any

from modellkommune.casework.cases.commands import move_case
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.states import GRANTED, PAID, PAYMENT_DUE, READY
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.decisions.commands import record_decision
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.fees.queries import fee_in_force, steps_of
from modellkommune.casework.payments.commands import demand
from modellkommune.casework.payments.queries import booking_of
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.workflow import notices, queue
from modellkommune.workflow.situation import pinned_service

PROVIDER = "xbezahldienste"
IDENTIFIED = frozenset({"substantial", "high"})


def advance(case_id: int, actor: Actor) -> None:
    """Take a case as far as it gets without a person. Repeating it changes nothing."""
    case = case_of(case_id)
    if _payment_comes_now(case):
        _demand_payment(case)
    elif case.state in {READY, PAID} and decision_of(case.pk) is None and _is_automatic(case):
        grant(case, actor)
    elif case.state in {GRANTED, PAID} and decision_of(case.pk) is not None:
        queue.once(queue.ISSUE, current_municipality(), case_id=case.pk)


def grant(case: Case, actor: Actor) -> None:
    """Record the decision that grants what was applied for, and go on."""
    record_decision(case, _act(case, actor), actor)
    move_case(case.pk, GRANTED, actor)
    advance(case.pk, actor)


def _payment_comes_now(case: Case) -> bool:
    if booking_of(case.pk) or not _amount(case) or pinned_service(case).process.payment == "none":
        return False
    before = pinned_service(case).process.payment == "before_approval"
    return case.state == (READY if before else GRANTED)


def _demand_payment(case: Case) -> None:
    days = pinned_service(case).process.deadlines["payment"]
    due_on = clock.today() + datetime.timedelta(days=days)
    payment = demand(case, _amount(case), due_on, PROVIDER)
    move_case(case.pk, PAYMENT_DUE, Actor("system", "payments"))
    queue.later(queue.START_PAYMENT, current_municipality(), payment_id=payment.pk)
    notices.tell(case, "payment_due")


def _amount(case: Case) -> int:
    fee = fee_in_force(case.pk)
    return fee.total_cents if fee else 0


def _is_automatic(case: Case) -> bool:
    """A machine decides only for who is identified, and where no person had to look; section 35a VwVfG."""
    run = latest_run(case.pk)
    undoubted = run is not None and run.proposal == "grant" and case.level in IDENTIFIED
    return undoubted and pinned_service(case).process.approval == "automatic"


def _act(case: Case, actor: Actor) -> dict[str, Any]:
    run, fee = latest_run(case.pk), fee_in_force(case.pk)
    found = findings_of(run, case) if run else {}
    return {
        "terms": found.get("terms", {}),
        "reasons": found.get("reasons", []),
        "fee_cents": fee.total_cents if fee else 0,
        "fee_steps": steps_of(fee, case) if fee else [],
        "official": actor.id if actor.kind == "staff" else "",
    }
