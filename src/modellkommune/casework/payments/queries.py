"""Payments for the resident, the callbacks and the office."""

import datetime
from collections.abc import Iterator

from django.db.models import F, Q, QuerySet

from modellkommune.casework.payments.models import DUE, FAILED, STARTED, Booking, Payment, PaymentTask
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import CHUNK, RowReader

YOUNG = datetime.timedelta(hours=1)
_WITH_CASE = Payment.objects.select_related("case__key")
_LOCKED = _WITH_CASE.select_for_update(of=("self",))
_PAYMENTS = RowReader(lambda payment_id: _WITH_CASE.filter(pk=payment_id))
_LOCKED_PAYMENTS = RowReader(lambda payment_id: _LOCKED.filter(pk=payment_id))
_OF_TRANSACTIONS = RowReader(lambda transaction_id: _WITH_CASE.filter(transaction_id=transaction_id))
LATEST_PAYMENT = RowReader(lambda case_id: Payment.objects.filter(case_id=case_id).order_by("-attempt"))
BOOKING = RowReader(lambda case_id: Booking.objects.filter(payment__case_id=case_id).order_by("pk"))


def latest_payment(case_id: int) -> Payment | None:
    """The newest attempt of a case, or None where nothing was ever due."""
    return LATEST_PAYMENT.read(case_id)


def locked_payment(payment_id: int) -> Payment:
    """A payment, held until the transaction ends."""
    return _one(_LOCKED_PAYMENTS.read(payment_id))


def payment(payment_id: int) -> Payment:
    """A payment with its case."""
    return _one(_PAYMENTS.read(payment_id))


def payment_of_transaction(transaction_id: str) -> Payment | None:
    """The attempt that a transaction of the payment service belongs to, with its case, or None."""
    return _OF_TRANSACTIONS.read(transaction_id)


def booking_of(case_id: int) -> Booking | None:
    """The money booked for a case, or None."""
    return BOOKING.read(case_id)


def booking_of_payment(payment_id: int) -> Booking | None:
    """The money booked for one attempt, or None."""
    return Booking.objects.filter(payment_id=payment_id).first()


def unfinished_payments(limit: int = 500) -> tuple[Payment, ...]:
    """Payments to start, and those to ask about now because their result is not known yet, oldest first.

    Who pays does so soon, so a payment is asked about every minute while it is young, then once an hour.
    """
    now = clock.now()
    young, its_turn = Q(created_at__gt=now - YOUNG), Q(turn=now.minute)
    rows = Payment.objects.filter(state__in=(DUE, STARTED)).annotate(turn=F("pk") % 60)
    return tuple(rows.filter(Q(state=DUE) | young | its_turn).order_by("pk")[:limit])


def overdue_payments(today: datetime.date, limit: int = 500) -> tuple[Payment, ...]:
    """Open payments whose last day has passed."""
    return tuple(Payment.objects.filter(state__in=(DUE, STARTED, FAILED), due_on__lt=today)[:limit])


def payments_due_until(day: datetime.date) -> Iterator[Payment]:
    """Open payments with their cases whose last day is today or later, but no later than `day`."""
    rows = _WITH_CASE.filter(state__in=(DUE, STARTED, FAILED), due_on__range=(clock.today(), day))
    return rows.order_by("pk").iterator(CHUNK)


def open_tasks(*, protected: bool = True) -> tuple[PaymentTask, ...]:
    """Matters of money that wait for a person, oldest first, each with its payment and case.

    Those of protected cases are among them if wanted.
    """
    return tuple(_waiting(_tasks(), protected=protected).order_by("pk")[:200])


def count_open_tasks(*, protected: bool = True) -> int:
    """How many matters of money wait for a person; those of protected cases are counted if wanted."""
    return _waiting(PaymentTask.objects.all(), protected=protected).count()


def has_open_task(case_id: int) -> bool:
    """Whether somebody still has to look at money of a case."""
    return PaymentTask.objects.filter(payment__case_id=case_id, done_at=None).exists()


def task(task_id: int) -> PaymentTask | None:
    """A matter of money, open or closed, or None."""
    return _tasks().filter(pk=task_id).first()


def locked_task(task_id: int) -> PaymentTask | None:
    """The same, held until the transaction ends."""
    return _tasks().select_for_update(of=("self",)).filter(pk=task_id).first()


def _tasks() -> QuerySet[PaymentTask]:
    return PaymentTask.objects.select_related("payment__case__key")


def _waiting(tasks: QuerySet[PaymentTask], *, protected: bool) -> QuerySet[PaymentTask]:
    waiting = tasks.filter(done_at=None)
    return waiting if protected else waiting.exclude(payment__case__protected=True)


def _one(found: Payment | None) -> Payment:
    if found is None:
        raise Payment.DoesNotExist
    return found
