"""One row of a municipal file, whatever its format: every cell read strictly, all mistakes collected."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from modellkommune.foundation.places.errors import Problems
from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.houses import HIGHEST_NUMBER
from modellkommune.foundation.places.projection import Projection, in_germany
from modellkommune.foundation.places.rules import House, Validity
from modellkommune.foundation.places.words import plain
from modellkommune.values.address import NoHouseNumber, read_house_number

T = TypeVar("T")
_OUTSIDE = "exchange longitude and latitude, or name the reference system: --crs EPSG:25832"


class Row:
    """One row; a cell that cannot be read becomes a problem of its line and an empty value.

    `cells`: our column -> text (CSV) or what JSON holds; `known`: further cells as they are called there.
    """

    def __init__(
        self,
        where: tuple[str, int],
        cells: Mapping[str, Any],
        problems: Problems,
        project: Projection,
    ) -> None:
        self.file, self.line = where
        self._cells = cells
        self._problems = problems
        self._project = project

    def problem(self, message: str, remedy: str = "") -> None:
        """Note a mistake of this row."""
        self._problems.add(self.file, self.line, message, remedy)

    def raw(self, column: str) -> Any:
        """The cell as the file holds it; None if there is none."""
        return self._cells.get(column)

    def text(self, column: str) -> str:
        """The cell without blanks around it; empty if there is none."""
        value = self._cells.get(column)
        return "" if value is None else str(value).strip()

    def needed(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self.text(column):
            self.problem(
                f"{column} is empty", f"fill it in, or say which column it is: --column {column}=..."
            )
        return self.text(column)

    def one_of(self, column: str, allowed: Mapping[str, str], default: str = "") -> str:
        """A cell with one of the allowed words, in the house's word for it."""
        found = allowed.get(plain(self.text(column) or default))
        if found is None:
            words = ", ".join(dict.fromkeys(allowed.values()))
            self.problem(f"{column} is {self.text(column)!r}, expected {words}")
        return found or next(iter(allowed.values()))

    def postcode(self, column: str) -> str:
        """Five digits or empty."""
        value = self.text(column)
        if value and not (len(value) == 5 and value.isascii() and value.isdigit()):
            self.problem(f"{column} is {value!r}, expected five digits")
        return value

    def number(self, column: str) -> int | None:
        """A whole number above 0; None if empty."""
        return self._read(column, _positive, f"a whole number from 1 to {HIGHEST_NUMBER}")

    def house(self, column: str) -> House | None:
        """A house number such as 12 or 12a; None if empty."""
        return self._read(column, read_house_number, "a house number such as 12 or 12a")

    def validity(self) -> Validity:
        """The columns valid_from and valid_to."""
        first = self._read("valid_from", date.fromisoformat, "a date such as 2027-01-31")
        last = self._read("valid_to", date.fromisoformat, "a date such as 2027-01-31")
        if first and last and last < first:
            self.problem(f"valid_to {last} lies before valid_from {first}")
        return Validity(first, last)

    def point(self) -> Point | None:
        """The columns lon and lat, turned into degrees; None if both are empty."""
        lon = self._read("lon", _coordinate, "a number such as 6.48")
        lat = self._read("lat", _coordinate, "a number such as 50.80")
        if (lon is None) != (lat is None):
            self.problem("lon and lat belong together", "fill both in or leave both empty")
        if lon is None or lat is None:
            return None
        point = self._project((lon, lat))
        if in_germany(point):
            return point
        self.problem(f"the place {lon:g} {lat:g} lies outside Germany", _OUTSIDE)
        return None

    def _read(self, column: str, read: Callable[[str], T], expected: str) -> T | None:
        value = self.text(column)
        if not value:
            return None
        try:
            return read(value)
        except (ValueError, NoHouseNumber):
            self.problem(f"{column} is {value!r}, expected {expected}")
            return None


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number <= HIGHEST_NUMBER:
        raise ValueError(text)
    return number


def _coordinate(text: str) -> float:
    return float(text.replace(",", "."))
