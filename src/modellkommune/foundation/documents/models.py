"""The keys a municipality signs and seals with."""

import uuid

from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class SigningKey(TenantModel):
    """A key pair on NIST P-256 and its certificate. The private key lies here sealed under a data key.

    Retired keys sign nothing any more, but what they signed stays genuine; a revoked one vouches for nothing.
    """

    class Purpose(models.TextChoices):
        """What a key is for: signing PDF files, or sealing."""

        DOCUMENT = "document"
        SEAL = "seal"

    class State(models.TextChoices):
        """Whether a key signs, only vouches for what it signed, or neither."""

        ACTIVE = "active"
        RETIRED = "retired"
        REVOKED = "revoked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    valid_from = models.DateTimeField()
    certificate = models.TextField()
    reference = models.CharField(max_length=40)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    private_key = models.BinaryField()

    class Meta:
        """One active key for each purpose; a certificate once."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "purpose"], condition=models.Q(state="active"), name="one_active_key"
            ),
            models.UniqueConstraint(fields=["municipality", "reference"], name="certificate_once"),
        ]

    def __str__(self) -> str:
        """The reference of the certificate."""
        return f"{self.purpose} {self.reference}"
