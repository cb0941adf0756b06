"""What the coordinator does with ideas: move, ask, merge, hide, have done, link to a service, release."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.catalogue.errors import ServiceNotOffered
from modellkommune.foundation.catalogue.models import Release
from modellkommune.foundation.identity.rights import COORDINATE_IDEAS
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import update
from modellkommune.participation.ideas.commands.moving import enter, locked
from modellkommune.participation.ideas.commands.sharing import checked_text
from modellkommune.participation.ideas.errors import Incomplete, MoveRefused
from modellkommune.participation.ideas.metrics import METRICS
from modellkommune.participation.ideas.models import Comment, Idea, Link, Measure, Redaction, Support
from modellkommune.participation.ideas.people import Person, supporter_of
from modellkommune.participation.ideas.similarity import index_idea
from modellkommune.participation.ideas.states import (
    ACCEPTED,
    DONE,
    EFFECT_MEASURED,
    IN_IMPLEMENTATION,
    MERGED,
    MOVES,
    PLAIN,
)
from modellkommune.participation.ideas.telling import tell_author
from modellkommune.values.latin import normalise

LONGEST_PASSAGE: Final = 500
LONGEST_REASON: Final = 300
UNDER_WAY: Final = frozenset({ACCEPTED, IN_IMPLEMENTATION, *DONE})


@dataclass(frozen=True)
class Task:
    """What is to be done, by which unit, until when (None: not stated)."""

    text: str
    unit: str
    due_on: datetime.date | None


@dataclass(frozen=True)
class Value:
    """A value of a figure as the coordinator enters it; None is not stated."""

    value: Decimal | None
    source: str
    day: datetime.date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was stated."""
        return self.value is None and not self.source and self.day is None


def move(number: int, state: str, person: Person) -> None:
    """Move an idea on. Raises `IdeaUnknown`, `MoveRefused`, `Incomplete` (an effect needs both values)."""
    idea = locked(number)
    if state not in PLAIN:
        raise MoveRefused(state)
    if state == EFFECT_MEASURED and not _is_measured(idea):
        raise Incomplete(("metric", "unmeasured"))
    enter(idea, state, person)


def ask_author(number: int, text: str, person: Person) -> None:
    """Ask the author something; she answers on the idea's page. Raises `IdeaUnknown`, `Incomplete`."""
    idea = _coordinated(number, person)
    _, new = Comment.objects.get_or_create(
        idea=idea,
        kind=Comment.Kind.QUESTION,
        text=checked_text(text),
        author=person.staff_id,
        day=clock.today(),
    )
    if new:
        record("idea_asked", f"idea:{idea.pk}", person.actor)
        tell_author(idea, person.staff_id)


def merge(number: int, into: int, person: Person) -> None:
    """Merge an idea into another: all supporters go along, each once, and the earliest day counts.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete` (into itself, or into one that is over).
    """
    # The lower number first: two who merge crosswise wait for each other instead of locking each other up.
    first, second = sorted((number, into))
    found = {first: locked(first), second: locked(second)}
    idea, target = found[number], found[into]
    if idea.state == MERGED and idea.merged_into_id == target.pk:
        return
    if number == into:
        raise Incomplete(("into", "itself"))
    if MERGED not in MOVES[target.state] and target.state not in UNDER_WAY:
        raise Incomplete(("into", "over"))
    enter(idea, MERGED, person)
    idea.merged_into = target
    idea.save(update_fields=["merged_into"])
    Idea.objects.filter(merged_into=idea).update(merged_into=target)
    _take_along(idea, target)
    record("idea_took_in", f"idea:{target.pk}", person.actor)
    tell_author(target, person.staff_id)


def hide_passage(number: int, passage: str, reason: str, person: Person) -> None:
    """Show a passage of the idea or its comments to nobody any more. Raises `IdeaUnknown`, `Incomplete`."""
    idea = _coordinated(number, person)
    passage, reason = normalise(passage), normalise(reason)
    wrong = _wrong_passage(idea, passage)
    if wrong or not reason or len(reason) > LONGEST_REASON:
        raise Incomplete(*_named("passage", wrong), *_named("reason", _length(reason, LONGEST_REASON)))
    _, new = Redaction.objects.get_or_create(
        idea=idea, passage=passage, defaults={"reason": reason, "by": person.staff_id, "day": clock.today()}
    )
    if new:
        index_idea(idea)
        record("idea_passage_hidden", f"idea:{idea.pk}", person.actor)
        tell_author(idea, person.staff_id)


def add_measure(number: int, task: Task, person: Person) -> None:
    """Note what has to be done for an accepted idea. Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`."""
    idea = _under_way(number, person)
    text, unit = normalise(task.text), normalise(task.unit)
    wrong = [("measure", _length(text, 300)), ("measure_unit", _length(unit, 80))]
    if task.due_on is None:
        raise Incomplete(*_stated(wrong), ("measure_day", "missing"))
    _refuse(wrong)
    if Measure.objects.get_or_create(idea=idea, text=text, unit=unit, due_on=task.due_on)[1]:
        record("idea_measure_added", f"idea:{idea.pk}", person.actor)


def finish_measure(number: int, measure_id: int, person: Person) -> None:
    """Note that something is done; again, nothing happens. Raises `IdeaUnknown`, `MoveRefused`."""
    idea = _under_way(number, person)
    if Measure.objects.filter(pk=measure_id, idea=idea, done_on=None).update(done_on=clock.today()):
        record("idea_measure_done", f"idea:{idea.pk}", person.actor)


def link_service(number: int, service_id: str, metric: str, person: Person) -> Link:
    """Link an accepted idea to a service's present release and a figure; again, the link stays.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`.
    """
    idea = _under_way(number, person)
    wrong = [] if metric in METRICS else [("metric", "missing")]
    try:
        release_hash = catalogue.current(service_id).release_hash
    except ServiceNotOffered:
        raise Incomplete(("service", "missing"), *wrong) from None
    _refuse(wrong)
    release = Release.objects.get(pk=release_hash)
    link, new = Link.objects.get_or_create(
        idea=idea,
        service_id=service_id,
        metric=metric,
        defaults={"release_hash": release.hash, "release_version": release.version[:20]},
    )
    if new:
        record("idea_linked", f"idea:{idea.pk}", person.actor)
    return link


def enter_values(number: int, link_id: int, before: Value, after: Value, person: Person) -> None:
    """Enter a figure before and after, each with source and day, or leave one of them empty.

    Raises `IdeaUnknown`, `MoveRefused`, `Incomplete`.
    """
    idea = _under_way(number, person)
    link = Link.objects.filter(pk=link_id, idea=idea).first()
    if link is None:
        raise Incomplete(("metric", "missing"))
    _refuse([*_wrong_value("before", before), *_wrong_value("after", after)])
    for name, value in (("before", before), ("after", after)):
        setattr(link, name, value.value)
        setattr(link, f"{name}_source", normalise(value.source))
        setattr(link, f"{name}_on", value.day)
    update(link, *(f"{name}{part}" for name in ("before", "after") for part in ("", "_source", "_on")))
    record("idea_values_entered", f"idea:{idea.pk}", person.actor)


def _take_along(idea: Idea, target: Idea) -> None:
    """The supporters go over; whoever supports both, and the target's own author, are not counted twice."""
    there = set(Support.objects.filter(idea=target).values_list("supporter", flat=True))
    there |= {supporter_of(target.author)} if target.author else set()
    coming = Support.objects.filter(idea=idea).exclude(supporter__in=there)
    Support.objects.bulk_create(Support(idea=target, supporter=s.supporter, day=s.day) for s in coming)
    target.earliest_on = min(target.earliest_on, idea.earliest_on)
    update(target, "earliest_on")


def _is_measured(idea: Idea) -> bool:
    return Link.objects.filter(idea=idea, before__isnull=False, after__isnull=False).exists()


def _coordinated(number: int, person: Person) -> Idea:
    if COORDINATE_IDEAS not in person.rights:
        raise MoveRefused(COORDINATE_IDEAS)
    return locked(number)


def _under_way(number: int, person: Person) -> Idea:
    idea = _coordinated(number, person)
    if idea.state not in UNDER_WAY:
        raise MoveRefused(idea.state)
    return idea


def _wrong_passage(idea: Idea, passage: str) -> str:
    texts = [idea.title, idea.text, *Comment.objects.filter(idea=idea).values_list("text", flat=True)]
    if not passage or len(passage) > LONGEST_PASSAGE:
        return _length(passage, LONGEST_PASSAGE)
    return "" if any(passage in text for text in texts) else "unknown"


def _wrong_value(name: str, value: Value) -> list[tuple[str, str]]:
    if value.is_empty:
        return []
    source = normalise(value.source)
    return [
        (name, "missing" if value.value is None else ""),
        (f"{name}_source", _length(source, 200)),
        (f"{name}_on", "missing" if value.day is None else "future" if value.day > clock.today() else ""),
    ]


def _length(text: str, most: int) -> str:
    return "missing" if not text else "long" if len(text) > most else ""


def _named(name: str, problem: str) -> list[tuple[str, str]]:
    return [(name, problem)] if problem else []


def _refuse(wrong: list[tuple[str, str]]) -> None:
    if found := _stated(wrong):
        raise Incomplete(*found)


def _stated(wrong: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, problem) for name, problem in wrong if problem]
