"""The journal's tables. The application's role may add to them and read them, not change them."""

from django.db import models

from modellkommune.foundation.journal.verbs import COUNTED
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Entry(TenantModel):
    """One thing that happened: who did what to what. No personal data.

    `digest` is SHA-256 over a random salt and the details (empty without details); salt and details lie in
    `Detail` under the key of the case, so the digest tells nothing once that key is destroyed.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """The history of one case or draft is read by its subject; what is counted, by its day."""

        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["municipality", "subject", "id"], name="journal_by_subject"),
            models.Index(
                fields=["municipality", "at"], name="journal_counted", condition=models.Q(verb__in=COUNTED)
            ),
        ]

    def __str__(self) -> str:
        """What was done to what."""
        return f"{self.verb} {self.subject}"


class Detail(TenantModel):
    """What an entry says beyond its verb: {"salt": hex, "details": {...}} sealed under the case's key."""

    id = models.BigAutoField(primary_key=True)
    entry = TenantForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    content = models.BinaryField()

    class Meta:
        """At most one for an entry."""

        constraints = [models.UniqueConstraint(fields=["municipality", "entry"], name="journal_detail_once")]

    def __str__(self) -> str:
        """The entry's id."""
        return str(self.entry_id)


class Unsealed(TenantModel):
    """A mark beside each entry that waits for the sealer; comes with the entry, goes with its link."""

    id = models.BigAutoField(primary_key=True)
    entry = TenantForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """At most one for an entry, read in their order."""

        verbose_name_plural = "unsealed"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "entry"], name="journal_unsealed_once")
        ]

    def __str__(self) -> str:
        """The entry's id."""
        return str(self.entry_id)


class Link(TenantModel):
    """An entry's place in the chain: positions from 1 without a gap, each hash over the one before."""

    id = models.BigAutoField(primary_key=True)
    entry = TenantForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        """One entry, one position."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "position"], name="journal_position_once"),
            models.UniqueConstraint(fields=["municipality", "entry"], name="journal_link_once"),
        ]

    def __str__(self) -> str:
        """Position and hash."""
        return f"{self.position} {self.hash}"


class Head(TenantModel):
    """The end of the chain as it was published on a day: what later proves that nothing was cut off."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        """One a day."""

        constraints = [models.UniqueConstraint(fields=["municipality", "day"], name="journal_head_daily")]

    def __str__(self) -> str:
        """Day, position and hash: a line of the published list."""
        return f"{self.day.isoformat()} {self.position} {self.hash}"
