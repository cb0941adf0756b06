"""Files of Essen, Köln and Leipzig as they are published (outside the repository, else skipped)."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shapely.geometry import Polygon as Area

from modellkommune.foundation.places.assembling import assemble
from modellkommune.foundation.places.book import Book, PlaceMatch
from modellkommune.foundation.places.errors import PlacesInvalid
from modellkommune.foundation.places.reading import Manner, PlacesReader

DATA = Path(__file__).parents[3].parent / "shared" / "domain" / "geo"
TODAY = date(2026, 12, 3)
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the cities' data lie outside the repository")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read(*paths: Path, **columns: str) -> Book:
    reader = PlacesReader(Manner(columns=columns))
    for path in paths:
        reader.read(path)
    register = assemble(reader.material, "Ort", reader.problems)
    reader.problems.refuse()
    return Book(register, TODAY)


# Essen: 4,479 official addresses of the streets that touch a zone, 2,902 of them inside.
STREETS, HOUSES = DATA / "essen_streets.csv", DATA / "essen_addresses_zone_streets.csv"
POLYGONS, RANGES = DATA / "essen_bewohnerparkbereiche.geojson", DATA / "essen_zone_street_ranges.csv"
# Addresses for which list and polygons say different things, with the reason. There is none: the list was
# derived from the same coordinates, run by run of one side of a street; no run crosses a border.
DIFFERENCES: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def by_list() -> Book:
    return read(STREETS, HOUSES, POLYGONS, RANGES, code="name")


@pytest.fixture(scope="module")
def by_polygon() -> Book:
    return read(STREETS, HOUSES, POLYGONS, code="name")


def essen() -> Iterator[tuple[str, str, str]]:
    for row in rows(HOUSES.name):
        yield row["street"], row["number"] + row["suffix"], row["zone"]


def test_every_address_of_essen_has_its_zone_by_the_street_list(by_list: Book) -> None:
    found = [(street, number, zone, by_list.find(street, number)) for street, number, zone in essen()]
    assert len(found) == 4479
    assert [one for one in found if one[3].kind != "exact" or (one[3].zone or "") != one[2]] == []


def test_every_address_of_essen_has_its_zone_by_the_polygons(by_polygon: Book) -> None:
    found = [(street, number, zone, by_polygon.find(street, number)) for street, number, zone in essen()]
    assert [one for one in found if one[3].kind != "exact" or (one[3].zone or "") != one[2]] == []


def test_where_list_and_polygons_of_essen_differ_is_known(by_list: Book, by_polygon: Book) -> None:
    differing = {
        (street, number)
        for street, number, _ in essen()
        if by_list.find(street, number).zone != by_polygon.find(street, number).zone
    }
    assert differing == set(DIFFERENCES)


def test_an_identity_card_of_essen_finds_the_same_door(by_list: Book) -> None:
    for street, number, _ in essen():
        card = f"{street.replace('Str.', 'Straße').replace('str.', 'straße')} {number}".upper()
        assert by_list.find(card) == by_list.find(street, number), card


def test_without_the_list_beside_it_a_house_that_is_not_on_record_stays_open(by_polygon: Book) -> None:
    found = by_polygon.find("Admiral-Scheer-Str.", "13")
    assert (found.kind, found.zone, found.reason) == ("exact", None, "undetermined")


# Köln: 205 addresses of charging points as their operators typed them. What a street register has instead:
NAMES = {
    "Gleuler Straße": "Gleueler Straße",
    "Hönninger Weg": "Höninger Weg",
    "Kalk-Mühlheimer-Str.": "Kalk-Mülheimer Straße",
    "Ludwigsstraße": "Ludwigstraße",
    "Willy-Brandt Platz": "Willy-Brandt-Platz",
}
POSTCODES = {
    ("Hönninger Weg", "166"): "50969",
    ("Iltisstraße", "128"): "50825",
    ("Johannisstraße", "74"): "50668",
    ("Kennedyplatz", "1"): "50679",
    ("Parkgürtel", "24"): "50823",
    ("Riphahnstraße", "21"): "50769",
    ("Sedanstraße", "6"): "50668",
    ("Siegburgerstraße", "232-238"): "51105",
}
ASKED = {
    ("Charles-de-Gaulle-Platz", "0", "50679"): "number-missing",
    ("Gleuler Straße ", "200", "50935"): "street-unknown",
    ("Hönninger Weg", "166", "50678"): "street-unknown",
    ("Hönninger Weg", "222", "50969"): "street-unknown",
    ("Iltisstraße", "128", "50679"): "postcode-differs",
    ("Johannisstraße", "74", "50667"): "postcode-differs",
    ("Kalk-Mühlheimer-Str.", "337", "51065"): "street-unknown",
    ("Kennedyplatz", "1", "50569"): "postcode-differs",
    ("Ludwigsstraße", "1", "50667"): "street-unknown",
    ("Parkgürtel", "24", "50766"): "postcode-differs",
    ("Pfälzischer Ring", "0", "50679"): "number-missing",
    ("Picassoplatz", "0", "50679"): "number-missing",
    ("Riphahnstraße", "21", "50679"): "postcode-differs",
    ("Sedanstraße", "6", "50688"): "postcode-differs",
    ("Siegburgerstraße", "232-238", "51106"): "postcode-differs",
    ("Sürther Marktplatz", "0", "50999"): "number-missing",
    ("Vogelsanger Markt", "0", "50829"): "number-missing",
}


def tidy(row: dict[str, str]) -> tuple[str, str]:
    street, number = row["street"].strip(), row["house_number"]
    name = NAMES.get(street, street).replace("Str.", "Straße").replace("str.", "straße")
    return name, POSTCODES.get((street, number), row["postcode"])


@pytest.fixture(scope="module")
def koeln(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Tidy names and postcodes, each entrance as its single houses, and the city's polygons."""
    houses: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row in rows("koeln_addresses_charging_points.csv"):
        name, postcode = tidy(row)
        for number in row["house_number"].split("-"):
            lon = "7.007016" if row["lon"] == "6.007016" else row["lon"]  # a slip of the source: Westphalia
            houses.setdefault((name, number, postcode), (lon, row["lat"]))
    folder = tmp_path_factory.mktemp("koeln")
    streets = {(name, postcode) for name, _, postcode in houses}
    lines = [
        f"{name},{number},{postcode},{lon},{lat}" for (name, number, postcode), (lon, lat) in houses.items()
    ]
    lines = [line for line in lines if ",0," not in line]
    (folder / "addresses.csv").write_text("street,number,postcode,lon,lat\n" + "\n".join(lines), "utf-8")
    names = [f"{name},{postcode}" for name, postcode in sorted(streets)]
    (folder / "streets.csv").write_text("street,postcode\n" + "\n".join(names), "utf-8")
    polygons = DATA / "koeln_bewohnerparkgebiete.geojson"
    return read(folder / "addresses.csv", folder / "streets.csv", polygons)


def asked(book: Book) -> Iterator[tuple[dict[str, str], PlaceMatch]]:
    for row in rows("koeln_addresses_charging_points.csv"):
        yield row, book.find(row["street"], row["house_number"], row["postcode"])


def test_no_untidy_address_of_koeln_gets_a_wrong_zone(koeln: Book) -> None:
    names = {zone.code: zone.name["de"] for zone in koeln.zones()}
    assert len(names) == 45
    exact = [(row, match) for row, match in asked(koeln) if match.kind == "exact"]
    assert [row for row, match in exact if names.get(match.zone or "", "") != row["zone"]] == []
    assert sum(bool(match.zone) for _, match in exact) == 40  # 43 less the three that are asked about


def test_untidy_addresses_of_koeln_are_asked_about_with_the_right_one_offered(koeln: Book) -> None:
    open_ones = {
        (row["street"], row["house_number"], row["postcode"]): (row, match)
        for row, match in asked(koeln)
        if match.kind != "exact"
    }
    assert {key: match.reason for key, (_, match) in open_ones.items()} == ASKED
    for row, match in open_ones.values():
        assert any(tidy(row)[0] in offered for offered in match.suggestions), row


def test_one_line_is_as_good_as_three_fields_in_koeln(koeln: Book) -> None:
    for row, match in asked(koeln):
        line = f"{row['street']} {row['house_number']}, {row['postcode']} {row['city']}"
        assert koeln.find(line) == match, line


def test_the_list_of_charging_points_is_no_register_and_is_refused_line_by_line() -> None:
    with pytest.raises(PlacesInvalid) as refused:
        read(DATA / "koeln_addresses_charging_points.csv")
    assert {problem.line for problem in refused.value.problems} >= {18, 27, 69, 72, 149, 150, 151, 179, 191}


# Leipzig: 24 areas; two are planned, one is postponed.
def leipzig(folder: Path) -> Book:
    path = DATA / "leipzig_bewohnerparken_2020.geojson"
    zones = read(path, code="id").register.zones
    points = {zone.code: Area(zone.polygons[0].outer).representative_point() for zone in zones}
    lines = [f"Weg {code},1,{point.x},{point.y}" for code, point in points.items()]
    (folder / "addresses.csv").write_text("street,number,lon,lat\n" + "\n".join(lines), "utf-8")
    return read(folder / "addresses.csv", path, code="id")


def test_planned_zones_of_leipzig_are_kept_but_not_in_force(tmp_path: Path) -> None:
    book = leipzig(tmp_path)
    assert len(book.zones()) == 21
    assert [zone.code for zone in book.planned()] == ["10", "9"]
    found = {code: book.find(f"Weg {code}", "1") for code in map(str, range(1, 25))}
    assert {code: match.zone for code, match in found.items() if match.zone != code} == {
        "8": None,
        "9": None,
        "10": None,
    }
    assert found["9"].reason == "outside"


def test_areas_of_leipzig_without_a_code_are_named_by_line() -> None:
    with pytest.raises(PlacesInvalid) as refused:
        read(DATA / "leipzig_bewohnerparken_2020.geojson")
    assert [problem.line for problem in refused.value.problems] == list(range(9, 26))
    assert "--column code=name" in refused.value.problems[0].remedy
