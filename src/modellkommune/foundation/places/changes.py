"""What a new edition changes for whom: the houses that get another zone, street by street."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from modellkommune.foundation.places.book import Book, Street
from modellkommune.foundation.places.rules import House
from modellkommune.values.address import house_number_text, street_key

_EVERY = 100
"""So many streets between two words about progress."""
_FARTHEST = 999
"""The highest number looked at where no house and no range is on record."""


@dataclass(frozen=True)
class Change:
    """Houses of one street that change from one zone to another; None is no zone."""

    street: str
    postcode: str
    before: str | None
    after: str | None
    houses: tuple[House, ...]

    @property
    def numbers(self) -> str:
        """The houses in words: "1-19 odd, 2 a"."""
        return numbers_text(self.houses)


def changes(before: Book | None, after: Book, progress: Callable[[int, int], None]) -> tuple[Change, ...]:
    """All changes by street. `progress` hears how many streets of how many have been compared.

    Compared are the houses on record before or after; where there are none, the numbers of the street's range
    or, without one, those that rules name.
    """
    streets = _streets(before, after)
    found: list[Change] = []
    for number, ((key, postcode), name) in enumerate(sorted(streets.items())):
        if number % _EVERY == 0:
            progress(number, len(streets))
        moved: dict[tuple[str | None, str | None], list[House]] = defaultdict(list)
        for house in _houses(before, after, key, postcode):
            zones = _zone(before, key, house, postcode), _zone(after, key, house, postcode)
            if zones[0] != zones[1]:
                moved[zones].append(house)
        found += (Change(name, postcode, *zones, tuple(houses)) for zones, houses in moved.items())
    progress(len(streets), len(streets))
    return tuple(found)


def redrawn(before: Book | None, found: Iterable[Change]) -> tuple[str, ...]:
    """The zones whose area gets smaller, by code: the permits for them are to be looked at."""
    lost = {change.before for change in found if change.before is not None}
    if before is not None:
        lost &= {zone.code for zone in before.zones()}
    return tuple(sorted(lost))


def numbers_text(houses: Iterable[House]) -> str:
    """House numbers in words, runs of one side as a range: "1-19 odd, 2 a, 4"."""
    ordered = sorted(houses)
    plain = [number for number, addition in ordered if not addition]
    parts = [part for side in (1, 0) for part in _runs([number for number in plain if number % 2 == side])]
    parts += [(house, house_number_text(*house)) for house in ordered if house[1]]
    return ", ".join(text for _, text in sorted(parts))


def _runs(numbers: list[int]) -> Iterator[tuple[House, str]]:
    counted = enumerate(numbers)
    for _, run in groupby(counted, key=lambda pair: pair[1] - 2 * pair[0]):
        members = [number for _, number in run]
        side = "odd" if members[0] % 2 else "even"
        text = f"{members[0]}-{members[-1]} {side}" if len(members) > 1 else str(members[0])
        yield (members[0], ""), text


def _streets(before: Book | None, after: Book) -> dict[tuple[str, str], str]:
    """Street key and postcode -> name, of both books."""
    books = [book for book in (before, after) if book is not None]
    return {
        (street_key(street.name), street.postcode): street.name for book in books for street in book.streets()
    }


def _zone(book: Book | None, key: str, house: House, postcode: str) -> str | None:
    return None if book is None else book.finding_at(key, house, postcode).zone


def _houses(before: Book | None, after: Book, key: str, postcode: str) -> list[House]:
    books = [book for book in (before, after) if book is not None]
    houses = {house for book in books for house in book.register.houses.get((key, postcode), {})}
    if not houses:
        houses = {(number, "") for book in books for number in _numbers(book, key, postcode)}
    return sorted(houses)


def _numbers(book: Book, key: str, postcode: str) -> Iterator[int]:
    """Numbers that may exist in a street without houses on record."""
    for street in book.streets_of(key):
        if street.postcode == postcode:
            yield from _range(street)
    for rule in book.rules_of(key):
        yield from (end[0] for end in (rule.first, rule.last) if end is not None)


def _range(street: Street) -> range:
    if street.ranged:
        return range(street.first or 1, min(street.last or _FARTHEST, _FARTHEST) + 1)
    return range(1, 3)
