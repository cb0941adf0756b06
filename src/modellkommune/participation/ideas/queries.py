"""Reading the market: one idea with everything about it, lists, what is due."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.errors import CodeUnknown, IdeaUnknown
from modellkommune.participation.ideas.models import (
    Assessment,
    Comment,
    Decision,
    Escalation,
    Idea,
    Letter,
    Market,
    MarketDay,
    Redaction,
    Stall,
    Step,
    Support,
)
from modellkommune.participation.ideas.replycodes import reply_digest
from modellkommune.participation.ideas.states import SEEN

HIDDEN: Final = "[…]"
"""What stands in place of a hidden passage."""
FULL: Final = 5
"""The highest score."""


@dataclass(frozen=True)
class Remark:
    """A comment, question or answer as it is read; `name` is empty for the owner of a pseudonym."""

    kind: str
    name: str
    text: str
    day: datetime.date
    by_author: bool


@dataclass(frozen=True)
class Score:
    """A criterion's weight, and the mean of its scores; None while nobody assessed."""

    id: str
    label: str
    weight: int
    mean: Decimal | None


@dataclass(frozen=True)
class Judged:
    """What assessors found: how many they are, each criterion, and the weighted mean of all, 0 to 5."""

    assessments: int
    scores: tuple[Score, ...]
    total: Decimal | None


class Shown:
    """An idea as it is shown: hidden passages and units that are too small are left out."""

    def __init__(self, idea: Idea, passages: Iterable[str], name: str, supporters: int = 0) -> None:
        self.idea = idea
        self._passages = tuple(passages)
        self.name = name
        """The author's name or pseudonym."""
        self.supporters = supporters

    def __getattr__(self, name: str) -> Any:
        """What the idea itself says."""
        return getattr(self.idea, name)

    @property
    def title(self) -> str:
        """Its title."""
        return self.without_hidden(self.idea.title)

    @property
    def text(self) -> str:
        """Its text."""
        return self.without_hidden(self.idea.text)

    @cached_property
    def unit(self) -> str:
        """The author's unit, if it is large enough by the market's present terms."""
        sizes = {str(unit["name"]): int(unit["size"]) for unit in self.idea.market.units}
        return self.idea.unit if sizes.get(self.idea.unit, 0) >= self.idea.market.smallest_unit else ""

    @property
    def is_overdue(self) -> bool:
        """Whether its deadline has passed."""
        return self.idea.due_on is not None and self.idea.due_on < clock.today()

    def without_hidden(self, text: str) -> str:
        """A text of the idea or its comments without the hidden passages, the longest first."""
        for passage in sorted(self._passages, key=len, reverse=True):
            text = text.replace(passage, HIDDEN)
        return text


def markets() -> list[Market]:
    """All markets, the newest first."""
    return list(Market.objects.order_by("-first", "-pk"))


def market_of_today() -> Market | None:
    """The market that takes ideas today, the newest if there are several."""
    today = clock.today()
    return Market.objects.filter(first__lte=today, last__gte=today).order_by("-first", "-pk").first()


def idea_of(number: int, states: Iterable[str] = SEEN, author: str = "") -> Idea:
    """The idea with this number in one of these states, or of this author. Raises `IdeaUnknown`."""
    idea = Idea.objects.select_related("market", "merged_into").filter(number=number).first()
    if idea is None or not (idea.state in states or (author and idea.author == author)):
        raise IdeaUnknown
    return idea


def idea_of_code(code: str) -> Idea:
    """The idea that this reply code opens. Raises `CodeUnknown`."""
    digest = reply_digest(code)
    found = Idea.objects.select_related("market", "merged_into").filter(code_digest=digest).first()
    if not digest or found is None:
        raise CodeUnknown
    return found


def is_in_letterbox(code: str) -> bool:
    """Whether the idea of this code still lies in the letterbox."""
    return Letter.objects.filter(code_digest=reply_digest(code)).exists()


def letters_waiting() -> int:
    """How many letters lie in the letterbox."""
    return Letter.objects.count()


def latest_decision(idea: Idea) -> Decision | None:
    """The last decision on an idea."""
    return Decision.objects.filter(idea=idea).order_by("-pk").first()


def decisions_of(idea: Idea) -> list[Decision]:
    """All decisions on an idea, in their order."""
    return list(Decision.objects.filter(idea=idea).order_by("pk"))


def authors_of(idea: Idea) -> frozenset[str]:
    """The accounts of who submitted it or an idea merged into it; "" stands for pseudonyms."""
    rows = Idea.objects.filter(merged_into=idea).values_list("author", flat=True)
    return frozenset({idea.author, *rows})


def shown(idea: Idea) -> Shown:
    """One idea as it is shown, with its supporters."""
    return shown_ideas([idea])[0]


def shown_ideas(ideas: Sequence[Idea]) -> list[Shown]:
    """Ideas as they are shown; three statements, however many they are."""
    ids = [idea.pk for idea in ideas]
    passages: dict[int, list[str]] = {}
    for idea_id, passage in Redaction.objects.filter(idea__in=ids).values_list("idea_id", "passage"):
        passages.setdefault(idea_id, []).append(passage)
    names = names_of(idea.author for idea in ideas)
    rows = (
        Support.objects.filter(idea__in=ids)
        .values("idea_id")
        .annotate(n=Count("pk"))
        .values_list("idea_id", "n")
    )
    counts = dict(rows)
    return [
        Shown(idea, passages.get(idea.pk, ()), names.get(idea.author, idea.pseudonym), counts.get(idea.pk, 0))
        for idea in ideas
    ]


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their numbers."""
    wanted = {int(number) for number in numbers if number}
    if not wanted:
        return {}
    return {str(pk): name for pk, name in Staff.objects.filter(pk__in=wanted).values_list("pk", "name")}


def remarks_of(view: Shown) -> list[Remark]:
    """What was written below an idea, in its order."""
    rows = list(Comment.objects.filter(idea=view.idea).order_by("pk"))
    names = names_of(row.author for row in rows)
    return [
        Remark(
            row.kind,
            names.get(row.author, ""),
            view.without_hidden(row.text),
            row.day,
            row.kind == Comment.Kind.ANSWER,
        )
        for row in rows
    ]


def redactions_of(idea: Idea) -> list[Redaction]:
    """The hidden passages of an idea with their reasons."""
    return list(Redaction.objects.filter(idea=idea).order_by("pk"))


def steps_of(idea: Idea) -> list[Step]:
    """How the idea came where it is."""
    return list(Step.objects.filter(idea=idea).order_by("pk"))


def merged_ideas(idea: Idea) -> list[Idea]:
    """The ideas merged into this one, the earliest first."""
    rows = Idea.objects.select_related("market").filter(merged_into=idea)
    return list(rows.order_by("submitted_on", "number"))


def judged(idea: Idea) -> Judged:
    """What the assessors found."""
    given = list(Assessment.objects.filter(idea=idea).values_list("scores", flat=True))
    scores = tuple(_score(criterion, given) for criterion in idea.market.criteria)
    weights = sum(score.weight for score in scores)
    if not given or not weights:
        return Judged(len(given), scores, None)
    total = sum(((score.mean or Decimal()) * score.weight for score in scores), Decimal()) / weights
    return Judged(len(given), scores, round(total, 2))


def _score(criterion: dict[str, Any], given: list[dict[str, int]]) -> Score:
    each = [scores[criterion["id"]] for scores in given if criterion["id"] in scores]
    mean = round(Decimal(sum(each)) / len(each), 2) if each else None
    return Score(criterion["id"], criterion["label"], int(criterion["weight"]), mean)


def assessment_by(idea: Idea, staff_id: str) -> Assessment | None:
    """The assessment that this person wrote."""
    return Assessment.objects.filter(idea=idea, assessor=staff_id).first()


def assessments_of(idea: Idea) -> list[Assessment]:
    """All assessments of an idea, in their order."""
    return list(Assessment.objects.filter(idea=idea).order_by("pk"))


def hall(states: Iterable[str] = SEEN, order: str = "newest") -> QuerySet[Idea]:
    """The ideas in these states: the newest first, or those with most supporters."""
    rows = Idea.objects.select_related("market").filter(state__in=tuple(states))
    if order == "supported":
        counted = (
            Support.objects.filter(idea=OuterRef("pk")).order_by().values("idea").annotate(n=Count("pk"))
        )
        rows = rows.annotate(supporters=Coalesce(Subquery(counted.values("n")), Value(0)))
        return rows.order_by("-supporters", "number")
    return rows.order_by("-submitted_on", "-number")


def ideas_by(staff_id: str) -> list[Idea]:
    """The ideas that somebody submitted under her name, the newest first."""
    return list(Idea.objects.select_related("market").filter(author=staff_id).order_by("-number"))


def overdue_ideas() -> list[Idea]:
    """The ideas whose deadline has passed, the longest first."""
    late = Idea.objects.select_related("market").filter(due_on__lt=clock.today())
    return list(late.order_by("due_on", "number"))


def escalations_of(ideas: Sequence[Idea]) -> dict[int, Escalation]:
    """The highest escalation of each idea's present deadline."""
    rows = Escalation.objects.filter(idea__in=ideas, state=F("idea__state"), due_on=F("idea__due_on"))
    return {row.idea_id: row for row in rows.order_by("level")}


def gallery() -> list[Idea]:
    """What the public sees, the newest first."""
    return list(Idea.objects.filter(released=True).order_by("-number"))


def released_idea(number: int) -> Idea:
    """An idea that is released to the public. Raises `IdeaUnknown`."""
    idea = Idea.objects.select_related("market").filter(number=number, released=True).first()
    if idea is None:
        raise IdeaUnknown
    return idea


def market_days() -> list[MarketDay]:
    """All market days, the newest first."""
    return list(MarketDay.objects.select_related("market").order_by("-day", "title"))


def stall_of(market_day: Any, number: int) -> Stall:
    """The stall with this number on a market day. Raises `IdeaUnknown`."""
    rows = Stall.objects.select_related("market_day").filter(market_day=market_day, number=number)
    stall = rows.first()
    if stall is None:
        raise IdeaUnknown
    return stall
