"""The draft record."""

import uuid

from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Draft(TenantModel):
    """An application being written, pinned to the release and overlay it was started with.

    `content` is JSON sealed under `key`: answers by field id, identity from the log-in or None, and
    the ids of the steps already answered. It is emptied when the draft is handed in.
    `kind` is that of the application, "" the first of the service; `of_permit` the number of the permit that
    it is about, "" for a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service_id = models.CharField(max_length=80)
    release_hash = models.CharField(max_length=64)
    overlay_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, blank=True, default="", db_default="")
    of_permit = models.CharField(max_length=40, blank=True, default="", db_default="")
    language = models.CharField(max_length=8, default="de")
    holder = models.UUIDField()
    subject_digest = models.CharField(max_length=64, blank=True, default="")
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted = models.BooleanField(default=False)

    class Meta:
        """Found by whoever holds it, by the person who logged in, and by age for deletion."""

        indexes = [
            models.Index(fields=["municipality", "holder"], name="draft_by_holder"),
            models.Index(fields=["municipality", "subject_digest"], name="draft_by_subject"),
            models.Index(
                fields=["municipality", "expires_at"],
                name="draft_unfinished_by_expiry",
                condition=models.Q(submitted=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
