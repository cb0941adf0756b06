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

    def __str__(self) -> str:
        """The id; never the key."""
        return str(self.pk)
