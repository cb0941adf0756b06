import datetime
import uuid
from collections.abc import Iterator

import pytest

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.commands import NewEvent, locked_run, turn
from modellkommune.participation.outreach.demonstration import Lot, add_stand, open_stand
from modellkommune.participation.outreach.models import Event, Spin, Station, WheelRun

STAFF = Actor("staff", "1")
STATED = NewEvent("Stadtfest für alle", "Markt", datetime.date(2026, 12, 5), datetime.date(2026, 12, 6))
LOTS = (Lot("Klingel", 3), Lot("Beutel", 5), Lot("Aufkleber", 12, consolation=True))


@pytest.fixture
def town(two_towns: tuple[str, str]) -> Iterator[str]:
    """Inside a unit of work of the town alpha."""
    with municipality("alpha"):
        yield "alpha"


def new_wheel() -> Event:
    """An event whose wheel has two prizes and a consolation."""
    return add_stand(STATED, LOTS, STAFF)


def open_wheel() -> WheelRun:
    """A wheel that can be turned."""
    return open_stand(new_wheel(), STAFF)


def spin(run: WheelRun, colour: str = "red", station: Station | None = None) -> Spin:
    """Turn the wheel with a form of its own."""
    return turn(locked_run(run.event_id), colour, uuid.uuid4(), station, STAFF)
