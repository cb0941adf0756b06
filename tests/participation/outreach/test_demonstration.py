import pytest

from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.participation.outreach.demonstration import create_demonstration_stand
from modellkommune.participation.outreach.models import Event, KioskSession, Station, WheelRun
from modellkommune.participation.outreach.queries import left_of
from modellkommune.participation.outreach.states import OPEN
from modellkommune.participation.outreach.stations import (
    begin_visit,
    give_code,
    pair,
    wipe_left_visits_everywhere,
)
from tests.participation.outreach.conftest import STAFF


@pytest.fixture
def musterstadt(db: None) -> str:
    Municipality.objects.create(key="musterstadt", name="Musterstadt", ags="99000003", hosts=[], profile={})
    return "musterstadt"


def test_the_demonstration_has_an_open_wheel_and_a_tablet_to_pair(musterstadt: str) -> None:
    with municipality(musterstadt):
        create_demonstration_stand()
        create_demonstration_stand()
        assert Event.objects.count() == 1
        run = WheelRun.objects.get()
        assert run.state == OPEN
        assert sum(left_of(run).values()) == 300
        paired, _token = pair(give_code(Station.objects.get(), STAFF))
        assert paired.name == "Tablet am Stand"


@pytest.mark.usefixtures("town")
def test_other_towns_make_their_own_events() -> None:
    assert create_demonstration_stand() is None


def test_an_installation_in_production_gets_none(musterstadt: str, settings: pytest.FixtureRequest) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    with municipality(musterstadt):
        assert create_demonstration_stand() is None


def test_left_visits_are_wiped_in_every_town(musterstadt: str) -> None:
    with municipality(musterstadt):
        create_demonstration_stand()
        begin_visit(Station.objects.get())
        KioskSession.objects.update(seen_at="2020-01-01T00:00Z")
    assert wipe_left_visits_everywhere() == 1
