"""What is known of stored files; their content lies sealed in the storage."""

import uuid

from django.db import models

from modellkommune.foundation.keys.commands import unseal
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

TAKEN, QUARANTINED, REJECTED = "taken", "quarantined", "rejected"
NAME: str = "file-name"
"""Purpose under which names are sealed: people name files after themselves."""


class StoredFile(TenantModel):
    """One file, its content as it was handed in; `owner` is what it belongs to ("draft:<id>").

    `path` is where it is stored, `size` in bytes. `sealed_digest` is the SHA-256 of the content, sealed: in
    the open it would tell who handed in the same. `pages` is 0 for files of ours, which nobody looked into.

    `state`: a quarantined file waits for the scanner, a rejected one is kept and never shown; nobody opens
    either. `refusal` names the `FileRefused` for which it was rejected. `asked_at`: when the scanner was
    asked about it last, after it had been silent when the file came in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=80)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed_name = models.BinaryField()
    sealed_digest = models.BinaryField(default=b"")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=120)
    stored_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=TAKEN)
    refusal = models.CharField(max_length=24, default="", blank=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        """Found by what they belong to, and what waits for the scanner."""

        indexes = [
            models.Index(fields=["municipality", "owner"], name="file_by_owner"),
            models.Index(
                fields=["municipality", "asked_at"],
                name="file_quarantined",
                condition=models.Q(state=QUARANTINED),
            ),
        ]

    def __str__(self) -> str:
        """The id; the name may be personal."""
        return str(self.pk)

    @property
    def name(self) -> str:
        """The name under which it was handed in. Raises `KeyDestroyed`."""
        return unseal(self.key, self.sealed_name, NAME).decode()


class RemovedPath(TenantModel):
    """Something in the storage whose row is gone: it is deleted after the transaction, then this row.

    Whatever happens between the two, the round finds it here and deletes it.
    """

    path = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.path


class Picture(TenantModel):
    """A page of a file drawn anew by us: the only form in which people look at what strangers handed in.

    The JPEG lies sealed under the file's key at `path`; `page` counts from 1.
    """

    file = TenantForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)

    class Meta:
        """Each page once."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "file", "page"], name="file_picture_unique")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page}"
