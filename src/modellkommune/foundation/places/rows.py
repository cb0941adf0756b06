"""CSV files of a municipality: every row with its line, every cell read strictly, all mistakes collected."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from modellkommune.foundation.places.errors import FileProblem
from modellkommune.foundation.places.geometry import Point
from modellkommune.foundation.places.rules import House, Validity
from modellkommune.values.address import NoHouseNumber, read_house_number

T = TypeVar("T")


class Row:
    """One row of a file; a cell that cannot be read becomes a problem of its line and an empty value."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str], problems: list[FileProblem]) -> None:
        self.file = file
        self.line = line
        self._cells = cells
        self._problems = problems

    def problem(self, message: str) -> None:
        """Note a mistake of this row."""
        self._problems.append(FileProblem(self.file, self.line, message))

    def text(self, column: str) -> str:
        """The cell as it stands, without blanks around it."""
        return self._cells.get(column, "").strip()

    def needed(self, column: str) -> str:
        """A cell that must not be empty."""
        if not self.text(column):
            self.problem(f"{column} is empty")
        return self.text(column)

    def one_of(self, column: str, allowed: tuple[str, ...], default: str = "") -> str:
        """A cell with one of the allowed words."""
        value = self.text(column) or default
        if value not in allowed:
            self.problem(f"{column} is {value!r}, expected {', '.join(allowed)}")
            return allowed[0]
        return value

    def postcode(self, column: str) -> str:
        """Five digits or empty."""
        value = self.text(column)
        if value and not (len(value) == 5 and value.isascii() and value.isdigit()):
            self.problem(f"{column} is {value!r}, expected five digits")
        return value

    def number(self, column: str) -> int | None:
        """A whole number above 0; None if empty."""
        return self._read(column, _positive, "a whole number above 0")

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
        """The columns lon and lat in degrees; None if both are empty."""
        lon = self._read("lon", _degrees, "degrees such as 6.48")
        lat = self._read("lat", _degrees, "degrees such as 50.80")
        if (lon is None) != (lat is None):
            self.problem("lon and lat belong together")
        return (lon, lat) if lon is not None and lat is not None else None

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
    if number < 1:
        raise ValueError(text)
    return number


def _degrees(text: str) -> float:
    value = float(text)
    if not -180 <= value <= 180:
        raise ValueError(text)
    return value


def read_rows(
    path: Path, columns: tuple[str, ...], problems: list[FileProblem], optional: tuple[str, ...] = ()
) -> Iterator[Row]:
    """The rows of a CSV file (UTF-8, commas, header row); a wrong header is one problem and gives no rows."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(FileProblem(path.name, 1, "not UTF-8: save the file as UTF-8"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = tuple(name.strip() for name in reader.fieldnames or ())
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in (*columns, *optional)]
    if missing or unknown:
        problems.append(FileProblem(path.name, 1, _wrong_header(missing, unknown)))
        return
    reader.fieldnames = list(header)
    for cells in reader:
        yield from _row(path.name, reader.line_num, cells, problems)


def _row(
    file: str, line: int, cells: Mapping[str | None, object], problems: list[FileProblem]
) -> Iterator[Row]:
    if None in cells or None in cells.values():
        problems.append(FileProblem(file, line, "more or fewer cells than the header has"))
        return
    yield Row(file, line, {str(name): str(value) for name, value in cells.items()}, problems)


def _wrong_header(missing: list[str], unknown: list[str]) -> str:
    parts = [f"missing column {name}" for name in missing] + [f"unknown column {name!r}" for name in unknown]
    return "header: " + ", ".join(parts)
