"""The data keys of a municipality."""

import uuid

from django.db import models

from modellkommune.foundation.tenants.models import TenantModel


class DataKey(TenantModel):
    """A key that seals what belongs to one draft or case; it lies here wrapped by the master key.

    A destroyed key keeps its row, so that what refers to it stays whole, but holds no bytes any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """Those that are only rows any more are found at once, to be deleted."""

        indexes = [
            models.Index(
                fields=["municipality"], name="keys_destroyed", condition=~models.Q(destroyed_at=None)
            )
        ]

    def __str__(self) -> str:
        """The id; never the key."""
        return str(self.pk)


class DigestKey(TenantModel):
    """The key of a municipality's digests where it does not follow from the master key, wrapped by that.

    Such a municipality came from another installation, or has been here since before each had its own.
    """

    wrapped = models.BinaryField()

    class Meta:
        """One for a municipality."""

        constraints = [models.UniqueConstraint(fields=["municipality"], name="keys_one_digest_key")]

    def __str__(self) -> str:
        """Whose it is; never the key."""
        return str(self.municipality_id)
