"""Matters of money that a person clears up: late, repeated, wrong or nobody's."""

from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.payments.commands import close_task
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.casework.payments.queries import task
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices
from modellkommune.workflow.protection import check_hands
from modellkommune.workflow.refusal import REFUND
from modellkommune.workflow.withdrawal import REFUND as REFUND_OF_WITHDRAWAL

REFUNDS = frozenset({REFUND, REFUND_OF_WITHDRAWAL})
"""Kinds of tasks that are closed once the money is on its way back."""


class SameHands(Exception):
    """Who refused an application does not settle its refund as well: a second person looks at it."""


def clear_up(town: str, task_id: int, staff_id: str, reason: str) -> bool:
    """Close a task with what was done about it; False if it was closed before.

    Raises `CaseNotFound` (for a protected case), `SameHands`, `TaskNotFound`.
    """
    with municipality(town):
        found = task(task_id)
        if found is not None and found.payment is not None:
            check_hands(found.payment.case, staff_id)
        if found is not None and needs_another(found, staff_id):
            raise SameHands
        closed = close_task(task_id, reason, Actor("staff", staff_id))
        if closed and found is not None and found.kind in REFUNDS and found.payment is not None:
            notices.tell(found.payment.case, "refunded")
        return closed


def needs_another(found: PaymentTask, staff_id: str) -> bool:
    """Whether this official may not close the task: it pays back what she refused herself."""
    if found.kind != REFUND or found.payment is None:
        return False
    decision = decision_of(found.payment.case_id)
    return decision is not None and decision.official == staff_id
