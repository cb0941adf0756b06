"""A resident takes the application back, as long as nothing has been decided."""

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import WITHDRAWN, may_follow
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.payments.commands import lapse
from modellkommune.casework.payments.queries import booking_of, latest_payment
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices


class TooLateToWithdraw(Exception):
    """The application has been decided or paid; only the office can undo that."""


def may_withdraw(case: Case) -> bool:
    """Whether the resident can still take the application back."""
    return may_follow(case.state, WITHDRAWN) and decision_of(case.pk) is None and booking_of(case.pk) is None


def withdraw(town: str, case_id: int) -> None:
    """Take the application back; an open payment ends with it. Safe to repeat. Raises `TooLateToWithdraw`."""
    with municipality(town):
        case = locked_case(case_id)
        if case.state == WITHDRAWN:
            return
        if not may_withdraw(case):
            raise TooLateToWithdraw
        payment = latest_payment(case.pk)
        if payment is not None:
            lapse(payment)
        move_held(case, WITHDRAWN, Actor("resident", str(case.holder)))
        notices.tell(case, "withdrawn")
