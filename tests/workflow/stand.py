"""A process that dies when the wheel was turned, before anybody has seen what was won."""

import signal
import uuid
from typing import Protocol

from django.test import Client

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.models import Spin, Station, StockEntry
from modellkommune.participation.outreach.stations import begin_visit, give_code, pair
from tests.workflow.programs import TURN

TOWN = "musterstadt"


class Programs(Protocol):
    """What runs Python in the environment of the installation."""

    def run(self, *words: str, kill_at: str = "") -> int:
        """The exit status."""


def die_when_the_wheel_is_turned(house: Programs) -> None:
    """The draw is recorded and nobody has seen it: the tablet shows that spin, no second one is drawn."""
    tablet, visit = tablet_of(TOWN)
    form = str(uuid.uuid4())
    assert house.run("-c", TURN, tablet, visit, form, kill_at="wheel_turned") == -signal.SIGKILL
    drawn = spins()
    assert [(spin.colour, spin.shown_at) for spin in drawn[-1:]] == [("blue", None)]
    assert house.run("-c", TURN, tablet, visit, form) == 0
    assert house.run("-c", TURN, tablet, visit, str(uuid.uuid4())) == 0
    assert spins() == drawn
    with municipality(TOWN):
        assert StockEntry.objects.filter(spin=drawn[-1]).count() == 1
    client = Client(headers={"host": f"{TOWN}.localhost"})
    client.cookies.load({"station": tablet})
    page = client.get("/kiosk/", follow=True)
    assert f"Drehung Nummer {drawn[-1].number}" in page.content.decode()


def tablet_of(town: str) -> tuple[str, str]:
    """The tokens of a paired tablet and of a visit at it."""
    with municipality(town):
        station = Station.objects.earliest("pk")
        station, token = pair(give_code(station, Actor("staff", "1")))
        return token, begin_visit(station)[1]


def spins() -> list[Spin]:
    """All spins of the town's wheel."""
    with municipality(TOWN):
        return list(Spin.objects.order_by("number"))
