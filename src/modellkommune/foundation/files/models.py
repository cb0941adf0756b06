"""What is known of stored files; their content lies sealed in the storage."""

import uuid

from django.db import models

from modellkommune.foundation.keys.commands import unseal
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

NAME: str = "file-name"
"""Purpose under which names are sealed: people name files after themselves."""


class StoredFile(TenantModel):
    """One file; `owner` is what it belongs to ("draft:<id>"), `path` where it is stored, `size` in bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=80)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed_name = models.BinaryField()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    class Meta:
        """Found by what they belong to."""

        indexes = [models.Index(fields=["municipality", "owner"], name="file_by_owner")]

    def __str__(self) -> str:
        """The id; the name may be personal."""
        return str(self.pk)

    @property
    def name(self) -> str:
        """The name under which it was handed in. Raises `KeyDestroyed`."""
        return unseal(self.key, self.sealed_name, NAME).decode()
