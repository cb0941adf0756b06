"""The register of places of one municipality: an address finds its zone, or the reason why it has none.

Pure: made from lists, no database, no files. Order of decision: a private road or an exclusion ends the
search; then the house-number list gives the zone (it beats the polygon); a street with a list is decided by
it alone; only for the others the polygon decides, if the house's coordinates are known.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from modellkommune.foundation.places.geometry import Point, Polygon
from modellkommune.foundation.places.rules import House, Rule, Validity, decide
from modellkommune.foundation.places.streetnames import StreetIndex, split_line, split_number
from modellkommune.values.address import Address, NoHouseNumber, read_house_number, street_key

T = TypeVar("T")
# The addition of an entrance that takes several numbers: 10-20, 12 a-c, 12 a-14 b
_RANGE = re.compile(r"([^\W\d_]?)-(\d{0,4})([^\W\d_]?)")
_LONGEST_RANGE = 60


@dataclass(frozen=True)
class Zone:
    """A parking zone: the code on the permit, names and descriptions by language, its area."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    polygons: tuple[Polygon, ...]
    status: str = "in_force"  # in_force | planned | suspended
    validity: Validity = field(default_factory=Validity)
    invented: bool = False

    def in_force(self, day: date) -> bool:
        """Whether permits for the zone apply on that day."""
        return self.status == "in_force" and self.validity.includes(day)


@dataclass(frozen=True)
class Street:
    """A street (or its part in one postcode) with the range of its house numbers, if known, and a point.

    Without a range the houses on record exist; if none is on record either, every number is accepted.
    """

    name: str
    postcode: str
    first: int | None = None
    last: int | None = None
    point: Point | None = None

    @property
    def ranged(self) -> bool:
        """Whether the lowest or the highest number is known."""
        return self.first is not None or self.last is not None

    def has(self, number: int) -> bool:
        """Whether a house of this number may exist."""
        return (self.first is None or self.first <= number) and (self.last is None or number <= self.last)


@dataclass(frozen=True)
class Register:
    """Everything a book is made from. `houses`: (street key, postcode) -> house -> point."""

    place: str
    streets: tuple[Street, ...]
    rules: tuple[Rule, ...]
    zones: tuple[Zone, ...]
    houses: Mapping[tuple[str, str], Mapping[House, Point]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceMatch:
    """What an address turned out to be (the PlaceMatch of the blueprint language).

    `exact`: `address` as the register writes it, with its zone or the reason why it has none. `ambiguous`,
    `unknown`: nothing is taken for granted, `suggestions` are addresses or street names it may have been.
    Reasons: private-road, excluded, outside, undetermined; postcode-differs, several-zones; street-unknown,
    number-missing, number-unknown.
    """

    kind: Literal["exact", "ambiguous", "unknown"]
    address: Address | None = None
    zone: str | None = None
    reason: str | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Zone of a house, or the reason (a stable code) why it has none, with the list's own words if any."""

    zone: str | None
    reason: str | None = None  # private-road | excluded | outside | undetermined
    text: Mapping[str, str] = field(default_factory=dict)


class Book:
    """Answers questions about a municipality's addresses on one day (PlaceBook of the blueprint language)."""

    def __init__(self, register: Register, day: date) -> None:
        self._register = register
        self._index = _Index(register)
        self._day = day

    def on(self, day: date) -> "Book":
        """The same register seen on another day; shares the indexes."""
        book = object.__new__(Book)
        book._register, book._index, book._day = self._register, self._index, day
        return book if day != self._day else self

    @property
    def weight(self) -> int:
        """Houses, streets and points of borders: what the book takes of memory."""
        return self._index.weight

    @property
    def register(self) -> Register:
        """What the book was made from."""
        return self._register

    def zones(self) -> tuple[Zone, ...]:
        """The zones in force, by code."""
        return self._zones

    @cached_property
    def _zones(self) -> tuple[Zone, ...]:
        return tuple(zone for zone in self._index.zones if zone.in_force(self._day))

    def planned(self) -> tuple[Zone, ...]:
        """Zones that are to come, by code: told, but of no effect."""
        return tuple(
            zone
            for zone in self._index.zones
            if not zone.in_force(self._day)
            and zone.status != "suspended"
            and (zone.validity.last is None or zone.validity.last >= self._day)
        )

    def streets(self) -> tuple[Street, ...]:
        """All streets, in the order of the register."""
        return self._register.streets

    def streets_of(self, key: str) -> tuple[Street, ...]:
        """The streets with a key: more than one if the name exists in several postcodes."""
        return self._index.streets.get(key, ())

    def rules_of(self, key: str) -> tuple[Rule, ...]:
        """The rows of the street list for a street key."""
        return self._index.rules.get(key, ())

    def rules_in_force(self, key: str, postcode: str) -> tuple[Rule, ...]:
        """The rows of the street list that speak about a street on the day; zones not in force give none."""
        codes = {zone.code for zone in self._zones}
        return tuple(
            rule
            for rule in self.rules_of(key)
            if rule.concerns(postcode, self._day) and (rule.verdict != "in" or rule.zone in codes)
        )

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Street names while somebody is typing; similar ones if none begins like it."""
        return self._index.names.completions(split_number(typed)[0], limit)

    def find(self, street: str, house_number: str = "", postcode: str = "") -> PlaceMatch:
        """The one house meant, or what it could be; similar names are offered, never taken.

        Without house number `street` may be the whole address ("HEIDESTRAẞE 17" as an identity card has it,
        "Heidestr. 17, 12345 Ort"). An address that was offered may be sent back as `street`.
        """
        line = split_line(street)
        if not house_number.strip():
            return self._find(line[0], line[1], postcode or line[2])
        match = self._find(street, house_number, postcode)
        if match.reason == "street-unknown" and line[1]:
            chosen = self._find(*line)
            if chosen.address and street in (chosen.address.text, chosen.address.line):
                return chosen
        return match

    def _find(self, street: str, house_number: str, postcode: str) -> PlaceMatch:
        key = street_key(street)
        streets = self.streets_of(key)
        if not streets:
            similar = self._index.names.similar(street)
            return PlaceMatch("unknown", reason="street-unknown", suggestions=similar)
        try:
            house = read_house_number(house_number)
        except NoHouseNumber:
            return PlaceMatch("unknown", reason="number-missing", suggestions=(streets[0].name,))
        return self._match(key, house, postcode.strip())

    def finding(self, address: Address) -> Finding:
        """Zone or reason of an address of this municipality, whether or not the house is on record."""
        house = (address.number, address.addition)
        return self.finding_at(street_key(address.street), house, address.postcode)

    def finding_at(self, key: str, house: House, postcode: str) -> Finding:
        """Zone or reason of a house by its street key; several zones of one entrance are none."""
        found = [self._decide(key, one, postcode) for one in self._index.meant(key, house, postcode)]
        return found[0] if all(one.zone == found[0].zone for one in found) else Finding(None, "undetermined")

    def nearest_zone(self, address: Address) -> tuple[Zone, int] | None:
        """The zone in force whose border is nearest, and the metres to it; None if the place is not known."""
        house = (address.number, address.addition)
        point = self._index.point(street_key(address.street), house, address.postcode)
        zones = self.zones()
        if point is None or not zones:
            return None
        metres, code = min(
            (min(polygon.distance(point) for polygon in zone.polygons), zone.code) for zone in zones
        )
        return next(zone for zone in zones if zone.code == code), round(metres)

    def _match(self, key: str, house: House, postcode: str) -> PlaceMatch:
        streets = self.streets_of(key)
        named = [street for street in streets if not postcode or street.postcode in ("", postcode)]
        existing = [street for street in named if self._index.exists(key, street, house)]
        if not named or len(existing) > 1:
            lines = tuple(self._address(street, house).text for street in existing or streets)
            return PlaceMatch("ambiguous", reason=None if named else "postcode-differs", suggestions=lines)
        if not existing:
            return PlaceMatch("unknown", reason="number-unknown", suggestions=self._near(key, named, house))
        return self._found(key, existing[0], house)

    def _found(self, key: str, street: Street, house: House) -> PlaceMatch:
        meant = self._index.meant(key, house, street.postcode)
        found = [self._decide(key, one, street.postcode) for one in meant]
        if any(one.zone != found[0].zone for one in found):
            lines = tuple(self._address(street, one).text for one in (meant[0], meant[-1]))
            return PlaceMatch("ambiguous", reason="several-zones", suggestions=lines)
        return PlaceMatch("exact", self._address(street, house), found[0].zone, found[0].reason)

    def _near(self, key: str, named: list[Street], house: House) -> tuple[str, ...]:
        """Houses on record with the same number, or else the name of the street."""
        lines = [
            self._address(street, one).line
            for street in named
            for one in self._index.same_number(key, street.postcode, house)
        ]
        return tuple(lines[:8]) or (named[0].name,)

    def _address(self, street: Street, house: House) -> Address:
        return Address(street.name, house[0], house[1], street.postcode, self._register.place)

    def _decide(self, key: str, house: House, postcode: str) -> Finding:
        rules = self._index.rules.get(key, ())
        rule = decide(rules, house, postcode, self._day)
        if rule is not None and rule.verdict == "in":
            return self._listed(rule)
        if rule is not None:
            return Finding(None, "private-road" if rule.verdict == "private" else "excluded", rule.reason)
        if any(rule.verdict == "in" and rule.concerns(postcode, self._day) for rule in rules):
            return Finding(None, "outside")
        return self._by_polygon(self._index.point(key, house, postcode))

    def _listed(self, rule: Rule) -> Finding:
        in_force = any(zone.code == rule.zone for zone in self._zones)
        return Finding(rule.zone) if in_force else Finding(None, "outside")

    def _by_polygon(self, point: Point | None) -> Finding:
        if point is None:
            return Finding(None, "undetermined" if self._index.houses_known else "outside")
        codes = [zone.code for zone in self._zones if any(area.contains(point) for area in zone.polygons)]
        if len(codes) > 1:
            return Finding(None, "undetermined")
        return Finding(codes[0]) if codes else Finding(None, "outside")


class _Index:
    """What is looked up by key, built once for a register."""

    def __init__(self, register: Register) -> None:
        self.zones = tuple(sorted(register.zones, key=lambda zone: zone.code))
        self.streets: dict[str, tuple[Street, ...]] = _grouped(
            (street_key(street.name), street) for street in register.streets
        )
        self.rules: dict[str, tuple[Rule, ...]] = _grouped((rule.street, rule) for rule in register.rules)
        self.houses_known = bool(register.houses)
        self.weight = _weight(register)
        self._register = register

    @cached_property
    def names(self) -> StreetIndex:
        """Made when the first name was not found: it takes more memory than all the rest."""
        return StreetIndex(street.name for street in self._register.streets)

    def exists(self, key: str, street: Street, house: House) -> bool:
        """Whether the house, or each end of what one entrance takes, is on record or within the range."""
        meant = self.meant(key, house, street.postcode)
        houses = self.houses(key, street.postcode)
        return all(self._exists(houses, street, one) for one in {meant[0], meant[-1]})

    def _exists(self, houses: Mapping[House, Point], street: Street, house: House) -> bool:
        return house in houses or ((street.ranged or not houses) and street.has(house[0]))

    def houses(self, key: str, postcode: str) -> Mapping[House, Point]:
        """The houses on record of a street in one postcode."""
        return self._register.houses.get((key, postcode), {})

    def same_number(self, key: str, postcode: str, house: House) -> list[House]:
        """The houses on record that differ in the letter only."""
        return [one for one in self.houses(key, postcode) if one[0] == house[0]]

    def meant(self, key: str, house: House, postcode: str) -> tuple[House, ...]:
        """The houses of an entrance: both ends of 10-20 and what is between on that side."""
        found = _RANGE.fullmatch(house[1])
        houses = self.houses(key, postcode)
        if found is None or house in houses:
            return (house,)
        first, last = (house[0], found[1]), (int(found[2] or house[0]), found[3])
        if not first < last or last[0] - first[0] > _LONGEST_RANGE:
            return (house,)
        between = {(number, "") for number in range(house[0] + 2, last[0], 2)}
        if houses:
            between = {one for one in houses if first < one < last and (one[0] - first[0]) % 2 == 0}
        return (first, *sorted(between), last)

    def point(self, key: str, house: House, postcode: str) -> Point | None:
        """Where the house stands; a letter that is not on record stands beside its number."""
        houses = self.houses(key, postcode)
        return houses.get(house) or houses.get((house[0], ""))


def _weight(register: Register) -> int:
    points = sum(len(area.outer) for zone in register.zones for area in zone.polygons)
    return len(register.streets) + sum(map(len, register.houses.values())) + points


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
