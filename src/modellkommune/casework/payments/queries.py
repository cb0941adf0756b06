"""Payments for the resident, the callbacks and the office."""

import datetime

from modellkommune.casework.payments.models import DUE, STARTED, Booking, Payment, PaymentTask
from modellkommune.foundation.tenants.reading import RowReader

_NEWEST = RowReader(lambda case_id: Payment.objects.filter(case_id=case_id).order_by("-attempt"))
_BOOKED = RowReader(lambda case_id: Booking.objects.filter(payment__case_id=case_id).order_by("pk"))


def latest_payment(case_id: int) -> Payment | None:
    """The newest attempt of a case, or None where nothing was ever due."""
    return _NEWEST.read(case_id)


def locked_payment(payment_id: int) -> Payment:
    """A payment, held until the transaction ends."""
    return Payment.objects.select_for_update(of=("self",)).select_related("case__key").get(pk=payment_id)


def payment(payment_id: int) -> Payment:
    """A payment with its case."""
    return Payment.objects.select_related("case__key").get(pk=payment_id)


def payment_of_transaction(transaction_id: str) -> Payment | None:
    """The attempt that a transaction of the payment service belongs to, or None."""
    return Payment.objects.filter(transaction_id=transaction_id).first()


def booking_of(case_id: int) -> Booking | None:
    """The money booked for a case, or None."""
    return _BOOKED.read(case_id)


def unfinished_payments(limit: int = 500) -> tuple[Payment, ...]:
    """Payments whose result is not known yet, oldest first."""
    return tuple(Payment.objects.filter(state__in=(DUE, STARTED)).order_by("pk")[:limit])


def overdue_payments(today: datetime.date, limit: int = 500) -> tuple[Payment, ...]:
    """Open payments whose last day has passed."""
    return tuple(Payment.objects.filter(state__in=(DUE, STARTED, "failed"), due_on__lt=today)[:limit])


def open_tasks() -> tuple[PaymentTask, ...]:
    """Matters of money that wait for a person."""
    return tuple(PaymentTask.objects.filter(done_at=None).order_by("pk")[:200])
