"""The outbox."""

import uuid

from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel

QUEUED, SENT, FAILED, HELD = "queued", "sent", "failed", "held"
STATES = (QUEUED, SENT, FAILED, HELD)


class Message(TenantModel):
    """A mail to one person: {"recipient", "context"} sealed under `key`; the text is in the template.

    A message is held while somebody has to look at it first, as a program may have written it.
    `about` says what it belongs to ("case:12"). With `own_key` the key was made for this message alone and is
    destroyed with it.
    """

    id = models.BigAutoField(primary_key=True)
    mail_id = models.UUIDField(default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    about = models.CharField(max_length=80)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    own_key = models.BooleanField(default=False)
    content = models.BinaryField()
    state = models.CharField(max_length=10, default=QUEUED, choices=[(s, s) for s in STATES])
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Found by age, and by what still waits."""

        indexes = [
            models.Index(fields=["municipality", "created_at"], name="message_by_age"),
            models.Index(
                fields=["municipality", "id"], name="message_waiting", condition=models.Q(state=QUEUED)
            ),
            models.Index(
                fields=["municipality", "id"], name="message_failed", condition=models.Q(state=FAILED)
            ),
            models.Index(fields=["municipality", "id"], name="message_held", condition=models.Q(state=HELD)),
        ]

    def __str__(self) -> str:
        """Template and id."""
        return f"{self.template} {self.pk}"
