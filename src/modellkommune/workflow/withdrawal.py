"""A resident takes the application back before it is decided; what she paid is owed back to her."""

from typing import Final

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import WITHDRAWN, may_follow
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.payments.commands import lapse, open_task
from modellkommune.casework.payments.queries import booking_of, latest_payment
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices

REFUND: Final = "refund_of_withdrawal"
"""The kind of task that pays back what was paid before the withdrawal."""


class TooLateToWithdraw(Exception):
    """The application has been decided; only the office can undo that."""


def may_withdraw(case: Case, decision: Decision | None) -> bool:
    """Whether the resident can still take the application back; `decision`: the one about it, if there is."""
    return may_follow(case.state, WITHDRAWN) and decision is None


def withdraw(town: str, case_id: int) -> None:
    """Take the application back; an open payment ends with it, money that came becomes a task of the office.

    Safe to repeat. Raises `TooLateToWithdraw`.
    """
    with municipality(town):
        case = locked_case(case_id)
        if case.state == WITHDRAWN:
            return
        if not may_withdraw(case, decision_of(case.pk)):
            raise TooLateToWithdraw
        _settle_money(case)
        move_held(case, WITHDRAWN, Actor("resident", str(case.holder)))
        notices.tell(case, "withdrawn")


def _settle_money(case: Case) -> None:
    payment, booking = latest_payment(case.pk), booking_of(case.pk)
    if payment is not None:
        lapse(payment)
    if booking is not None:
        open_task(REFUND, case.number, booking.amount_cents, payment)
