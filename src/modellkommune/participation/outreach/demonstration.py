"""The stand of a demonstration: what demonstration.yaml says, made by the commands that staff use."""

import datetime
from collections.abc import Mapping
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


def create_demonstration_stand() -> Event | None:
    """Make the event of the current municipality if the file names it and it has none. Safe to repeat."""
    described: Mapping[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    here = settings.DEMONSTRATION and described["municipality"] == current_municipality()
    if not here or Event.objects.exists():
        return None
    first = clock.today()
    last = first + datetime.timedelta(days=described["days"] - 1)
    event = add_event(NewEvent(described["event"], described["place"], first, last), SYSTEM)
    _open_wheel(locked_run(event.pk), described["prizes"])
    add_station(event, described["station"], SYSTEM)
    return event


def _open_wheel(run: WheelRun, prizes: list[dict[str, Any]]) -> None:
    for prize in prizes:
        consolation = bool(prize.get("consolation"))
        add_prize(run, prize["name"], prize["pieces"], SYSTEM, consolation=consolation)
    commit_wheel(run, SYSTEM)
    move_wheel(run, OPEN, SYSTEM)
