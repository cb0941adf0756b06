"""Demanding a fee, following it at the payment service, and booking what arrived, once."""

import datetime

from modellkommune.casework.cases.models import Case
from modellkommune.casework.payments.errors import NothingDue, PaymentAlreadySettled, TaskNotFound
from modellkommune.casework.payments.models import (
    DUE,
    FAILED,
    LAPSED,
    SETTLED,
    STARTED,
    Booking,
    Payment,
    PaymentTask,
)
from modellkommune.casework.payments.port import Transaction
from modellkommune.casework.payments.queries import booking_of_payment, latest_payment, locked_task
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert, update

SYSTEM = Actor("system", "payments")


def demand(case: Case, amount_cents: int, due_on: datetime.date, provider: str) -> Payment:
    """Ask for the fee of a case. A case that has an open or settled payment keeps it."""
    found = latest_payment(case.pk)
    if found and found.state in {DUE, STARTED, SETTLED}:
        return found
    return _attempt(case, amount_cents, due_on, provider, found.attempt + 1 if found else 1)


def try_again(case: Case) -> Payment:
    """A new attempt after one that failed or was cancelled.

    Raises `NothingDue` and `PaymentAlreadySettled`; an open attempt is returned as it is.
    """
    found = latest_payment(case.pk)
    if found is None:
        raise NothingDue
    if found.state == SETTLED:
        raise PaymentAlreadySettled
    if found.state in {DUE, STARTED}:
        return found
    return _attempt(case, found.amount_cents, found.due_on, found.provider, found.attempt + 1)


def record_transaction(payment: Payment, transaction: Transaction) -> None:
    """Note the transaction that the payment service made for this attempt."""
    if payment.state != DUE:
        return
    payment.state = STARTED
    payment.transaction_id, payment.redirect_url = transaction.transaction_id, transaction.redirect_url
    update(payment, "state", "transaction_id", "redirect_url")
    record(
        "payment_started", f"case:{payment.case_id}", SYSTEM, {"attempt": payment.attempt}, payment.case.key
    )


def record_result(payment: Payment, transaction: Transaction) -> Booking | None:
    """Record what the payment service says: book the money once, or note that the attempt failed.

    An amount other than the one demanded is not booked; it becomes a task for a person.
    """
    if transaction.status == "settled":
        return _settle(payment, transaction)
    if transaction.status == "failed" and payment.state == STARTED:
        payment.state = FAILED
        update(payment, "state")
        record(
            "payment_failed",
            f"case:{payment.case_id}",
            SYSTEM,
            {"attempt": payment.attempt},
            payment.case.key,
        )
    return None


def lapse(payment: Payment) -> None:
    """Close a payment that nobody made in time."""
    if payment.state in {SETTLED, LAPSED}:
        return
    payment.state = LAPSED
    update(payment, "state")
    record("payment_lapsed", f"case:{payment.case_id}", SYSTEM)


def delete_payments(case: Case) -> None:
    """Delete what a case paid, once accounting needs it no more. Safe to repeat."""
    PaymentTask.objects.filter(payment__case=case).delete()
    Booking.objects.filter(payment__case=case).delete()
    if Payment.objects.filter(case=case).delete()[0]:
        record("payments_deleted", f"case:{case.pk}", Actor("system", "retention"))


def open_task(
    kind: str, reference: str, amount_cents: int = 0, payment: Payment | None = None
) -> PaymentTask:
    """Lay a matter of money before a person, once for each kind and reference."""
    task, new = PaymentTask.objects.get_or_create(
        kind=kind,
        reference=reference[:80],
        defaults={"payment": payment, "amount_cents": amount_cents, "created_at": clock.now()},
    )
    if new:
        record(f"payment_task_{kind}", f"payment_task:{task.pk}", SYSTEM)
    return task


def close_task(task_id: int, reason: str, actor: Actor) -> bool:
    """Close a task; False, and nothing changes, if it was closed before. Raises `TaskNotFound`.

    The reason may name people: the journal keeps it sealed, under the key of the case if there is one.
    """
    task = locked_task(task_id)
    if task is None:
        raise TaskNotFound
    if task.done_at is not None:
        return False
    task.done_at = clock.now()
    update(task, "done_at")
    key = task.payment.case.key if task.payment else new_key()
    record("payment_task_closed", f"payment_task:{task.pk}", actor, {"reason": reason}, key)
    return True


def _attempt(case: Case, amount_cents: int, due_on: datetime.date, provider: str, attempt: int) -> Payment:
    payment = Payment(
        case=case,
        attempt=attempt,
        amount_cents=amount_cents,
        due_on=due_on,
        provider=provider,
        created_at=clock.now(),
    )
    insert(payment)
    record(
        "payment_demanded", f"case:{case.pk}", SYSTEM, {"cents": amount_cents, "attempt": attempt}, case.key
    )
    return payment


def _settle(payment: Payment, transaction: Transaction) -> Booking | None:
    if payment.state == SETTLED:
        return booking_of_payment(payment.pk)
    if transaction.amount_cents != payment.amount_cents:
        open_task("amount_differs", transaction.transaction_id, transaction.amount_cents, payment)
        return None
    if payment.state == LAPSED:
        open_task("paid_after_lapse", transaction.transaction_id, transaction.amount_cents, payment)
    payment.state = SETTLED
    update(payment, "state")
    booking = Booking(payment=payment, amount_cents=transaction.amount_cents, booked_at=clock.now())
    insert(booking)
    record(
        "payment_booked", f"case:{payment.case_id}", SYSTEM, {"cents": booking.amount_cents}, payment.case.key
    )
    return booking
