"""Records of the info stand: event, wheel with its stock and spins, stations, visits at them, handouts.

Then of how many use the services: months that were counted, what people enter, how content they are.

None of them knows a person: a spin is a number and a colour, a visit is emptied when it ends.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel
from modellkommune.participation.outreach.adoption import COUNTER, GRADES, POST
from modellkommune.participation.outreach.states import PREPARED, STATES

DELIVERED, ADDED, FOUND, DAMAGED, MISSING, DRAWN = (
    "delivered",
    "added",
    "found",
    "damaged",
    "missing",
    "drawn",
)
REASONS = (DELIVERED, ADDED, FOUND, DAMAGED, MISSING, DRAWN)


class Event(TenantModel):
    """An occasion at which the town stands among the people: a festival, a market day."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True, default="")
    first_day = models.DateField()
    last_day = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        """Its slug is its public address."""

        constraints = [models.UniqueConstraint(fields=["municipality", "slug"], name="event_slug_unique")]

    def __str__(self) -> str:
        return self.slug


class WheelRun(TenantModel):
    """The wheel of an event: what was published before, the sealed seed, and where its protocol stands.

    `stock` and `rules` are what went into the commitment, `seed` is sealed under `key` until the reveal, when
    `revealed_seed` (hexadecimal) is published. `lines` and `spins` count, `mark` is the protocol's last.
    """

    event = TenantForeignKey(Event, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=PREPARED)
    commitment = models.CharField(max_length=64, blank=True, default="")
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT, null=True, blank=True)
    seed = models.BinaryField(blank=True, default=b"")
    revealed_seed = models.CharField(max_length=64, blank=True, default="")
    rules = models.TextField(blank=True, default="")
    stock = models.JSONField(default=list)
    committed_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    lines = models.PositiveIntegerField(default=0)
    spins = models.PositiveIntegerField(default=0)
    mark = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """An event has one wheel."""

        constraints = [models.UniqueConstraint(fields=["municipality", "event"], name="wheel_event_unique")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"


class Prize(TenantModel):
    """Things of one kind on the wheel; `consolation`: instead of nothing. `item` counts from 1."""

    run = TenantForeignKey(WheelRun, on_delete=models.PROTECT)
    item = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    consolation = models.BooleanField(default=False)

    class Meta:
        """Prizes of a wheel are numbered."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "run", "item"], name="prize_item_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"


class Station(TenantModel):
    """A tablet of the stand. Its token and its pairing code are known here by their keyed digests only."""

    event = TenantForeignKey(Event, on_delete=models.PROTECT)
    name = models.CharField(max_length=40)
    pairing_digest = models.CharField(max_length=64, blank=True, default="")
    pairing_until = models.DateTimeField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, blank=True, default="")
    paired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Found by the token that the tablet brings."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "token_digest"],
                condition=~models.Q(token_digest=""),
                name="station_token_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Spin(TenantModel):
    """One turn of the wheel. `token` is that of the form, so that the same press never draws twice.

    `station` is None where staff turned it from the office; `shown_at` stays None until the result was shown.
    """

    run = TenantForeignKey(WheelRun, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    colour = models.CharField(max_length=10)
    prize = TenantForeignKey(Prize, on_delete=models.PROTECT)
    token = models.UUIDField()
    station = TenantForeignKey(Station, on_delete=models.PROTECT, null=True, blank=True)
    drawn_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered without gaps; a form gives one spin."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "run", "number"], name="spin_number_unique"),
            models.UniqueConstraint(fields=["municipality", "token"], name="spin_token_unique"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "run"], condition=models.Q(shown_at=None), name="spin_not_shown"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.colour}"


class StockEntry(TenantModel):
    """A change of the stock. Entries are only added; what was wrong is set right by another one.

    `number` counts the entries of a wheel. Those after the commitment are the lines of the protocol and
    carry a `mark`; a drawn piece names its spin.
    """

    run = TenantForeignKey(WheelRun, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    prize = TenantForeignKey(Prize, on_delete=models.PROTECT)
    change = models.IntegerField()
    reason = models.CharField(max_length=10, choices=[(reason, reason) for reason in REASONS])
    spin = TenantForeignKey(Spin, on_delete=models.PROTECT, null=True, blank=True)
    mark = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        """Numbered without gaps."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "run", "number"], name="stock_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.change:+d}"


class KioskSession(TenantModel):
    """A visit at a station, from the first touch to "Fertig" or the idle reset, when the row and its key go.

    `content` is JSON sealed under `key`: the answers of a trial and as whom, the spin that was turned.
    """

    station = TenantForeignKey(Station, on_delete=models.PROTECT)
    token_digest = models.CharField(max_length=64)
    key = TenantForeignKey(DataKey, on_delete=models.PROTECT)
    content = models.BinaryField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """Found by the token of the browser, and by age to be swept."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "token_digest"], name="kiosk_token_unique"),
        ]
        indexes = [models.Index(fields=["municipality", "seen_at"], name="kiosk_by_age")]

    def __str__(self) -> str:
        return str(self.pk)


class Handout(TenantModel):
    """A sheet with a QR code for a service; `opened` counts how often its address was called up."""

    event = TenantForeignKey(Event, on_delete=models.PROTECT)
    service_id = models.CharField(max_length=80)
    code = models.CharField(max_length=12)
    opened = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        """One sheet a service and event; its code is its address."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "event", "service_id"], name="handout_service_unique"
            ),
            models.UniqueConstraint(fields=["municipality", "code"], name="handout_code_unique"),
        ]

    def __str__(self) -> str:
        return self.code


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
    """How many minutes an online case is assumed to save, by a source of a day. The newest counts."""

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
