"""The streets of each zone, as a list: for those who see no map, and for those who look a street up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from modellkommune.foundation.places.book import Book, Street
from modellkommune.foundation.places.rules import House, Rule, Side
from modellkommune.values.address import house_number_text, street_key
from modellkommune.values.latin import search_form

Kind = Literal["all", "one", "from", "to", "between"]


@dataclass(frozen=True)
class Stretch:
    """House numbers of a street: all, one, from a first one, up to a last one, or between both, of a side.

    `letters` as in a street list: empty = whatever letter, `-` = only without, `a-f,h` = only these.
    """

    kind: Kind
    side: Side
    first: str = ""
    last: str = ""
    letters: str = ""


@dataclass(frozen=True)
class ListedStreet:
    """A street of a zone; without stretches the whole street. `without`: houses that do not belong to it."""

    name: str
    postcode: str
    stretches: tuple[Stretch, ...] = ()
    without: tuple[Stretch, ...] = ()


@lru_cache(maxsize=64)
def streets_of_zones(book: Book) -> dict[str, tuple[ListedStreet, ...]]:
    """Code of each zone in force -> its streets by name."""
    found: dict[str, list[ListedStreet]] = defaultdict(list)
    twice = _names_in_several_postcodes(book)
    for street in book.streets():
        postcode = street.postcode if street_key(street.name) in twice else ""
        for code, listed in _zones(book, street, postcode):
            if listed not in found[code]:
                found[code].append(listed)
    codes = [zone.code for zone in book.zones()]
    return {code: tuple(sorted(found[code], key=lambda listed: search_form(listed.name))) for code in codes}


def _names_in_several_postcodes(book: Book) -> set[str]:
    keys = {street_key(street.name) for street in book.streets()}
    return {key for key in keys if len({street.postcode for street in book.streets_of(key)}) > 1}


def _zones(book: Book, street: Street, postcode: str) -> Iterator[tuple[str, ListedStreet]]:
    rules = book.rules_in_force(street_key(street.name), street.postcode)
    inside = [rule for rule in rules if rule.verdict == "in"]
    outside = [rule for rule in rules if rule.verdict != "in"]
    if not inside:
        yield from _by_polygon(book, street, postcode, tuple(map(_stretch, outside)))
    for code in dict.fromkeys(rule.zone for rule in inside):
        mine = [rule for rule in inside if rule.zone == code]
        stretches = tuple(map(_stretch, mine))
        whole = any(stretch == Stretch("all", "all") for stretch in stretches)
        without = tuple(_stretch(rule) for rule in outside if any(rule.overlaps(other) for other in mine))
        yield code, ListedStreet(street.name, postcode, () if whole else stretches, without)


def _stretch(rule: Rule) -> Stretch:
    first, last = (house_number_text(*end) if end else "" for end in (rule.first, rule.last))
    if first and first == last:
        return Stretch("one", "all", first, letters=rule.letters.text)
    kinds: dict[tuple[bool, bool], Kind] = {
        (True, True): "between", (True, False): "from", (False, True): "to", (False, False): "all",
    }  # fmt: skip
    return Stretch(kinds[bool(first), bool(last)], rule.side, first, last, rule.letters.text)


def _by_polygon(
    book: Book, street: Street, postcode: str, without: tuple[Stretch, ...]
) -> Iterator[tuple[str, ListedStreet]]:
    key = street_key(street.name)
    zones: dict[str | None, list[House]] = defaultdict(list)
    for house in book.register.houses.get((key, street.postcode), ()):
        zones[book.finding_at(key, house, street.postcode).zone].append(house)
    for code, houses in zones.items():
        if code is not None:
            stretches = () if len(zones) == 1 else tuple(_runs(houses, zones))
            yield code, ListedStreet(street.name, postcode, stretches, without if len(zones) == 1 else ())


def _runs(houses: list[House], zones: dict[str | None, list[House]]) -> Iterator[Stretch]:
    """The houses of one zone as stretches of a side, broken only where a house of it lies elsewhere."""
    mine = set(houses)
    sides: tuple[Side, Side] = ("even", "odd")
    for remainder in (1, 0):
        ordered = sorted(one for group in zones.values() for one in group if one[0] % 2 == remainder)
        for inside, run in groupby(ordered, key=lambda house: house in mine):
            members = list(run)
            first, last = house_number_text(*members[0]), house_number_text(*members[-1])
            if inside and first == last:
                yield Stretch("one", "all", first)
            elif inside:
                yield Stretch("between", sides[remainder], first, last)
