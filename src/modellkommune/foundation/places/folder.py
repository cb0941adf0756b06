"""Read streets, addresses, zones and zone rules of a municipality's folder, as a whole or not at all."""

import hashlib
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from modellkommune.foundation.places.book import Register, Street
from modellkommune.foundation.places.errors import FileProblem, PlacesInvalid
from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.rows import Row, read_rows
from modellkommune.foundation.places.rules import House, Letters, Rule
from modellkommune.foundation.places.zonefile import read_zones
from modellkommune.values.address import street_key

_STREETS = ("street", "postcode", "first", "last")
_ADDRESSES = ("street", "number", "addition", "postcode", "lon", "lat")
_RULES = ("zone", "street", "postcode", "side", "from", "to", "letters", "rule")
_RULES_TOO = ("valid_from", "valid_to", "reason_de", "reason_en", "origin")
FILES = ("streets.csv", "addresses.csv", "zone_rules.csv", "zones.geojson")


def folder_digest(folder: Path, place: str) -> str:
    """SHA-256 (hex) of the files as they lie in the folder: equal digest, equal register."""
    digest = hashlib.sha256(place.encode())
    for name in FILES:
        path = folder / name
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def read_folder(folder: Path, place: str) -> Register:
    """The register of a folder; `place` is the town's name in addresses. Raises PlacesInvalid."""
    if not (folder / "streets.csv").exists():
        raise PlacesInvalid((FileProblem("streets.csv", 1, "file is missing"),))
    problems: list[FileProblem] = []
    streets = _read_streets(folder / "streets.csv", problems)
    keys = {street_key(street.name) for street in streets}
    zones = read_zones(folder / "zones.geojson", problems)
    rules = _read_rules(folder / "zone_rules.csv", keys, {zone.code for zone in zones}, problems)
    houses = _read_houses(folder / "addresses.csv", keys, problems)
    if problems:
        raise PlacesInvalid(tuple(sorted(problems)))
    return Register(place, streets, rules, zones, houses)


def _read_streets(path: Path, problems: list[FileProblem]) -> tuple[Street, ...]:
    streets: list[Street] = []
    seen: dict[tuple[str, str, int | None], int] = {}
    for row in read_rows(path, _STREETS, problems, optional=("lon", "lat", "origin")):
        name, postcode = row.needed("street"), row.postcode("postcode")
        street = Street(name, postcode, row.number("first"), row.number("last"), row.point())
        if street.first and street.last and street.last < street.first:
            row.problem(f"last {street.last} is below first {street.first}")
        key = (street_key(street.name), street.postcode, street.first)
        if key in seen:
            row.problem(f"{street.name} stands already in line {seen[key]}")
        seen.setdefault(key, row.line)
        streets.append(street)
    return tuple(streets)


def _read_rules(path: Path, keys: set[str], codes: set[str], problems: list[FileProblem]) -> tuple[Rule, ...]:
    if not path.exists():
        return ()
    by_street: dict[str, list[tuple[Row, Rule]]] = defaultdict(list)
    for row in read_rows(path, _RULES, problems, optional=_RULES_TOO):
        rule = _read_rule(row)
        _check_names(row, rule, keys, codes)
        by_street[rule.street].append((row, rule))
    for rows in by_street.values():
        _check_contradictions(rows)
    return tuple(rule for rows in by_street.values() for _, rule in rows)


def _check_names(row: Row, rule: Rule, keys: set[str], codes: set[str]) -> None:
    if rule.street not in keys:
        row.problem(f"street {row.text('street')!r} is not in streets.csv")
    if rule.verdict == "in" and rule.zone not in codes:
        row.problem(f"zone {rule.zone!r} is not in zones.geojson")
    if rule.verdict != "in" and rule.zone:
        row.problem(f"zone must be empty for the rule {rule.verdict}")


def _check_contradictions(rows: list[tuple[Row, Rule]]) -> None:
    for (earlier, one), (later, other) in combinations(rows, 2):
        if one.contradicts(other):
            already = f"line {earlier.line} gives them to zone {one.zone}"
            later.problem(f"gives houses to zone {other.zone}, {already}")


def _read_rule(row: Row) -> Rule:
    first, last = row.house("from"), row.house("to")
    if first and last and last[0] < first[0]:
        row.problem(f"to {row.text('to')} is below from {row.text('from')}")
    return Rule(
        verdict=row.one_of("rule", ("in", "out", "private")),  # type: ignore[arg-type]
        zone=row.text("zone"),
        street=street_key(row.needed("street")),
        postcode=row.postcode("postcode"),
        side=row.one_of("side", ("all", "odd", "even"), default="all"),  # type: ignore[arg-type]
        first=first,
        last=last,
        letters=_letters(row),
        validity=row.validity(),
        reason={code: row.text(f"reason_{code}") for code in ("de", "en") if row.text(f"reason_{code}")},
    )


def _letters(row: Row) -> Letters:
    try:
        return Letters.read(row.text("letters"))
    except ValueError:
        row.problem(f"letters is {row.text('letters')!r}, expected nothing, -, a-f or a,c")
        return Letters()


def _read_houses(
    path: Path, keys: set[str], problems: list[FileProblem]
) -> dict[tuple[str, str], dict[House, Point]]:
    houses: dict[tuple[str, str], dict[House, Point]] = defaultdict(dict)
    if not path.exists():
        return houses
    for row in read_rows(path, _ADDRESSES, problems):
        number, point, key = row.number("number"), row.point(), street_key(row.needed("street"))
        if key not in keys:
            row.problem(f"street {row.text('street')!r} is not in streets.csv")
        if number is None or point is None:
            row.problem("number, lon and lat are needed")
            continue
        house = (number, row.text("addition").lower())
        if house in houses[key, row.postcode("postcode")]:
            row.problem(f"{row.text('street')} {number} {house[1]} stands here twice".replace("  ", " "))
        houses[key, row.text("postcode")][house] = point
    return houses
