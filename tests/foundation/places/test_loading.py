from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.places import models, queries
from modellkommune.foundation.places.commands import load_places
from modellkommune.foundation.places.errors import PlacesInvalid, PlacesNotLoaded
from modellkommune.foundation.places.folder import read_folder
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.places.stored import stored_register
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

MUSTERSTADT = Path(__file__).parents[3] / "municipalities" / "musterstadt"
SMALL = {
    "streets.csv": "street,postcode,first,last\nWeg,52349,1,9\n",
    "zone_rules.csv": "zone,street,postcode,side,from,to,letters,rule\nA,Weg,,all,,,,in\n",
    "zones.geojson": '{"features": [{"type": "Feature",'
    ' "properties": {"code": "A", "valid_from": "2027-01-01"},'
    ' "geometry": {"type": "Polygon", "coordinates": [[[7,50],[8,50],[8,51],[7,50]]]}}]}',
}


def small(folder: Path, **changed: str) -> Path:
    for name, content in SMALL.items():
        (folder / name).write_text(changed.get(name.split(".")[0], content), encoding="utf-8")
    return folder


def test_what_was_loaded_is_what_the_files_say(two_towns: tuple[str, str]) -> None:
    assert load_places("alpha", MUSTERSTADT)
    with municipality("alpha"):
        stored = stored_register(models.Edition.objects.get())
    written = read_folder(MUSTERSTADT, "Stadt Alpha")
    assert stored.houses == written.houses
    assert stored.streets == written.streets
    assert stored.rules == written.rules
    assert stored.zones == tuple(sorted(written.zones, key=lambda zone: zone.code))


def test_a_second_load_of_the_same_files_changes_nothing(two_towns: tuple[str, str], tmp_path: Path) -> None:
    assert load_places("alpha", small(tmp_path))
    assert not load_places("alpha", tmp_path)
    with municipality("alpha"):
        assert Entry.objects.filter(verb="places_loaded").count() == 1


def test_a_mistake_leaves_the_old_places_in_force(two_towns: tuple[str, str], tmp_path: Path) -> None:
    load_places("alpha", small(tmp_path))
    with pytest.raises(PlacesInvalid, match=r"zone_rules\.csv:2"):
        load_places("alpha", small(tmp_path, zone_rules=SMALL["zone_rules.csv"].replace("all", "left")))
    with municipality("alpha"):
        assert book().find("Weg", "3", "").kind == "exact"


def test_each_town_has_its_own_places(two_towns: tuple[str, str], tmp_path: Path) -> None:
    load_places("alpha", small(tmp_path))
    with municipality("beta"), pytest.raises(PlacesNotLoaded):
        book()
    with municipality("beta"):
        assert models.Street.objects.count() == 0


def test_a_request_needs_one_query_and_sees_a_new_edition_at_once(
    two_towns: tuple[str, str], tmp_path: Path
) -> None:
    load_places("alpha", small(tmp_path))
    with municipality("alpha"):
        book()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert book().suggest("we") == ("Weg",)
        assert len(queries) == 1
    load_places("alpha", small(tmp_path, streets=SMALL["streets.csv"] + "Werft,52349,,\n"))
    with municipality("alpha"):
        assert book().suggest("we") == ("Weg", "Werft")


def test_the_book_is_for_the_day_of_the_clock(two_towns: tuple[str, str], tmp_path: Path) -> None:
    load_places("alpha", small(tmp_path))
    zones = []
    for year in (2026, 2027):
        with clock.replaced_by(FixedClock(datetime(year, 6, 1, tzinfo=UTC))), municipality("alpha"):
            zones.append(book().find("Weg", "1", "").zone)
    assert zones == [None, "A"]


def test_a_process_keeps_only_so_many_places(
    two_towns: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            book()
        return len(statements)

    monkeypatch.setattr(queries, "MOST_WEIGHT", 10)
    for town in two_towns:
        load_places(town, small(tmp_path))
        with municipality(town):
            book()
            assert asked() == 1
    monkeypatch.setattr(queries, "MOST_WEIGHT", 1)
    for town in two_towns:
        load_places(town, small(tmp_path, streets=SMALL["streets.csv"] + "Werft,52349,,\n"))
        with municipality(town):
            book()
            assert asked() == 1
    with municipality(two_towns[0]):
        assert asked() > 1
