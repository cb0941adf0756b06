import datetime
import uuid
from collections.abc import Iterator

import pytest

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.commands import (
    NewEvent,
    add_event,
    add_prize,
    commit_wheel,
    locked_run,
    move_wheel,
    turn,
)
from modellkommune.participation.outreach.models import Event, Spin, Station, WheelRun
from modellkommune.participation.outreach.states import OPEN

STAFF = Actor("staff", "1")
STATED = NewEvent("Stadtfest für alle", "Markt", datetime.date(2026, 12, 5), datetime.date(2026, 12, 6))


@pytest.fixture
def town(two_towns: tuple[str, str]) -> Iterator[str]:
    """Inside a unit of work of the town alpha."""
    with municipality("alpha"):
        yield "alpha"


def new_wheel() -> Event:
    """An event whose wheel has two prizes and a consolation."""
    event = add_event(STATED, STAFF)
    run = locked_run(event.pk)
    add_prize(run, "Klingel", 3, STAFF)
    add_prize(run, "Beutel", 5, STAFF)
    add_prize(run, "Aufkleber", 12, STAFF, consolation=True)
    return event


def open_wheel() -> WheelRun:
    """A wheel that can be turned."""
    event = new_wheel()
    commit_wheel(locked_run(event.pk), STAFF)
    move_wheel(locked_run(event.pk), OPEN, STAFF)
    return locked_run(event.pk)


def spin(run: WheelRun, colour: str = "red", station: Station | None = None) -> Spin:
    """Turn the wheel with a form of its own."""
    return turn(locked_run(run.event_id), colour, uuid.uuid4(), station, STAFF)
