"""Markets, ideas, and what people said, judged and did about them.

Rows hold days, not instants. Members of staff are named by their number as text, as in decisions; who
submitted under a pseudonym is named nowhere.
"""

import uuid

from django.db import models

from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel
from modellkommune.participation.ideas.states import OUTCOMES, STATES, SUBMITTED


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    """These fields are together once in a municipality."""
    return models.UniqueConstraint(fields=["municipality", *fields], name=name)


class Market(TenantModel):
    """A period in which ideas are collected.

    `criteria`: [{"id", "label", "weight"}]; `units`: [{"name", "size"}] with the number of people in each;
    `deadlines`: days by state where they differ from the usual. A unit of fewer than `smallest_unit` people
    is not shown with an idea. Ideas that have come to an end stay for `years_kept` after it.
    """

    title = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    criteria = models.JSONField(default=list)
    units = models.JSONField(default=list)
    deadlines = models.JSONField(default=dict)
    bonus = models.TextField(blank=True, default="")
    smallest_unit = models.PositiveSmallIntegerField(default=5)
    years_kept = models.PositiveSmallIntegerField(default=3)

    def __str__(self) -> str:
        """Its title."""
        return self.title


class Letter(TenantModel):
    """A pseudonymous idea in the letterbox, until the letterbox is emptied and it becomes an `Idea`.

    Rows of one transaction, and rows written one after another, show it in PostgreSQL (`xmin`). So an idea is
    written anew with all others of the day, in no order, when none of the day's log-ins is near.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = TenantForeignKey(Market, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    pseudonym = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, blank=True, default="")
    code_digest = models.CharField(max_length=64)

    class Meta:
        """A reply code belongs to one idea: sent twice, it is one letter."""

        constraints = [_once("ideas_letter_once", "code_digest")]

    def __str__(self) -> str:
        """Its day: more is nobody's business yet."""
        return str(self.day)


class Idea(TenantModel):
    """An idea. `author` is the number of an account, or empty: then `pseudonym` and `code_digest` are there.

    `earliest_on` is the day of the earliest idea among those merged into this one. `unit` is empty where it
    is too small to be shown. `public_title` and `public_text` are what the public reads once `released`.
    """

    market = TenantForeignKey(Market, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(max_length=20, choices=[(s, s) for s in STATES], default=SUBMITTED)
    author = models.CharField(max_length=20, blank=True, default="")
    pseudonym = models.CharField(max_length=40, blank=True, default="")
    code_digest = models.CharField(max_length=64, blank=True, default="")
    unit = models.CharField(max_length=80, blank=True, default="")
    submitted_on = models.DateField()
    earliest_on = models.DateField()
    due_on = models.DateField(null=True)
    merged_into = TenantForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    released = models.BooleanField(default=False)
    public_title = models.CharField(max_length=120, blank=True, default="")
    public_text = models.TextField(blank=True, default="")

    class Meta:
        """Found by number, by state, by what is due, by reply code."""

        indexes = [
            models.Index(fields=["municipality", "state", "number"], name="idea_by_state"),
            models.Index(fields=["municipality", "due_on"], name="idea_due"),
            models.Index(fields=["municipality", "author"], name="idea_by_author"),
            models.Index(fields=["municipality", "merged_into"], name="idea_by_merger"),
        ]
        constraints = [
            _once("idea_number_once", "number"),
            models.UniqueConstraint(
                fields=["municipality", "code_digest"],
                name="idea_code_once",
                condition=~models.Q(code_digest=""),
            ),
        ]

    def __str__(self) -> str:
        """Its number and title."""
        return f"{self.number} {self.title}"


class Step(TenantModel):
    """An idea came into a state on a day; `by` is an account's number, empty for author and system."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=[(s, s) for s in STATES])
    day = models.DateField()
    by = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """Read idea by idea, in their order."""

        indexes = [models.Index(fields=["municipality", "idea", "id"], name="idea_step_by_idea")]

    def __str__(self) -> str:
        """State and day."""
        return f"{self.state} {self.day}"


class Support(TenantModel):
    """Somebody supports an idea: by a keyed digest of her account's number, which tells one from another."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    supporter = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        """Once each."""

        constraints = [_once("idea_support_once", "idea", "supporter")]

    def __str__(self) -> str:
        """The idea."""
        return str(self.idea_id)


class Comment(TenantModel):
    """What somebody wrote below an idea; `author` is empty where the pseudonym's owner wrote it."""

    class Kind(models.TextChoices):
        """A colleague's comment, the coordinator's question to the author, the author's answer."""

        COMMENT = "comment"
        QUESTION = "question"
        ANSWER = "answer"

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMMENT)
    author = models.CharField(max_length=20, blank=True, default="")
    text = models.TextField()
    day = models.DateField()

    class Meta:
        """Read idea by idea, in their order."""

        indexes = [models.Index(fields=["municipality", "idea", "id"], name="idea_comment_by_idea")]

    def __str__(self) -> str:
        """Kind and idea."""
        return f"{self.kind} {self.idea_id}"


class Redaction(TenantModel):
    """A passage of an idea's texts or comments that is shown to nobody any more, and why."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    passage = models.CharField(max_length=500)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        """Once each."""

        constraints = [_once("idea_redaction_once", "idea", "passage")]

    def __str__(self) -> str:
        """The idea."""
        return str(self.idea_id)


class Assessment(TenantModel):
    """One assessor's judgement: `scores` by criterion, 0 to 5. `declared`: she said it is not her own."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    assessor = models.CharField(max_length=20)
    scores = models.JSONField(default=dict)
    remark = models.TextField(blank=True, default="")
    declared = models.BooleanField(default=False)
    day = models.DateField()

    class Meta:
        """One for an assessor, which she may change until the decision."""

        constraints = [_once("idea_assessment_once", "idea", "assessor")]

    def __str__(self) -> str:
        """The idea."""
        return str(self.idea_id)


class Decision(TenantModel):
    """What the committee decided: outcome, reason, the unit whose turn it is, and the day that it named.

    `day`: until when it is done (accepted), when it is looked at again (deferred), the day of the meeting
    (rejected). Written once, never changed; it goes with the idea.
    """

    idea = TenantForeignKey(Idea, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=20, choices=[(s, s) for s in OUTCOMES])
    reason = models.TextField()
    unit = models.CharField(max_length=80)
    day = models.DateField()
    decided_by = models.CharField(max_length=20)
    decided_on = models.DateField()

    class Meta:
        """Read idea by idea, in their order."""

        indexes = [models.Index(fields=["municipality", "idea", "id"], name="idea_decision_by_idea")]

    def __str__(self) -> str:
        """Outcome and idea."""
        return f"{self.outcome} {self.idea_id}"


class Measure(TenantModel):
    """Something that has to be done for an accepted idea, by which unit, until when, and when it was done."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=300)
    unit = models.CharField(max_length=80)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        """Read idea by idea, in their order."""

        indexes = [models.Index(fields=["municipality", "idea", "id"], name="idea_measure_by_idea")]

    def __str__(self) -> str:
        """What is to be done."""
        return self.text


class Link(TenantModel):
    """The service that an idea changed, in which release, and the figure by which that shows.

    `metric` is a key of `metrics.METRICS`. Values that somebody entered come with their source and day.
    """

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    service_id = models.CharField(max_length=80)
    release_hash = models.CharField(max_length=64)
    release_version = models.CharField(max_length=20)
    metric = models.CharField(max_length=40)
    before = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    before_source = models.CharField(max_length=200, blank=True, default="")
    before_on = models.DateField(null=True)
    after = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    after_source = models.CharField(max_length=200, blank=True, default="")
    after_on = models.DateField(null=True)

    class Meta:
        """One for an idea, a service and a figure."""

        constraints = [_once("idea_link_once", "idea", "service_id", "metric")]

    def __str__(self) -> str:
        """Service and figure."""
        return f"{self.service_id} {self.metric}"


class Escalation(TenantModel):
    """A deadline passed, and the coordinators (level 1) or the committee as well (level 2) were told."""

    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=20)
    due_on = models.DateField()
    level = models.PositiveSmallIntegerField()
    day = models.DateField()

    class Meta:
        """Each deadline is told once at each level."""

        constraints = [_once("idea_escalation_once", "idea", "state", "due_on", "level")]

    def __str__(self) -> str:
        """State and level."""
        return f"{self.state} {self.level}"


class Term(TenantModel):
    """A word stem of an idea's text. A btree, because row level security keeps GIN from being used."""

    id = models.BigAutoField(primary_key=True)
    idea = TenantForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    term = models.CharField(max_length=40)

    class Meta:
        """Found by stem, replaced by idea; the index holds all that a search reads."""

        constraints = [_once("idea_term_once", "term", "idea")]
        indexes = [models.Index(fields=["municipality", "idea"], name="idea_term_by_idea")]

    def __str__(self) -> str:
        """The stem."""
        return self.term


class MarketDay(TenantModel):
    """A day in the town hall on which people give dots to ideas at stalls, `dots` for each code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = TenantForeignKey(Market, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    day = models.DateField()
    dots = models.PositiveSmallIntegerField(default=3)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Its title."""
        return self.title


class Stall(TenantModel):
    """The stall of an idea, with the words for visitors."""

    market_day = TenantForeignKey(MarketDay, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    idea = TenantForeignKey(Idea, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        """Each number and each idea once a day."""

        constraints = [
            _once("idea_stall_number", "market_day", "number"),
            _once("idea_stall_idea", "market_day", "idea"),
        ]

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"


class DotCode(TenantModel):
    """A printed code: only its keyed digest is kept. Who got it nobody notes."""

    market_day = TenantForeignKey(MarketDay, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)

    class Meta:
        """Each code once."""

        constraints = [_once("idea_dot_code_once", "digest")]

    def __str__(self) -> str:
        """Its day."""
        return str(self.market_day_id)


class Dots(TenantModel):
    """How many dots of a code lie on a stall."""

    code = TenantForeignKey(DotCode, on_delete=models.CASCADE, related_name="+", db_index=False)
    stall = TenantForeignKey(Stall, on_delete=models.CASCADE, related_name="+", db_index=False)
    dots = models.PositiveSmallIntegerField()

    class Meta:
        """One row for a code at a stall: given again, it is replaced."""

        verbose_name_plural = "dots"
        constraints = [_once("idea_dots_once", "code", "stall")]

    def __str__(self) -> str:
        """Their number."""
        return str(self.dots)
