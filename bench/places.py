"""What streets and zones cost: an import of 100,000 addresses and 50 polygons, then look-ups by address.

The register is invented: a grid of streets over 50 square zones, each with a ring of 80 points; every third
street is decided by the street list, the others by the polygons.
"""

import csv
import itertools
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants.context import municipality
from tests.journeys.stack import Portal

TOWN = "dueren"
"""Its places are replaced: the figures of streets and zones come last."""
STREETS, HOUSES = 2500, 40
ROWS, COLUMNS = 5, 10
SIDE = 80
"""Points of a polygon's ring."""
LOOKUPS = 20_000
WEST, SOUTH, WIDTH, HEIGHT = 7.0, 51.0, 0.2, 0.1
SPELLINGS = ("{}straße {}", "{}str. {}", "{}-STRASSE {}", "{}strasse {}, 52349 Düren")
SEED = 7


@dataclass(frozen=True)
class PlacesCost:
    """The import: seconds, megabytes, lines of progress. Look-ups a second in one process.

    `lookups_a_second`: each asks which edition holds, as a request does; `in_one_work`: without asking.
    """

    import_seconds: float
    import_megabytes: float
    progress_lines: int
    lookups_a_second: float
    in_one_work: float
    first_lookup_ms: float


def write_register(folder: Path) -> tuple[Path, ...]:
    """Addresses, street list and zones as a town would bring them."""
    paths = tuple(folder / name for name in ("zonen.geojson", "hausnummern.csv", "strassenliste.csv"))
    features = [_zone(row, column) for row in range(ROWS) for column in range(COLUMNS)]
    paths[0].write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    _table(paths[1], "Straße;Hausnummer;Zusatz;PLZ;lon;lat", _addresses())
    _table(paths[2], "Zone;Straße;Seite;von;bis", _list())
    return paths


def import_cost(portal: Portal, folder: Path) -> tuple[float, float, int]:
    """Seconds, megabytes at most, and lines of progress of `zones import` on a running installation."""
    words = [*portal.command_words, "zones", "import", TOWN, *map(str, write_register(folder))]
    began = time.perf_counter()
    done = subprocess.run(words, env=portal.environment, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, megabytes, len(done.stderr.splitlines())


def report_import(folder: str, port: str, home: str) -> None:
    """Print `import_cost` as JSON; in a process of its own, whose largest child is the import."""
    print(json.dumps(import_cost(Portal(int(port), Path(home)), Path(folder))))


def report_lookups() -> None:
    """Print look-ups a second, both ways, and milliseconds of the first one as JSON."""
    with municipality(TOWN):
        began = time.perf_counter()
        book().find("Allee0straße 1")
        first = time.perf_counter() - began
        asked = list(_questions())
        began = time.perf_counter()
        found = [book().find(line) for line in asked]
        taken = time.perf_counter() - began
        places = book()
        began = time.perf_counter()
        again = [places.find(line) for line in asked]
        alone = time.perf_counter() - began
    assert found == again
    assert all(match.kind == "exact" for match in found)
    assert {match.zone is None for match in found} == {True, False}
    print(json.dumps([len(asked) / taken, len(asked) / alone, 1000 * first]))


def places_cost(portal: Portal, folder: Path) -> PlacesCost:
    """Everything; replaces the places of `TOWN`."""
    seconds, megabytes, lines = _in_a_process(
        portal, f"report_import({str(folder)!r}, '{portal.port}', {str(portal.home)!r})"
    )
    rate, alone, first = _in_a_process(portal, "report_lookups()")
    return PlacesCost(seconds, megabytes, int(lines), rate, alone, first)


def _in_a_process(portal: Portal, order: str) -> list[float]:
    words = f"import django; django.setup(); from bench import places; places.{order}"
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    done = subprocess.run(
        [sys.executable, "-c", words], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    values: list[float] = json.loads(done.stdout)
    return values


def _table(path: Path, header: str, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header.split(";"))
        writer.writerows(rows)


def _name(street: int) -> str:
    return f"{('Allee', 'Bach', 'Dom', 'Eich', 'Feld')[street % 5]}{street // 5}"


def _addresses() -> Iterator[tuple[object, ...]]:
    for street in range(STREETS):
        lat = SOUTH - 0.01 + (HEIGHT + 0.02) * street / STREETS
        for house in range(1, HOUSES + 1):
            lon = WEST - 0.01 + (WIDTH + 0.02) * house / HOUSES
            letter = "a" if house % 8 == 0 else ""
            yield f"{_name(street)}straße", house, letter, "52349", f"{lon:.6f}", f"{lat:.6f}"


def _list() -> Iterator[tuple[object, ...]]:
    for street in range(0, STREETS, 3):
        for side, first in (("ungerade", 1), ("gerade", 2)):
            yield f"Z{street % (ROWS * COLUMNS)}", f"{_name(street)}straße", side, first, HOUSES - 10


def _zone(row: int, column: int) -> dict[str, object]:
    west, south = WEST + WIDTH * column / COLUMNS, SOUTH + HEIGHT * row / ROWS
    east, north = WEST + WIDTH * (column + 1) / COLUMNS, SOUTH + HEIGHT * (row + 1) / ROWS
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = [
        [
            round(a[0] + (b[0] - a[0]) * step / (SIDE // 4), 7),
            round(a[1] + (b[1] - a[1]) * step / (SIDE // 4), 7),
        ]
        for a, b in itertools.pairwise(corners)
        for step in range(SIDE // 4)
    ]
    code = f"Z{row * COLUMNS + column}"
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": {"code": code, "name": f"Zone {code}"}, "geometry": geometry}


def _questions() -> Iterator[str]:
    chance = random.Random(SEED)  # noqa: S311 -- which houses are asked about
    for _ in range(LOOKUPS):
        house = chance.randint(1, HOUSES)
        number = f"{house} a" if house % 8 == 0 else str(house)
        yield chance.choice(SPELLINGS).format(_name(chance.randrange(STREETS)), number)
