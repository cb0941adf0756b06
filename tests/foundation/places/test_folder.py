import json
from datetime import date
from pathlib import Path

import pytest

from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.errors import PlacesInvalid
from modellkommune.foundation.places.folder import folder_digest, read_folder

REPOSITORY = Path(__file__).parents[3]
TODAY = date(2026, 12, 3)
SQUARE = {"type": "Polygon", "coordinates": [[[7, 50], [8, 50], [8, 51], [7, 51], [7, 50]]]}
FILES = {
    "streets.csv": (
        "street,postcode,first,last,lon,lat,origin\nHauptstraße,52349,1,9,,,x\nWeg,52349,,,7.5,50.5,x\n"
    ),
    "zone_rules.csv": "zone,street,postcode,side,from,to,letters,rule\nA,Hauptstr.,,all,1,5,,in\n",
    "addresses.csv": "street,number,addition,postcode,lon,lat\nWeg,1,a,52349,7.5,50.5\n",
    "zones.geojson": json.dumps(
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"code": "A", "name": "A"}, "geometry": SQUARE}]}
    ),
}  # fmt: skip


def write(folder: Path, **changed: str | None) -> Path:
    for name, content in FILES.items():
        text = changed.get(name.split(".")[0], content)
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(PlacesInvalid) as caught:
        read_folder(folder, "Ort")
    return [f"{problem.file}:{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_folder_becomes_a_book(tmp_path: Path) -> None:
    book = Book(read_folder(write(tmp_path), "Ort"), TODAY)
    assert book.find("Hauptstraße", "3", "").zone == "A"
    assert book.find("Hauptstraße", "7", "").zone is None
    assert book.find("Weg", "1 a", "").zone == "A"


def test_every_mistake_is_named_at_once_with_file_and_line(tmp_path: Path) -> None:
    rules = (
        "zone,street,postcode,side,from,to,letters,rule\n"
        "A,Hauptstraße,,left,1,5,,in\nX,Hauptstraße,,all,9,3,,in\n,Gasse,5234,all,,,7,out\nA,Weg,,all,,,,private\n"
    )
    found = problems(write(tmp_path, zone_rules=rules, streets=FILES["streets.csv"] + "WEG,52349,a,,,,\n"))
    assert found == [
        "streets.csv:4: WEG stands already in line 3",
        "streets.csv:4: first is 'a', expected a whole number from 1 to 9999",
        "zone_rules.csv:2: side is 'left', expected all, odd, even",
        "zone_rules.csv:3: to 3 is below from 9",
        "zone_rules.csv:3: zone 'X' is not among the zones",
        "zone_rules.csv:4: letters is '7', expected nothing, -, a-f or a,c",
        "zone_rules.csv:4: postcode is '5234', expected five digits",
        "zone_rules.csv:4: street 'Gasse' is not in the street register",
        "zone_rules.csv:5: zone must be empty for the rule private",
    ]


def test_two_zones_for_one_house_are_refused(tmp_path: Path) -> None:
    zones = json.loads(FILES["zones.geojson"])
    zones["features"].append({"type": "Feature", "properties": {"code": "B"}, "geometry": SQUARE})
    rules = FILES["zone_rules.csv"] + "B,Hauptstraße,,odd,5,,,in\n"
    found = problems(write(tmp_path, zones=json.dumps(zones), zone_rules=rules))
    assert found == ["zone_rules.csv:3: gives houses to zone B, line 2 gives them to zone A"]


ZONES = FILES["zones.geojson"]
BROKEN: list[tuple[dict[str, str | None], str]] = [
    ({"streets": None}, "streets.csv:1: file is missing"),
    ({"streets": "place,plz\n"}, "streets.csv:1: header: streets, addresses or a street list?"),
    ({"streets": "street,district\nWeg,1\n"}, "streets.csv:1: header: unknown column 'district'"),
    ({"addresses": FILES["streets.csv"]}, "addresses.csv:1: header: these are streets, not addresses"),
    ({"streets": FILES["streets.csv"] + "Allee\n"}, "streets.csv:4: more or fewer cells than"),
    ({"addresses": FILES["addresses.csv"] + "Weg,2,,52349,7.5,\n"}, "addresses.csv:3: lon and lat belong"),
    ({"addresses": FILES["addresses.csv"] + "Weg,1,A,52349,7,50\n"}, "addresses.csv:3: Weg 1 a stands here"),
    (
        {"addresses": FILES["addresses.csv"] + "Weg,2,,52349,50.5,7.5\n"},
        "addresses.csv:3: the place 50.5 7.5",
    ),
    ({"zones": '{"features": [\n{]}'}, "zones.geojson:2: no JSON"),
    ({"zones": "[]"}, "zones.geojson:1: no GeoJSON FeatureCollection in UTF-8"),
    (
        {"zones": ZONES.replace("[8, 51], [7, 51]", "[7, 51], [8, 51]")},
        "zones.geojson:1: zone A: the polygon is",
    ),
    ({"zones": ZONES.replace('"code": "A",', "")}, "zones.geojson:1: feature 1 needs a code"),
    (
        {"zones": ZONES.replace('"name": "A"', '"status": "maybe"')},
        "zones.geojson:1: zone A: status is 'maybe'",
    ),
]


@pytest.mark.parametrize(("changed", "message"), BROKEN)
def test_a_broken_file_is_named(tmp_path: Path, changed: dict[str, str | None], message: str) -> None:
    assert any(problem.startswith(message) for problem in problems(write(tmp_path, **changed)))


def test_the_digest_changes_with_any_file_and_only_then(tmp_path: Path) -> None:
    before = folder_digest(write(tmp_path), "Ort")
    assert folder_digest(tmp_path, "Ort") == before
    (tmp_path / "addresses.csv").unlink()
    assert folder_digest(tmp_path, "Ort") != before


@pytest.mark.parametrize(
    ("town", "place", "streets"), [("musterstadt", "Musterstadt", 25), ("dueren", "Düren", 40)]
)
def test_the_towns_of_the_repository_can_be_read(town: str, place: str, streets: int) -> None:
    register = read_folder(REPOSITORY / "municipalities" / town, place)
    assert len(register.streets) >= streets
    assert all(zone.invented for zone in register.zones)


def test_musterstadt_shows_each_kind_of_answer() -> None:
    book = Book(read_folder(REPOSITORY / "municipalities" / "musterstadt", "Musterstadt"), TODAY)
    asked = {
        ("Hauptstr.", "5"): "C", ("Hauptstr.", "6"): "D", ("Hauptstr.", "90"): "excluded",
        ("Bahnhofstr.", "4"): "A",
        ("BAHNHOFSTRAẞE 12 A", ""): "B", ("Goethestraße", "20"): "D", ("Am Schlosspark", "3"): "private-road",
        ("Am Stellwerk", "3"): "B", ("Am Stellwerk", "11"): "private-road", ("Schlossstraße", "29"): "A",
        ("Schlossstraße", "29 a"): "excluded", ("Ahornweg", "5"): "outside", ("Neue Höfe", "4"): "outside",
        ("Mühlenweg", "47"): "outside", ("Mühlenweg", "48"): "C",
    }  # fmt: skip
    found = {key: book.find(*key) for key in asked}
    assert {key: match.zone or match.reason for key, match in found.items()} == asked
    assert book.find("Dorfstraße", "5", "").kind == "ambiguous"


def test_duerens_zones_are_its_thirteen_letters() -> None:
    book = Book(read_folder(REPOSITORY / "municipalities" / "dueren", "Düren"), TODAY)
    assert "".join(zone.code for zone in book.zones()) == "ABCDEFGHIJKLN"
