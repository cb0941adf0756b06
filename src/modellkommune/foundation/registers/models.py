"""The log of queries with their answers under seal, and the circuit breakers."""

from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

ASKED = "asked"
ANSWERED = "answered"


class QueryLog(TenantModel):
    """One query to one register: why, on which legal basis, for which case; the answer sealed under its key.

    `outcome` is "asked" (no answer recorded yet), "answered", or why there was none.
    """

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=48)
    purpose = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    request_id = models.CharField(max_length=120)
    case_id = models.BigIntegerField()
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    attempts = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default=ASKED)
    reply = models.BinaryField(null=True)

    class Meta:
        """A request has one answer; a case shows what was asked for it."""

        constraints = [models.UniqueConstraint(fields=["municipality", "request_id"], name="query_once")]
        indexes = [models.Index(fields=["municipality", "case_id", "id"], name="query_by_case")]

    def __str__(self) -> str:
        """Register and request."""
        return f"{self.register} {self.request_id}"


class Breaker(TenantModel):
    """Counts failures in a row of one register; while `open_until` lies ahead, nobody asks it."""

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=48)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    class Meta:
        """One for each register."""

        constraints = [models.UniqueConstraint(fields=["municipality", "register"], name="breaker_once")]

    def __str__(self) -> str:
        """Register and failures."""
        return f"{self.register} {self.failures}"
