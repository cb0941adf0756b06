"""An import: what it keeps, what it changes for whom, all or nothing, edition by edition."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.places import models
from modellkommune.foundation.places.book import Book, Register, Street, Zone
from modellkommune.foundation.places.changes import changes, numbers_text, redrawn
from modellkommune.foundation.places.commands import carry_out_import, load_places, read_import
from modellkommune.foundation.places.errors import PlacesChangedMeanwhile, PlacesInvalid
from modellkommune.foundation.places.geometry import Polygon
from modellkommune.foundation.places.queries import book, book_on, editions
from modellkommune.foundation.places.reading import Manner
from modellkommune.foundation.places.rules import Rule
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

MUSTERSTADT = Path(__file__).parents[3] / "municipalities" / "musterstadt"
DAY = date(2026, 12, 3)
LIST = "zone,street,side,from,to\nB,Hauptstraße,odd,1,43\nA,Bahnhofstraße,all,,\n"


@pytest.fixture
def town(two_towns: tuple[str, str]) -> str:
    """A town with the places of Musterstadt."""
    load_places(two_towns[0], MUSTERSTADT)
    return two_towns[0]


def written(folder: Path, text: str = LIST, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def silent(_done: int, _all: int) -> None:
    return None


def test_a_new_street_list_leaves_streets_houses_and_zones_as_they_are(town: str, tmp_path: Path) -> None:
    order = read_import(town, [written(tmp_path)], DAY, Manner())
    assert (order.after.streets, order.after.houses) == (order.before.streets, order.before.houses)  # type: ignore[union-attr]
    assert len(order.after.rules) == 2


def test_what_changes_is_told_street_by_street(town: str, tmp_path: Path) -> None:
    before, after = read_import(town, [written(tmp_path)], DAY, Manner()).books()
    found = changes(before, after, silent)
    told = {
        (c.street, c.before, c.after): c.numbers for c in found if c.street in ("Hauptstraße", "Marktplatz")
    }
    assert told["Hauptstraße", "C", "B"] == "1-43 odd, 29 a"
    assert told["Hauptstraße", "D", None] == "2-44 even, 12 a"
    assert ("Marktplatz", "A", "A") not in told
    assert redrawn(before, found) == ("A", "B", "C", "D", "E")


def test_nothing_is_in_force_before_it_is_carried_out_and_then_everything(town: str, tmp_path: Path) -> None:
    order = read_import(town, [written(tmp_path)], clock.today(), Manner())
    with municipality(town):
        assert book().find("Hauptstraße 1").zone == "C"
    assert carry_out_import(order)
    with municipality(town):
        assert book().find("Hauptstraße 1").zone == "B"
        assert Entry.objects.filter(verb="places_loaded").count() == 2


def test_the_same_import_again_changes_nothing(town: str, tmp_path: Path) -> None:
    for expected in (True, False):
        order = read_import(town, [written(tmp_path)], clock.today(), Manner())
        assert carry_out_import(order) is expected
    with municipality(town):
        assert models.Edition.objects.count() == 2


def test_an_edition_holds_from_its_day(town: str, tmp_path: Path) -> None:
    carry_out_import(read_import(town, [written(tmp_path)], date(2090, 7, 1), Manner()))
    with municipality(town):
        assert book().find("Hauptstraße 1").zone == "C"
        assert book_on(date(2090, 6, 30)).find("Hauptstraße 1").zone == "C"
        assert book_on(date(2090, 7, 1)).find("Hauptstraße 1").zone == "B"


def test_the_folder_does_not_undo_an_import_until_it_changes(town: str, tmp_path: Path) -> None:
    carry_out_import(read_import(town, [written(tmp_path)], clock.today(), Manner()))
    assert not load_places(town, MUSTERSTADT)
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("streets.csv", "zone_rules.csv", "zones.geojson"):
        (folder / name).write_bytes((MUSTERSTADT / name).read_bytes())
    assert load_places(town, folder)
    with municipality(town):
        assert book().find("Hauptstraße 1").zone == "C"


def test_an_import_built_on_something_else_is_refused(town: str, tmp_path: Path) -> None:
    late = read_import(town, [written(tmp_path)], clock.today(), Manner())
    carry_out_import(read_import(town, [written(tmp_path, LIST.replace("43", "9"))], clock.today(), Manner()))
    with pytest.raises(PlacesChangedMeanwhile):
        carry_out_import(late)


def test_a_street_list_that_holds_already_must_fit_new_zones(town: str, tmp_path: Path) -> None:
    text = (MUSTERSTADT / "zones.geojson").read_text("utf-8").replace('"code": "C"', '"code": "X"')
    with pytest.raises(
        PlacesInvalid, match=r"neu\.geojson:1: zone C is missing, but the street list names it"
    ):
        read_import(town, [written(tmp_path, text, "neu.geojson")], DAY, Manner())


def test_editions_replaced_two_years_ago_go(town: str, tmp_path: Path) -> None:
    for year in (2030, 2031, 2034):
        now = datetime(year, 1, 1, 12, tzinfo=UTC)
        with clock.replaced_by(FixedClock(now)):
            path = written(tmp_path, f"{LIST}B,Marktplatz,all,{year - 2029},\n")
            carry_out_import(read_import(town, [path], now.date(), Manner()))
    with municipality(town):
        assert [edition.valid_from.year for edition in editions()] == [2034, 2031]
        assert set(models.Zone.objects.values_list("edition__valid_from__year", flat=True)) == {2034, 2031}


def test_a_street_without_houses_on_record_is_compared_by_its_range() -> None:
    streets = (Street("Weg", "", 1, 6), Street("Gasse", ""))
    area = Polygon(((7.0, 50.0), (7.1, 50.0), (7.1, 50.1), (7.0, 50.0)))
    rules = (Rule("in", "A", "WEG"), Rule("in", "A", "GASSE", first=(7, "")))
    before = Book(Register("Ort", streets, (), ()), DAY)
    after = Book(Register("Ort", streets, rules, (Zone("A", {}, {}, (area,)),)), DAY)
    told = [(change.street, change.numbers) for change in changes(before, after, silent)]
    assert told == [("Gasse", "7"), ("Weg", "1-5 odd, 2-6 even")]


def test_house_numbers_are_told_in_runs() -> None:
    houses = [(number, "") for number in (1, 3, 5, 9, 2, 4, 8)] + [(4, "a")]
    assert numbers_text(houses) == "1-5 odd, 2-4 even, 4 a, 8, 9"
