from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.participation.outreach.models import Station, WheelRun
from modellkommune.participation.outreach.stations import add_station, give_code
from tests.participation.outreach.conftest import STAFF, open_wheel
from tests.workflow.conftest import germany, running_simulator, simulator, towns

__all__ = ["germany", "running_simulator", "simulator", "towns"]


@pytest.fixture
def stand(two_towns: tuple[str, str]) -> WheelRun:
    """An open wheel in the town alpha."""
    known_towns.forget()
    cache.clear()
    with municipality("alpha"):
        return open_wheel()


@pytest.fixture
def tablet(stand: WheelRun) -> Callable[..., Client]:
    """`tablet("links")` is a browser that was paired as a station of the stand."""

    def paired(name: str = "links") -> Client:
        return pair_tablet(new_station(stand, name)[1])

    return paired


def new_station(run: WheelRun, name: str = "links", town: str = "alpha") -> tuple[Station, str]:
    """A station and its pairing code."""
    with municipality(town):
        station = add_station(run.event, name, STAFF)
        return station, give_code(station, STAFF)


def browser(town: str = "alpha") -> Client:
    """A browser at the portal of a town."""
    return Client(headers={"host": f"{town}.localhost"})


def pair_tablet(code: str, town: str = "alpha") -> Client:
    """Type a pairing code."""
    client = browser(town)
    assert client.post("/kiosk/koppeln/", {"kopplung": code}).status_code == 302
    return client
