"""Records of how many use the services: months that were counted, what people enter, how content they are.

None of them knows a person or a case.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from modellkommune.foundation.tenants.models import TenantModel
from modellkommune.participation.outreach.adoption import COUNTER, GRADES, POST


def no_ratings() -> list[int]:
    """Nobody has given any grade yet."""
    return [0] * len(GRADES)


class AdoptionMonth(TenantModel):
    """What was counted of one service in one month; final once `is_over`.

    `month` is its first day. `title` is {language: text}. Empty is what cannot be known: `counter` and `post`
    while nobody entered them, `begun` for months before counting began. `begun_until`: drafts begun before
    that instant are counted. Times are seconds from application to decision: median, and what nine of ten do
    not exceed. `ratings` are the five counts of grades, only where there are enough answers.
    """

    service_id = models.CharField(max_length=80)
    month = models.DateField()
    title = models.JSONField(default=dict)
    is_over = models.BooleanField(default=False)
    online = models.PositiveIntegerField(default=0)
    assisted = models.PositiveIntegerField(default=0)
    counter = models.PositiveIntegerField(null=True, default=None)
    post = models.PositiveIntegerField(null=True, default=None)
    begun = models.PositiveIntegerField(null=True, default=None)
    begun_until = models.DateTimeField(null=True, default=None)
    decided = models.PositiveIntegerField(default=0)
    median_seconds = models.PositiveIntegerField(null=True, default=None)
    ninth_seconds = models.PositiveIntegerField(null=True, default=None)
    printed = models.PositiveIntegerField(default=0)
    retyped = models.PositiveIntegerField(default=0)
    proven = models.PositiveIntegerField(default=0)
    ratings = ArrayField(models.PositiveIntegerField(), size=len(GRADES), null=True, default=None)
    counted_at = models.DateTimeField()

    class Meta:
        """One row for a service and a month."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "month", "service_id"], name="adoption_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m}"


class ChannelCount(TenantModel):
    """How many came to the counter or wrote, as somebody has entered it; the newest entry counts.

    A correction is a new entry. `entered_by` is the id of that member of staff.
    """

    service_id = models.CharField(max_length=80)
    month = models.DateField()
    channel = models.CharField(max_length=10, choices=[(COUNTER, COUNTER), (POST, POST)])
    count = models.PositiveIntegerField()
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        """The newest is read for a service, a month and a channel."""

        indexes = [
            models.Index(
                fields=["municipality", "month", "service_id", "channel", "id"], name="channel_count_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m} {self.channel}"


class SavingAssumption(TenantModel):
    """How many minutes an online case is assumed to save; by which source, of which day. The newest counts."""

    service_id = models.CharField(max_length=80)
    minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    stated_on = models.DateField()
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        """The newest is read for a service."""

        indexes = [models.Index(fields=["municipality", "service_id", "id"], name="saving_newest")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.minutes}"


class Rating(TenantModel):
    """How often each grade was given in a month: five counts in one row.

    One row, because a row tells which transaction wrote it last: separate rows would tell which grade came
    last, and beside `RatingTaken` from which case.
    """

    service_id = models.CharField(max_length=80)
    month = models.DateField()
    counts = ArrayField(models.PositiveIntegerField(), size=len(GRADES), default=no_ratings)

    class Meta:
        """One row for a service and a month."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "month", "service_id"], name="rating_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m}"


class RatingTaken(TenantModel):
    """A case that was asked already, by a keyed digest of its link; without day and without the answer."""

    digest = models.CharField(max_length=64)

    class Meta:
        """A case is asked once."""

        constraints = [models.UniqueConstraint(fields=["municipality", "digest"], name="rating_taken_once")]

    def __str__(self) -> str:
        return self.digest
