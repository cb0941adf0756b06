"""A survey's tables. What is kept of whom, and how long, is told by `stored.py`; a test compares the two.

Rows that people's answers pass through have random ids, no instant and no counter: `docs/decisions/0020`
says why nothing here leads from a code to a response.
"""

import uuid

from django.db import models
from django.db.models import Q

from modellkommune.blueprint.survey.definition import CHANNELS
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel
from modellkommune.participation.surveys.states import RUNNING, STATES

_CHANNELS = [(channel, channel) for channel in CHANNELS]


class Version(TenantModel):
    """What is asked: canonical JSON (RFC 8785), known by its hash, with the municipality's services in it."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    hash = models.CharField(max_length=64)
    document = models.TextField()
    taken_over_at = models.DateTimeField()
    taken_over_by = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Found by name."""

        indexes = [models.Index(fields=["municipality", "key", "id"], name="survey_version_by_key")]

    def __str__(self) -> str:
        """Name and number."""
        return f"{self.key} {self.version}"


class Survey(TenantModel):
    """One survey of a municipality, from the first draft until its answers are deleted.

    `key` is the id in survey.yaml; the same survey can be asked again in another year, as another row.
    Ids of staff say who did what: the author never approves. `data_key` seals what is not yet, or never, a
    response; it is destroyed when the survey is purged.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    version = TenantForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    data_key = TenantForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    handed_in_by = models.CharField(max_length=64, blank=True, default="")
    handed_in_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=64, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    sent_back_because = models.TextField(blank=True, default="")
    opened_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    contacts_deleted_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        """One of a name at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                name="survey_one_running",
                condition=Q(state__in=sorted(RUNNING)),
            )
        ]

    def __str__(self) -> str:
        """Name and state."""
        return f"{self.key} {self.state}"


class Code(TenantModel):
    """A code for one person: a keyed digest, and whether it was used; never when, and not for what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    redeemed = models.BooleanField(default=False)

    class Meta:
        """Found by its digest."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "survey", "digest"], name="survey_code_once")
        ]

    def __str__(self) -> str:
        """The id; never the digest."""
        return str(self.pk)


class Visit(TenantModel):
    """Answers of somebody who has not sent them yet, sealed; gone with the sending, at the latest next day.

    The id is what the addresses of the pages hold. A visit does not know the code it was begun with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    content = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        """Those left alone are found at once."""

        indexes = [models.Index(fields=["municipality", "expires_at"], name="survey_visit_expiry")]

    def __str__(self) -> str:
        """Its channel; the id opens it."""
        return self.channel


class Buffered(TenantModel):
    """Answers as sent, sealed, waiting until at least nine others of their channel are there.

    `ticket` is a keyed digest of the code's id that lets a code count once; it ends with this row. `held`:
    somebody has to look whether this came from a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    held = models.BooleanField(default=False)
    ticket = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- null: none, and unique otherwise
    content = models.BinaryField()

    class Meta:
        """A ticket once; those that wait are counted by channel."""

        constraints = [models.UniqueConstraint(fields=["municipality", "ticket"], name="survey_ticket_once")]
        indexes = [models.Index(fields=["municipality", "survey", "channel"], name="survey_buffered")]

    def __str__(self) -> str:
        """Its channel."""
        return self.channel


class Response(TenantModel):
    """One person's answers together: which version, how they came, on which day. Nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = TenantForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=_CHANNELS)
    day = models.DateField()

    class Meta:
        """Read together."""

        indexes = [models.Index(fields=["municipality", "version", "channel"], name="survey_responses")]

    def __str__(self) -> str:
        """Its channel and day."""
        return f"{self.channel} {self.day}"


class Answer(TenantModel):
    """One choice, or one text, of a response; of several choices each is a row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = TenantForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=48)
    value = models.CharField(max_length=500)

    def __str__(self) -> str:
        """Which question."""
        return self.question


class FollowUp(TenantModel):
    """Where somebody can be reached who takes part in the raffle, sealed; it leads to no response.

    `ticket` lets the page that offers it be used once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    ticket = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        """One for each ticket."""

        constraints = [models.UniqueConstraint(fields=["municipality", "ticket"], name="survey_contact_once")]

    def __str__(self) -> str:
        """The id; never the contact."""
        return str(self.pk)


class PaperBatch(TenantModel):
    """Sheets that came on paper, by the number written on the pile; entered twice, by two people."""

    id = models.BigAutoField(primary_key=True)
    survey = TenantForeignKey(Survey, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    sheets = models.PositiveSmallIntegerField()
    received = models.DateField()
    first_by = models.CharField(max_length=64)
    second_by = models.CharField(max_length=64, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A number once."""

        verbose_name_plural = "paper batches"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "survey", "number"], name="survey_batch_once")
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number


class PaperEntry(TenantModel):
    """One sheet as one of the two people entered it, sealed; deleted when the batch is settled."""

    id = models.BigAutoField(primary_key=True)
    batch = TenantForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="+", db_index=False)
    sheet = models.PositiveSmallIntegerField()
    second = models.BooleanField()
    content = models.BinaryField()

    class Meta:
        """Each sheet once in each of the two rounds."""

        verbose_name_plural = "paper entries"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "batch", "sheet", "second"], name="survey_sheet_once"
            )
        ]

    def __str__(self) -> str:
        """Which sheet in which round."""
        return f"{self.sheet} {'second' if self.second else 'first'}"


class Results(TenantModel):
    """The tables of a survey: canonical JSON (RFC 8785) under its hash, made once and never altered.

    While they are being counted the document is empty, and `counted` of `total` says how far it is.
    """

    id = models.BigAutoField(primary_key=True)
    survey = TenantForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    counted = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    document = models.TextField(blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each survey."""

        verbose_name_plural = "results"
        constraints = [models.UniqueConstraint(fields=["municipality", "survey"], name="survey_results_once")]

    def __str__(self) -> str:
        """The hash."""
        return self.hash or "being counted"


class TextReview(TenantModel):
    """What an analyst decided about one text that somebody wrote; its id is that of the answer.

    A released text is kept here, because answers are deleted in time. One that is kept back is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=48)
    released = models.BooleanField()
    text = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        """The decision; the text is on the page if it was released."""
        return "released" if self.released else "kept back"


class Measure(TenantModel):
    """What the town did about the answers to a question: what people said, what was done, on which day.

    said, done: language -> sentence; service: the online service it changed, "" for none.
    """

    id = models.BigAutoField(primary_key=True)
    survey = TenantForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=48)
    said = models.JSONField()
    done = models.JSONField()
    day = models.DateField()
    service = models.CharField(max_length=60, blank=True, default="")
    release = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """The newest first."""

        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        """Day and question."""
        return f"{self.day} {self.question}"
