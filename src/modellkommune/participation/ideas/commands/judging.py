"""Assessing an idea by the market's criteria, and deciding on it: never on an idea of one's own."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from modellkommune.foundation.identity.rights import ASSESS_IDEAS
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.commands.moving import enter, locked
from modellkommune.participation.ideas.errors import Incomplete, MoveRefused, NotDeclared, OwnIdea
from modellkommune.participation.ideas.models import Assessment, Decision, Idea
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.queries import authors_of
from modellkommune.participation.ideas.states import DEFERRED, IN_ASSESSMENT, OUTCOMES, REJECTED, may_move
from modellkommune.values.latin import normalise

HIGHEST: Final = 5
LONGEST: Final = 2000


@dataclass(frozen=True)
class Judgement:
    """Scores by criterion (0 to 5), a remark, and whether the assessor declares that it is not her own."""

    scores: Mapping[str, int | None]
    remark: str
    declared: bool


@dataclass(frozen=True)
class Resolution:
    """What the committee resolved; `day` None is not stated."""

    outcome: str
    reason: str
    unit: str
    day: datetime.date | None


def assess(number: int, judgement: Judgement, person: Person) -> None:
    """Write down an assessment, or replace one's own until the decision.

    Of a pseudonymous idea nobody can know whose it is: the assessor declares that it is not hers.
    Raises `IdeaUnknown`, `MoveRefused`, `OwnIdea`, `NotDeclared`, `Incomplete`.
    """
    idea = locked(number)
    if idea.state != IN_ASSESSMENT or ASSESS_IDEAS not in person.rights:
        raise MoveRefused(idea.state)
    authors = authors_of(idea)
    if person.staff_id in authors:
        raise OwnIdea
    remark = normalise(judgement.remark)
    missing = [(criterion, "missing") for criterion in _unscored(idea, judgement)]
    if missing or len(remark) > LONGEST:
        raise Incomplete(*missing, *([("remark", "long")] if len(remark) > LONGEST else []))
    if "" in authors and not judgement.declared:
        raise NotDeclared
    scores = {str(c["id"]): judgement.scores[str(c["id"])] for c in idea.market.criteria}
    values = {"scores": scores, "remark": remark, "declared": judgement.declared, "day": clock.today()}
    Assessment.objects.update_or_create(idea=idea, assessor=person.staff_id, defaults=values)
    record("idea_assessed", f"idea:{idea.pk}", person.actor)


def decide(number: int, resolution: Resolution, person: Person) -> None:
    """Decide on an idea in assessment; the same decision again changes nothing.

    Raises `IdeaUnknown`, `MoveRefused`, `OwnIdea`, `Incomplete` (reason, unit and day are mandatory).
    """
    idea = locked(number)
    if person.staff_id in authors_of(idea):
        raise OwnIdea
    if resolution.outcome == idea.state:
        return
    wrong = _wrong(resolution)
    if wrong or resolution.day is None:
        raise Incomplete(*wrong)
    if not may_move(idea.state, resolution.outcome, person.rights):
        raise MoveRefused(idea.state)
    Decision.objects.create(
        idea=idea,
        outcome=resolution.outcome,
        reason=normalise(resolution.reason),
        unit=normalise(resolution.unit),
        day=resolution.day,
        decided_by=person.staff_id,
        decided_on=clock.today(),
    )
    enter(idea, resolution.outcome, person)


def _unscored(idea: Idea, judgement: Judgement) -> list[str]:
    given = judgement.scores
    ids = (str(criterion["id"]) for criterion in idea.market.criteria)
    return [each for each in ids if given.get(each) not in range(HIGHEST + 1)]


def _wrong(resolution: Resolution) -> list[tuple[str, str]]:
    wrong = [] if resolution.outcome in OUTCOMES else [("outcome", "missing")]
    for name, text, most in (("reason", resolution.reason, LONGEST), ("unit", resolution.unit, 80)):
        tidy = normalise(text)
        if not tidy or len(tidy) > most:
            wrong.append((name, "long" if tidy else "missing"))
    problem = _wrong_day(resolution)
    return [*wrong, ("day", problem)] if problem else wrong


def _wrong_day(resolution: Resolution) -> str:
    day, today = resolution.day, clock.today()
    if day is None:
        return "missing"
    if resolution.outcome == REJECTED:
        return "future" if day > today else ""
    return "past" if day < today or (resolution.outcome == DEFERRED and day == today) else ""
