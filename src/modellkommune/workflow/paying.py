"""Payment: the transaction is made by a job, its result is asked for and never believed."""

from django.conf import settings

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import LAPSED, PAID, PAYMENT_DUE
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.payments.commands import (
    lapse,
    open_task,
    record_result,
    record_transaction,
    try_again,
)
from modellkommune.casework.payments.errors import NothingDue
from modellkommune.casework.payments.models import DUE, SETTLED, Payment
from modellkommune.casework.payments.models import LAPSED as CLOSED
from modellkommune.casework.payments.port import (
    Order,
    PaymentServiceSilent,
    Transaction,
    TransactionUnknown,
)
from modellkommune.casework.payments.providers import payment_service
from modellkommune.casework.payments.queries import (
    locked_payment,
    overdue_payments,
    payment_of_transaction,
)
from modellkommune.casework.payments.queries import payment as payment_of
from modellkommune.foundation.journal.commands import Actor, written_together
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.workflow import notices, queue
from modellkommune.workflow.deciding import PROVIDER, go_on

SYSTEM = Actor("system", "payments")
STRANGERS = 8
"""So many questions about transactions that are none of ours wait in each municipality at most."""
PATIENCE = 3
"""So often a payment service may be silent before a sweep stops asking."""


def start_payment(town: str, payment_id: int) -> None:
    """Make the transaction at the payment service, so that a redirect is ready before anybody clicks."""
    with municipality(town):
        payment = payment_of(payment_id)
        if payment.state != DUE:
            return
        order = _order(town, payment)
    transaction = payment_service(payment.provider).start(order)
    reached("transaction_made")
    with municipality(town):
        record_transaction(locked_payment(payment_id), transaction)


def follow_payment(town: str, payment_id: int) -> None:
    """Ask the payment service what became of a payment, and book it once."""
    with municipality(town):
        payment = payment_of(payment_id)
    _follow(town, payment)


def _follow(town: str, payment: Payment) -> None:
    if payment.state in {DUE, SETTLED}:
        return
    transaction = payment_service(payment.provider).status(town, payment.transaction_id)
    reached("payment_known")
    with municipality(town), written_together():
        take_result(payment.pk, transaction)
    reached("payment_booked")


def take_notice(town: str, transaction_id: str) -> None:
    """Have somebody ask about a transaction that a notification names.

    Anybody can send notifications. Of those that name none of ours only `STRANGERS` wait at a time: they may
    be about money that is nobody's, of which an office has to hear, but they must not fill the queue. Whoever
    sends one does not learn whether it named one of ours.
    """
    with municipality(town):
        if payment_of_transaction(transaction_id) is None:
            queue.seldom(queue.HEAR_OF_PAYMENT, town, STRANGERS, transaction_id=transaction_id)
        else:
            # A job of its own: the one that follows the payment may hang on a worker that has just died.
            queue.once(queue.HEAR_OF_PAYMENT, town, transaction_id=transaction_id)


def hear_of_payment(town: str, transaction_id: str) -> None:
    """Follow a callback. What it says is not believed; money that is nobody's becomes a task."""
    with municipality(town):
        payment = payment_of_transaction(transaction_id)
    if payment is not None:
        _follow(town, payment)
        return
    try:
        transaction = payment_service(PROVIDER).status(town, transaction_id)
    except TransactionUnknown:
        return
    if transaction.status == "settled":
        with municipality(town):
            open_task("unknown_transaction", transaction_id, transaction.amount_cents)


def pay_again(town: str, case_id: int) -> None:
    """A new attempt after a failed one, asked for by the resident.

    Raises `NothingDue` and `PaymentAlreadySettled`.
    """
    with municipality(town):
        case = locked_case(case_id)
        if case.state != PAYMENT_DUE:
            raise NothingDue
        payment = try_again(case)
        if payment.state == DUE:
            queue.later(queue.START_PAYMENT, town, payment_id=payment.pk)


def lapse_overdue_payments(town: str) -> int:
    """Close cases that nobody paid in time; how many payments.

    Each is asked for once more before, because its callback may be lost; while the payment service is silent
    nothing lapses.
    """
    with municipality(town):
        overdue = [payment.pk for payment in overdue_payments(clock.today())]
    known = _asked_again(town, overdue)
    with municipality(town):
        return sum(close_unpaid(locked_payment(payment_id)) for payment_id in known)


def _asked_again(town: str, payment_ids: list[int]) -> list[int]:
    known: list[int] = []
    silences = 0
    for payment_id in payment_ids:
        try:
            follow_payment(town, payment_id)
        except TransactionUnknown:
            known.append(payment_id)
        except PaymentServiceSilent:
            silences += 1
            if silences == PATIENCE:
                break
        else:
            known.append(payment_id)
    return known


def close_unpaid(payment: Payment) -> bool:
    """Let a payment lapse, and with it the case that waits for it; whether there was something to close."""
    if payment.state == SETTLED:
        return False
    case = locked_case(payment.case_id)
    lapse(payment)
    if case.state == PAYMENT_DUE:
        move_held(case, LAPSED, SYSTEM)
        notices.tell(case, "payment_lapsed")
    return True


def take_result(payment_id: int, transaction: Transaction) -> None:
    """Book what the payment service says and go on; what no case waits for becomes a task."""
    payment = locked_payment(payment_id)
    has_task = payment.state == CLOSED  # money for a payment that lapsed: recording it has opened one
    if payment.state == SETTLED or record_result(payment, transaction) is None:
        return
    case = locked_case(payment.case_id)
    if case.state == PAYMENT_DUE:
        move_held(case, PAID, SYSTEM)
        go_on(case, SYSTEM)
        if case.state == PAID and decision_of(case.pk) is None:
            notices.tell(case, "payment_received")  # where an official decides, the permit takes a while
    elif not has_task:
        open_task("paid_without_need", transaction.transaction_id, transaction.amount_cents, payment)


def _order(town: str, payment: Payment) -> Order:
    case: Case = payment.case
    status_page = f"{public_address(town)}/vorgang/{case.public_id}/"
    return Order(
        originator=town,
        request_id=str(payment.request_id),
        amount_cents=payment.amount_cents,
        purpose=case.number[:27],
        description=f"Gebühr zum Vorgang {case.number}",
        redirect_url=f"{status_page}bezahlt/",
        notification_url=f"{public_address(town)}{settings.PAYMENT_CALLBACK_PATH}",
        ordered_at=payment.created_at,
    )
