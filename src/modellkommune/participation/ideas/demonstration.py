"""A market full of invented ideas in all states: told by a file, written by the commands for real ones.

The file lies in the folder of a demonstration's town: `ideas.yaml` with `market` and `ideas`, each with a
`story` of events, so many days `ago`. People are the local parts of the demonstration's accounts.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML

from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import rights_of
from modellkommune.foundation.journal.commands import written_together
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.commands import (
    judging,
    opening,
    sharing,
    showing,
    steering,
    submitting,
)
from modellkommune.participation.ideas.commands.escalating import escalate
from modellkommune.participation.ideas.models import Idea, Link, Market, Measure
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.telling import nobody_told
from modellkommune.values.clock import FixedClock, start_of_day

FILE: Final = "ideas.yaml"
NOON: Final = datetime.timedelta(hours=12)
COORDINATOR: Final = "ideen"
ASSESSOR: Final = "gutachten"
COMMITTEE: Final = "ausschuss"

Event: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One event: which idea it happens to, and who the people are."""

    number: int
    event: Event
    people: Mapping[str, Person]

    def who(self, usual: str) -> Person:
        """Who does it."""
        return self.people[str(self.event.get("by", usual))]

    def day(self, name: str = "in") -> datetime.date:
        """A day so many days from the event."""
        return clock.today() + datetime.timedelta(days=int(self.event[name]))


def load_demonstration(town: str, folder: Path) -> int:
    """Write the market that a town's folder tells, unless the town has one; how many ideas."""
    file = folder / FILE
    if not file.is_file():
        return 0
    with municipality(town), nobody_told():
        if Market.objects.exists():
            return 0
        told = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
        people = _people()
        with written_together():
            _open(told["market"], people[COORDINATOR])
            numbers = [_submit(idea, people) for idea in told["ideas"]]
            for number, event in _in_order(told["ideas"], numbers):
                with _ago(int(event["ago"])):
                    _happen(Told(number, event, people))
            escalate()
    return len(numbers)


def _people() -> dict[str, Person]:
    return {
        staff.email.partition("@")[0]: Person(str(staff.pk), rights_of(roles)) for staff, roles in members()
    }


def _open(market: Event, coordinator: Person) -> None:
    today = clock.today()
    terms = opening.Terms(
        title=market["title"],
        first=today - datetime.timedelta(days=int(market["began"])),
        last=today + datetime.timedelta(days=int(market["ends"])),
        criteria=market["criteria"],
        units=market["units"],
        bonus=market["bonus"],
        smallest_unit=int(market["smallest_unit"]),
    )
    opening.open_market(terms, coordinator)


def _submit(idea: Event, people: Mapping[str, Person]) -> int:
    draft = submitting.Draft(idea["title"], idea["text"], idea.get("unit", ""))
    with _ago(int(idea["ago"])):
        if "pseudonym" not in idea:
            return submitting.submit(draft, people[str(idea["by"])].staff_id).number
        submitting.drop_in(draft, idea["pseudonym"], idea["code"])
        submitting.empty_letterbox(clock.today() + datetime.timedelta(days=1))
        return Idea.objects.latest("number").number


def _in_order(ideas: list[Event], numbers: list[int]) -> Iterator[tuple[int, Event]]:
    """All events, the longest ago first; those of one idea and day in the order of the file."""
    all_events = [
        (number, event) for number, idea in zip(numbers, ideas, strict=True) for event in idea["story"]
    ]
    yield from sorted(all_events, key=lambda pair: -int(pair[1]["ago"]))


def _happen(told: Told) -> None:
    act = next(name for name in DEEDS if name in told.event)
    DEEDS[act](told)


def _support(told: Told) -> None:
    for name in told.event["support"]:
        sharing.support(told.number, told.people[name])


def _answer(told: Told) -> None:
    if "code" in told.event:
        sharing.answer_by_code(told.event["code"], told.event["answer"])
    else:
        sharing.answer(told.number, told.event["answer"], told.who(""))


def _assess(told: Told) -> None:
    scores = {str(name): int(score) for name, score in told.event["assess"].items()}
    judgement = judging.Judgement(scores, told.event.get("remark", ""), declared=True)
    judging.assess(told.number, judgement, told.who(ASSESSOR))


def _decide(told: Told) -> None:
    event = told.event
    resolution = judging.Resolution(event["decide"], event["reason"], event["unit"], told.day())
    judging.decide(told.number, resolution, told.who(COMMITTEE))


def _measure(told: Told) -> None:
    task = steering.Task(told.event["measure"], told.event["unit"], told.day())
    steering.add_measure(told.number, task, told.who(COORDINATOR))


def _finish(told: Told) -> None:
    for measure in Measure.objects.filter(idea__number=told.number):
        steering.finish_measure(told.number, measure.pk, told.who(COORDINATOR))


def _values(told: Told) -> None:
    link = Link.objects.get(idea__number=told.number)
    before, after = (_value(told.event["values"].get(name)) for name in ("before", "after"))
    steering.enter_values(told.number, link.pk, before, after, told.who(COORDINATOR))


def _value(stated: Event | None) -> steering.Value:
    if stated is None:
        return steering.Value(None, "", None)
    day = clock.today() - datetime.timedelta(days=int(stated["ago"]))
    return steering.Value(Decimal(str(stated["value"])), stated["source"], day)


DEEDS: Final[Mapping[str, Callable[[Told], object]]] = {
    "move": lambda told: steering.move(told.number, told.event["move"], told.who(COORDINATOR)),
    "support": _support,
    "comment": lambda told: sharing.comment(told.number, told.event["comment"], told.who(COORDINATOR)),
    "ask": lambda told: steering.ask_author(told.number, told.event["ask"], told.who(COORDINATOR)),
    "answer": _answer,
    "assess": _assess,
    "decide": _decide,
    "merge": lambda told: steering.merge(told.number, int(told.event["merge"]), told.who(COORDINATOR)),
    "hide": lambda told: steering.hide_passage(
        told.number, told.event["hide"], told.event["reason"], told.who(COORDINATOR)
    ),
    "measure": _measure,
    "finish": _finish,
    "link": lambda told: steering.link_service(
        told.number, told.event["link"], told.event["metric"], told.who(COORDINATOR)
    ),
    "values": _values,
    "release": lambda told: showing.release(
        told.number, told.event["release"], told.event["text"], told.who(COORDINATOR)
    ),
    "withdraw": lambda told: sharing.withdraw(told.number, told.who("")),
}
"""What may happen, by the word of an event."""


@contextmanager
def _ago(days: int) -> Iterator[None]:
    moment = start_of_day(clock.today() - datetime.timedelta(days=days)) + NOON
    with clock.replaced_by(FixedClock(min(moment, clock.now()))):
        yield
