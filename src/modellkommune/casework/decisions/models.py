"""The decision record."""

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

GRANTED = "granted"
AUTOMATIC = "automatic"
OFFICIAL = "official"


class Decision(TenantModel):
    """The act that ends the checking of a case (VwVfG sections 35, 37, 39, 41).

    `automation` says whether an official released it; `official` is the id of that member of staff.
    `content` is what the act says, sealed: terms, fee steps, reasons, clauses, remedy, provision.
    `document` is the id of the signed PDF once written; `announced_on` is the day from which the act
    counts as announced, by the dated rule that `announcement_rule` names.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    outcome = models.CharField(max_length=10, choices=[(GRANTED, GRANTED)])
    automation = models.CharField(max_length=10, choices=[(AUTOMATIC, AUTOMATIC), (OFFICIAL, OFFICIAL)])
    official = models.CharField(max_length=64, blank=True, default="")
    content = models.BinaryField()
    decided_at = models.DateTimeField()
    document = models.CharField(max_length=64, blank=True, default="")
    provided_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=40, blank=True, default="")
    announcement_rule = models.CharField(max_length=200, blank=True, default="")
    announced_on = models.DateField(null=True, blank=True)

    class Meta:
        """A case is decided once."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case"], name="decision_case_unique"),
            models.CheckConstraint(
                condition=models.Q(automation=AUTOMATIC) | ~models.Q(official=""),
                name="decision_names_its_official",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"
