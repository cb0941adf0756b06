"""The register of places of one municipality: an address finds its zone, or the reason why it has none.

Pure: made from lists, no database, no files. Order of decision: a private road or an exclusion ends the
search; then the house-number list gives the zone (it beats the polygon); a street with a list is decided by
it alone; only for the others the polygon decides, if the house's coordinates are known.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar

from modellkommune.foundation.places.geometry import Point, Polygon
from modellkommune.foundation.places.rules import House, Rule, Validity, decide
from modellkommune.foundation.places.streetnames import StreetIndex, split_line, split_number
from modellkommune.values.address import Address, NoHouseNumber, read_house_number, street_key

T = TypeVar("T")


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
    """A street (or its part in one postcode) with the range of its house numbers, if known, and a point."""

    name: str
    postcode: str
    first: int | None = None
    last: int | None = None
    point: Point | None = None

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
    Reasons: private-road, excluded, outside, undetermined; postcode-differs; street-unknown, number-missing,
    number-unknown.
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
        return book

    def zones(self) -> tuple[Zone, ...]:
        """The zones in force, by code."""
        return tuple(zone for zone in self._index.zones if zone.in_force(self._day))

    def streets(self) -> tuple[Street, ...]:
        """All streets, in the order of the register."""
        return self._register.streets

    def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Street names while somebody is typing; similar ones if none begins like it."""
        return self._index.names.completions(split_number(typed)[0], limit)

    def find(self, street: str, house_number: str = "", postcode: str = "") -> PlaceMatch:
        """The one house meant, or what it could be; similar names are offered, never taken.

        Without house number `street` may be the whole address ("HEIDESTRAẞE 17" as an identity card has it,
        "Heidestr. 17, 52351 Düren").
        """
        if not house_number.strip():
            street, house_number, written = split_line(street)
            postcode = postcode or written
        streets = self._index.streets.get(street_key(street), ())
        if not streets:
            similar = self._index.names.similar(street)
            return PlaceMatch("unknown", reason="street-unknown", suggestions=similar)
        try:
            house = read_house_number(house_number)
        except NoHouseNumber:
            return PlaceMatch("unknown", reason="number-missing", suggestions=(streets[0].name,))
        return self._match(streets, house, postcode.strip())

    def finding(self, address: Address) -> Finding:
        """Zone or reason of an address of this municipality, whether or not the house is on record."""
        house = (address.number, address.addition)
        return self._decide(street_key(address.street), house, address.postcode)

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

    def _match(self, streets: tuple[Street, ...], house: House, postcode: str) -> PlaceMatch:
        named = [street for street in streets if not postcode or street.postcode in ("", postcode)]
        existing = [street for street in named if self._index.exists(street, house)]
        if not named or len(existing) > 1:
            lines = tuple(self._address(street, house).text for street in existing or streets)
            return PlaceMatch("ambiguous", reason=None if named else "postcode-differs", suggestions=lines)
        if not existing:
            return PlaceMatch("unknown", reason="number-unknown", suggestions=(named[0].name,))
        address = self._address(existing[0], house)
        found = self._decide(street_key(existing[0].name), house, existing[0].postcode)
        return PlaceMatch("exact", address=address, zone=found.zone, reason=found.reason)

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
        in_force = any(zone.code == rule.zone for zone in self.zones())
        return Finding(rule.zone) if in_force else Finding(None, "outside")

    def _by_polygon(self, point: Point | None) -> Finding:
        if point is None:
            return Finding(None, "undetermined" if self._index.houses_known else "outside")
        codes = [zone.code for zone in self.zones() if any(area.contains(point) for area in zone.polygons)]
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
        self.names = StreetIndex(street.name for street in register.streets)
        self.houses_known = bool(register.houses)
        self._houses = register.houses

    def exists(self, street: Street, house: House) -> bool:
        key = (street_key(street.name), street.postcode)
        return street.has(house[0]) or house in self._houses.get(key, {})

    def point(self, key: str, house: House, postcode: str) -> Point | None:
        """Where the house stands; a letter that is not on record stands beside its number."""
        houses = self._houses.get((key, postcode), {})
        return houses.get(house) or houses.get((house[0], ""))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
