import datetime

import pytest

from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.participation.outreach import stations
from modellkommune.participation.outreach.errors import PairingRefused
from modellkommune.participation.outreach.models import KioskSession, Station
from modellkommune.participation.outreach.stations import (
    IDLE,
    PAIRING_LASTS,
    SLACK,
    add_station,
    begin_visit,
    content_of,
    give_code,
    keep,
    pair,
    revoke,
    station_with,
    visit_with,
    wipe,
    wipe_left_visits,
)
from modellkommune.values.clock import FixedClock
from tests.participation.outreach.conftest import STAFF, new_wheel

pytestmark = pytest.mark.usefixtures("town")
START = datetime.datetime(2026, 12, 5, 10, tzinfo=datetime.UTC)


def _station() -> Station:
    return add_station(new_wheel(), "Tablet links", STAFF)


def _later(by: datetime.timedelta) -> FixedClock:
    return FixedClock(START + by)


def test_a_code_pairs_one_tablet_once_however_it_is_typed() -> None:
    station = _station()
    code = give_code(station, STAFF)
    paired, token = pair(f" {code.lower().replace('-', ' ')} ")
    assert paired.pk == station.pk
    found = station_with(token)
    assert found is not None
    assert found.pk == station.pk
    with pytest.raises(PairingRefused):
        pair(code)


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA", "K7MX", "K7MX-2PQR-9WDF"])
def test_other_words_pair_nothing(typed: str) -> None:
    give_code(_station(), STAFF)
    with pytest.raises(PairingRefused):
        pair(typed)


def test_a_code_runs_out() -> None:
    with clock.replaced_by(_later(datetime.timedelta())):
        code = give_code(_station(), STAFF)
    with clock.replaced_by(_later(PAIRING_LASTS)), pytest.raises(PairingRefused):
        pair(code)


def test_neither_code_nor_token_can_be_read_from_the_table() -> None:
    station = _station()
    code = give_code(station, STAFF)
    _, token = pair(code)
    stored = str(list(Station.objects.values()))
    assert token not in stored
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_a_revoked_station_opens_nothing_and_its_visit_is_wiped() -> None:
    station, token = pair(give_code(_station(), STAFF))
    begin_visit(station)
    revoke(station, STAFF)
    revoke(station, STAFF)
    assert station_with(token) is None
    assert not KioskSession.objects.exists()


def test_a_new_code_makes_the_old_token_worthless() -> None:
    station, token = pair(give_code(_station(), STAFF))
    give_code(station, STAFF)
    assert station_with(token) is None


def test_nothing_is_a_token() -> None:
    _station()
    assert station_with("") is None


def test_a_visit_is_sealed_and_its_key_goes_with_it() -> None:
    visit, token = begin_visit(_station())
    keep(visit, answers={"family_name": "Özdemir"})
    keep(visit, spin=3)
    assert content_of(visit) == {"answers": {"family_name": "Özdemir"}, "spin": 3}
    stored = bytes(KioskSession.objects.get().content)
    assert "Özdemir".encode() not in stored
    key = visit.key
    wipe(visit)
    wipe(visit)
    assert visit_with(visit.station, token) is None
    assert not KioskSession.objects.exists()
    assert DataKey.objects.get(pk=key.pk).wrapped == b""


def test_the_next_person_gets_another_visit_and_the_one_before_is_wiped() -> None:
    station = _station()
    _, first = begin_visit(station)
    _, second = begin_visit(station)
    assert first != second
    assert visit_with(station, first) is None
    assert visit_with(station, second) is not None


def test_a_visit_belongs_to_its_station() -> None:
    _, token = begin_visit(_station())
    other = _station()
    assert visit_with(other, token) is None


def test_a_touch_keeps_a_visit_and_silence_wipes_it() -> None:
    with clock.replaced_by(_later(datetime.timedelta())):
        station = _station()
        _, token = begin_visit(station)
    with clock.replaced_by(_later(IDLE)):
        assert visit_with(station, token) is not None
    with clock.replaced_by(_later(2 * IDLE)):
        assert visit_with(station, token) is not None
    with clock.replaced_by(_later(3 * IDLE + SLACK + datetime.timedelta(seconds=1))):
        assert visit_with(station, token) is None
    assert not KioskSession.objects.exists()


def test_a_visit_that_somebody_else_wipes_meanwhile_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    station = _station()
    visit, token = begin_visit(station)
    kept = stations.update

    def update_too_late(row: KioskSession, *names: str) -> None:
        wipe(visit)
        kept(row, *names)

    monkeypatch.setattr(stations, "update", update_too_late)
    assert visit_with(station, token) is None


def test_visits_of_dark_tablets_are_swept() -> None:
    with clock.replaced_by(_later(datetime.timedelta())):
        begin_visit(_station())
    with clock.replaced_by(_later(IDLE)):
        begin_visit(_station())
        assert wipe_left_visits() == 0
    with clock.replaced_by(_later(IDLE + SLACK + datetime.timedelta(seconds=1))):
        assert wipe_left_visits() == 1
    assert KioskSession.objects.count() == 1
