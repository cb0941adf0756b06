"""The application record."""

from django.db import models

from modellkommune.casework.cases.models import Case
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Application(TenantModel):
    """What a person handed in. `digest` is SHA-256 over the canonical content, which binds answers,
    identity and declaration together (BSI TR-03172-3, A3.18.01); `content` is that content, sealed.
    `receipt` is the id of the signed copy for the resident, once somebody wanted it.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    draft_id = models.UUIDField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    receipt = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """One application a case, one case a draft: a second hand-in finds the first."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "case"], name="application_case_unique"),
            models.UniqueConstraint(fields=["municipality", "draft_id"], name="application_draft_unique"),
        ]

    def __str__(self) -> str:
        return self.digest


class Supplement(TenantModel):
    """Evidence handed in after the application, which stays as it was.

    `content` is {files: {field id: [{id, name, media_type, size}]}}, sealed; `digest` is SHA-256 over it.
    """

    case = TenantForeignKey(Case, on_delete=models.PROTECT)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
