"""The record of one run of the checks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class CheckRun(TenantModel):
    """One run of all checks of a case: facts, findings with rule, values and source, and the proposal.

    `silent` names registers that did not answer; such a run heals when it is repeated.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    proposal = models.CharField(max_length=10, choices=[("grant", "grant"), ("review", "review")])
    silent = ArrayField(models.CharField(max_length=40), default=list)
    content = models.BinaryField()
    checked_at = models.DateTimeField()

    class Meta:
        """Runs of a case are counted; the few that a register left without an answer are found at once."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "number"], name="check_run_unique"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "case"], name="check_run_silent", condition=~models.Q(silent=[])
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"
