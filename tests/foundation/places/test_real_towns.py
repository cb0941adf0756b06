"""The city of Essen's own addresses against its own zones (data outside the repository, else skipped)."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.folder import read_folder

DATA = Path(__file__).parents[3].parent / "shared" / "domain" / "geo"
TODAY = date(2026, 12, 3)
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the cities' data lie outside the repository")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(folder: Path, name: str, columns: str, lines: Iterator[list[str]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split(","))
        writer.writerows(lines)


def essen(folder: Path, codes: dict[str, str], *, listed: bool) -> Book:
    document = json.loads((DATA / "essen_bewohnerparkbereiche.geojson").read_text(encoding="utf-8"))
    for feature in document["features"]:
        name = feature["properties"]["name"]
        codes[name] = f"Z{len(codes) + 1}"
        feature["properties"] = {"code": codes[name], "name": name}
    (folder / "zones.geojson").write_text(json.dumps(document), encoding="utf-8")
    streets = ([r["street"], "", r["number_min"], r["number_max"]] for r in rows("essen_streets.csv"))
    write(folder, "streets.csv", "street,postcode,first,last", streets)
    houses = rows("essen_addresses_zone_streets.csv")
    lines = ([r["street"], r["number"], r["suffix"], "", r["lon"], r["lat"]] for r in houses)
    write(folder, "addresses.csv", "street,number,addition,postcode,lon,lat", lines)
    if listed:
        ranges = (
            [codes[r["zone"]], r["street"], "", r["side"], r["from"], r["to"], "", "in"]
            for r in rows("essen_zone_street_ranges.csv")
        )
        write(folder, "zone_rules.csv", "zone,street,postcode,side,from,to,letters,rule", ranges)
    return Book(read_folder(folder, "Essen"), TODAY)


@pytest.mark.parametrize("listed", [True, False], ids=["by the street list", "by the polygons"])
def test_every_official_address_finds_its_zone(tmp_path: Path, listed: bool) -> None:
    codes: dict[str, str] = {"": ""}
    book = essen(tmp_path, codes, listed=listed)
    wrong = [
        (row["street"], row["number"], row["suffix"], row["zone"], found.zone)
        for row in rows("essen_addresses_zone_streets.csv")
        if (found := book.find(row["street"], row["number"] + row["suffix"], "")).kind != "exact"
        or (found.zone or "") != codes[row["zone"]]
    ]
    assert wrong == []
