"""The houses of one street in one postcode, packed: a register of 100,000 addresses takes 3 MB, not 30."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.rules import House

HIGHEST_NUMBER = 9999


class Houses(Mapping[House, Point]):
    """House -> where it stands, ordered by number and addition. Never changed."""

    __slots__ = ("_additions", "_numbers", "_points")

    def __init__(self, houses: Iterable[tuple[House, Point]]) -> None:
        ordered = sorted(houses)
        self._numbers = array("H", (house[0] for house, _ in ordered))
        self._additions = tuple(house[1] for house, _ in ordered)
        self._points = array("d", chain.from_iterable(point for _, point in ordered))

    def __getitem__(self, house: House) -> Point:
        number, addition = house
        if not 0 < number <= HIGHEST_NUMBER:
            raise KeyError(house)
        at = bisect_left(self._numbers, number)
        while at < len(self._numbers) and self._numbers[at] == number:
            if self._additions[at] == addition:
                return self._points[2 * at], self._points[2 * at + 1]
            at += 1
        raise KeyError(house)

    def __iter__(self) -> Iterator[House]:
        return zip(self._numbers, self._additions, strict=True)

    def __len__(self) -> int:
        return len(self._numbers)

    def row(self) -> list[list[Any]]:
        """As it is stored: [[number, addition, lon, lat], ...]."""
        return [[number, addition, *self[number, addition]] for number, addition in self]

    @classmethod
    def of_row(cls, row: Iterable[list[Any]]) -> "Houses":
        """From what `row` gave."""
        return cls(((number, addition), (lon, lat)) for number, addition, lon, lat in row)
