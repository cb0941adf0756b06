"""The stand of a demonstration: what demonstration.yaml says, made by the commands that staff use."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from ruamel.yaml import YAML

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.participation.outreach.commands import (
    NewEvent,
    add_event,
    add_prize,
    commit_wheel,
    locked_run,
    move_wheel,
)
from modellkommune.participation.outreach.models import Event, WheelRun
from modellkommune.participation.outreach.states import OPEN
from modellkommune.participation.outreach.stations import add_station

FILE: Final = Path(__file__).with_suffix(".yaml")
SYSTEM: Final = Actor("system", "demonstration")


@dataclass(frozen=True)
class Lot:
    """Something on a wheel, in so many pieces."""

    name: str
    pieces: int
    consolation: bool = False


def create_demonstration_stand() -> Event | None:
    """Make the event of the current municipality if the file names it and it has none. Safe to repeat."""
    described: Mapping[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    here = settings.DEMONSTRATION and described["municipality"] == current_municipality()
    if not here or Event.objects.exists():
        return None
    first = clock.today()
    last = first + datetime.timedelta(days=described["days"] - 1)
    lots = [Lot(one["name"], one["pieces"], bool(one.get("consolation"))) for one in described["prizes"]]
    event = add_stand(NewEvent(described["event"], described["place"], first, last), lots, SYSTEM)
    open_stand(event, SYSTEM)
    add_station(event, described["station"], SYSTEM)
    return event


def add_stand(stated: NewEvent, lots: Iterable[Lot], actor: Actor) -> Event:
    """An event with the prizes of its wheel, which is not fixed yet."""
    event = add_event(stated, actor)
    run = locked_run(event.pk)
    for lot in lots:
        add_prize(run, lot.name, lot.pieces, actor, consolation=lot.consolation)
    return event


def open_stand(event: Event, actor: Actor) -> WheelRun:
    """Fix the wheel of an event and open it."""
    run = locked_run(event.pk)
    commit_wheel(run, actor)
    move_wheel(run, OPEN, actor)
    return run
