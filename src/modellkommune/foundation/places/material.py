"""What the files of streets and zones say, kind by kind, before it is put together to a register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, cast

from modellkommune.foundation.places.book import Street, Zone
from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.rows import Row
from modellkommune.foundation.places.rules import House, Letters, Rule, Side, Verdict
from modellkommune.foundation.places.words import RULES, SIDES
from modellkommune.values.address import read_house_number, street_key

STREETS, ADDRESSES, RULE_LIST, ZONES = "streets", "addresses", "zone_rules", "zones"
NEEDED: Final = {
    STREETS: ("street",),
    ADDRESSES: ("street", "number", "lon", "lat"),
    RULE_LIST: ("zone", "street"),
    ZONES: ("code",),
}
"""The columns without which a file of this kind says nothing."""
kept_key = lru_cache(maxsize=65536)(street_key)


@dataclass
class Material:
    """Gathered from all files; a kind that no file was of is missing in `kinds`."""

    kinds: set[str] = field(default_factory=set)
    streets: list[Street] = field(default_factory=list)
    rules: list[tuple[Row, Rule]] = field(default_factory=list)
    zones: dict[str, tuple[Row, Zone]] = field(default_factory=dict)
    houses: dict[tuple[str, str], dict[House, Point]] = field(default_factory=lambda: defaultdict(dict))
    first_rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    """The first address of each street and postcode."""


def read_streets(rows: Iterable[Row], material: Material) -> None:
    """The street register: a row for each street and postcode."""
    seen: dict[tuple[str, str, int | None], int] = {}
    for row in rows:
        name, postcode = row.needed("street"), row.postcode("postcode")
        street = Street(name, postcode, row.number("first"), row.number("last"), row.point())
        if street.first and street.last and street.last < street.first:
            row.problem(f"last {street.last} is below first {street.first}")
        key = (kept_key(street.name), street.postcode, street.first)
        if key in seen:
            row.problem(f"{street.name} stands already in line {seen[key]}", "take one of the two lines out")
        seen.setdefault(key, row.line)
        material.streets.append(street)


def read_addresses(rows: Iterable[Row], material: Material) -> None:
    """Houses with their coordinates; the addition may stand in the column of the number: 12a."""
    for row in rows:
        place = (kept_key(row.needed("street")), row.postcode("postcode"))
        house, point = _numbered(row), row.point()
        if house is None or point is None:
            if not (row.text("number") and row.text("lon") and row.text("lat")):
                row.problem("number, lon and lat are needed", "leave houses without coordinates out")
            continue
        if house in material.houses[place]:
            _stands_twice(row, house, material.houses[place][house] == point)
            continue
        material.houses[place][house] = point
        material.first_rows.setdefault(place, row)


def _numbered(row: Row) -> House | None:
    house = row.house("number")
    addition = row.text("addition").lower().replace(" ", "")
    if house is None or not addition:
        return house
    return (
        read_house_number(f"{house[0]}{house[1]}{addition}") if addition.isalnum() else (house[0], addition)
    )


def _stands_twice(row: Row, house: House, same_place: bool) -> None:
    text = f"{row.text('street')} {house[0]} {house[1]}".strip()
    if same_place:
        row.problem(f"{text} stands here twice", "take one of the two lines out")
    else:
        row.problem(f"{text} stands here twice, at two places", "keep the right one, or add the postcodes")


def read_rules(rows: Iterable[Row], material: Material) -> None:
    """The street list: streets and house numbers of the zones."""
    for row in rows:
        rule = _rule(row)
        if rule.verdict == "in" and not rule.zone:
            row.problem("zone is empty", "name the zone, or write the rule: out or private")
        if rule.verdict != "in" and rule.zone:
            row.problem(f"zone must be empty for the rule {rule.verdict}")
        material.rules.append((row, rule))


def _rule(row: Row) -> Rule:
    first, last = row.house("from"), row.house("to")
    if first and last and last[0] < first[0]:
        row.problem(f"to {row.text('to')} is below from {row.text('from')}", "exchange the two")
    return Rule(
        verdict=cast(Verdict, row.one_of("rule", RULES, default="in")),
        zone=row.text("zone"),
        street=kept_key(row.needed("street")),
        postcode=row.postcode("postcode"),
        side=cast(Side, row.one_of("side", SIDES, default="all")),
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
