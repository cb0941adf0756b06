"""The fee assessment record."""

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class FeeAssessment(TenantModel):
    """What a case costs in cents, with the steps that led there sealed in `content`.

    The newest number is the one in force; earlier ones stay, so that a change can be explained.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    total_cents = models.PositiveIntegerField()
    content = models.BinaryField()
    assessed_at = models.DateTimeField()

    class Meta:
        """Assessments of a case are counted."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case", "number"], name="fee_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.total_cents} ct"
