"""Files as towns have them: other names, separators, encodings, reference systems."""

import json
from datetime import date
from pathlib import Path

import pytest

from modellkommune.foundation.places.assembling import assemble
from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.errors import MOST_PROBLEMS, PlacesInvalid
from modellkommune.foundation.places.jsonfile import FeatureFile, NotGeoJson
from modellkommune.foundation.places.reading import Manner, PlacesReader

TODAY = date(2026, 12, 3)
SQUARE = [[[7, 50], [8, 50], [8, 51], [7, 51], [7, 50]]]
LIST = "Zone;Straße;Seite;von;bis;Bemerkung\nA;Hauptstr.;ungerade;1;9a;x\nB;Hauptstr.;gerade;2;;x\n"


def zones(*codes: str, **collection: object) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        for code in codes
    ]
    return json.dumps({**collection, "type": "FeatureCollection", "features": features}, indent=1)


def read(folder: Path, files: dict[str, str | bytes], **manner: object) -> tuple[PlacesReader, Book]:
    reader = PlacesReader(Manner(**manner))  # type: ignore[arg-type]
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        reader.read(folder / name)
    return reader, Book(assemble(reader.material, "Ort", reader.problems), TODAY)


def test_a_street_list_alone_is_enough_for_a_small_town(tmp_path: Path) -> None:
    reader, book = read(tmp_path, {"liste.csv": LIST, "zonen.geojson": zones("A", "B")})
    assert reader.problems.found == []
    assert reader.ignored == {"liste.csv": ("Bemerkung",)}
    asked = ("7", "9a", "9b", "11", "40")
    assert [book.find("HAUPTSTRASSE", number, "").zone for number in asked] == ["A", "A", None, None, "B"]


def test_addresses_of_a_land_survey_are_read(tmp_path: Path) -> None:
    rows = "Strassenname;HNR;ADZ;PLZ;Ostwert;Nordwert\nMarkt;5;b;45127;361661,582;5701158,747\n"
    reader, book = read(tmp_path, {"haus.csv": rows.encode("cp1252")}, crs="EPSG:25832", encoding="cp1252")
    assert reader.problems.found == []
    assert book.register.houses[("MARKT", "45127")][5, "b"] == pytest.approx((7.009336, 51.4447), abs=1e-7)
    assert book.find("Markt 5b").kind == "exact"


def test_addresses_may_come_as_points_with_their_own_reference_system(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [361661.582, 5701158.747]}
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        "features": [
            {"type": "Feature", "properties": {"strasse": "Markt", "hausnummer": "5b"}, "geometry": point}
        ],
    }
    reader, book = read(tmp_path, {"haus.geojson": json.dumps(document)})
    assert reader.problems.found == []
    assert book.find("Markt", "5 b", "").kind == "exact"


def test_columns_can_be_named(tmp_path: Path) -> None:
    text = "\ufeff" + zones("A").replace('"code"', '"kurz"')
    assert read(tmp_path, {"z.geojson": text})[0].problems.found[0].remedy.endswith("--column code=name")
    _, book = read(tmp_path, {"z.geojson": text}, columns={"code": "kurz"})
    assert [zone.code for zone in book.zones()] == ["A"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.csv": "PLZ,Ort\n1,2\n"}, "a.csv:1: header: streets, addresses or a street list?"),
        ({"a.csv": "Straße,Hausnummer,lon,lat\nWeg,1,361661,5701158\n"}, "a.csv:2: the place 361661"),
        (
            {"a.csv": "Straße,Hausnummer,lon,lat\nWeg,1,50.1,7.1\n"},
            "a.csv:2: the place 50.1 7.1 lies outside",
        ),
        ({"a.csv": "Straße,PLZ\nWeg,1\n".encode("cp1252")}, "a.csv:1: not UTF-8"),
        ({"l.csv": LIST, "z.geojson": zones("A")}, "l.csv:3: zone 'B' is not among the zones"),
        ({"z.geojson": zones("A", crs={"properties": {"name": "EPSG:31467"}})}, "z.geojson:1: the reference"),
        ({"z.geojson": zones("A", "A")}, "z.geojson:37: zone A stands here twice"),
        ({"z.geojson": zones("A")[:-20]}, "z.geojson:33: no JSON"),
    ],
)
def test_each_mistake_has_a_place_and_a_remedy(
    tmp_path: Path, files: dict[str, str | bytes], expected: str
) -> None:
    problem = read(tmp_path, files)[0].problems.found[0]
    assert str(problem).startswith(expected)
    assert problem.remedy


def test_a_wrong_column_does_not_fill_the_screen(tmp_path: Path) -> None:
    rows = "street,first\n" + "".join(f"Weg {number},x\n" for number in range(200))
    reader, _ = read(tmp_path, {"s.csv": rows})
    with pytest.raises(PlacesInvalid, match="and 150 more"):
        reader.problems.refuse()
    assert len(reader.problems.found) == MOST_PROBLEMS


def test_features_larger_than_a_piece_of_the_file_are_read_with_their_lines(tmp_path: Path) -> None:
    long = [[7 + number / 1e6, 50] for number in range(9000)]
    features = [
        {"geometry": {"type": "Polygon", "coordinates": [long]}, "properties": {"code": code}}
        for code in "AB"
    ]
    path = tmp_path / "z.geojson"
    path.write_text('{"features": [\n' + ",\n".join(map(json.dumps, features)) + "\n]\n}", "utf-8")
    heard: list[int] = []
    found = list(FeatureFile(path).features(heard.append))
    assert [(line, feature["properties"]["code"]) for line, feature in found] == [(2, "A"), (3, "B")]
    assert heard[-1] == path.stat().st_size


@pytest.mark.parametrize("text", ["", "[]", '{"type": "Feature"}', '{"features": {}}'])
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "z.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(NotGeoJson):
        list(FeatureFile(path).features())
