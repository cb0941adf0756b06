"""Payment, booking and the tasks that money without a place leads to."""

import uuid

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

DUE, STARTED, SETTLED, FAILED, LAPSED = "due", "started", "settled", "failed", "lapsed"
STATES = (DUE, STARTED, SETTLED, FAILED, LAPSED)


class Payment(TenantModel):
    """One attempt to pay the fee of a case.

    `request_id` is the idempotency key of the attempt at the payment service; a failed or cancelled
    attempt stays and is followed by a new one with a new key.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    attempt = models.PositiveIntegerField(default=1)
    amount_cents = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=DUE)
    provider = models.CharField(max_length=40)
    request_id = models.UUIDField(default=uuid.uuid4, editable=False)
    transaction_id = models.CharField(max_length=80, blank=True, default="")
    redirect_url = models.URLField(max_length=500, blank=True, default="")
    due_on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        """Attempts are counted; a transaction of the payment service belongs to one attempt."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "case", "attempt"], name="payment_attempt_unique"
            ),
            models.UniqueConstraint(fields=["municipality", "request_id"], name="payment_request_unique"),
            models.UniqueConstraint(
                fields=["municipality", "transaction_id"],
                condition=~models.Q(transaction_id=""),
                name="payment_transaction_unique",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "due_on"], name="payment_by_state")]

    def __str__(self) -> str:
        return str(self.request_id)


class Booking(TenantModel):
    """Money that arrived, once for each payment, whatever the number of callbacks."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT)
    amount_cents = models.PositiveIntegerField()
    booked_at = models.DateTimeField()

    class Meta:
        """A payment is booked once."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "payment"], name="booking_payment_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents} ct"


class PaymentTask(TenantModel):
    """Something about money that a person has to look at: nothing is orphaned, nothing is guessed."""

    payment = TenantForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=80)
    amount_cents = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The same trouble with the same transaction is one task."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "reference"], name="payment_task_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
