"""CSV files, read row by row: commas, semicolons or tabs; UTF-8 unless another encoding is named."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from modellkommune.foundation.places.errors import Problems

_SEPARATORS: Final = ",;\t"
_CELLS: Final = "more or fewer cells than the header has"
_CELLS_REMEDY: Final = "check the separators and quotation marks of this line"
_EVERY: Final = 1000
"""So many rows between two words about progress."""
Cells = Mapping[str | None, Any]


def with_mark(encoding: str) -> str:
    """UTF-8 may begin with a byte order mark: Windows writes one."""
    return "utf-8-sig" if encoding.lower() in ("utf-8", "utf8", "utf_8") else encoding


class CsvFile:
    """One file: its header, then its rows with the number of their line."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.path = path
        self._encoding = with_mark(encoding)

    def header(self, problems: Problems) -> tuple[str, ...]:
        """The names of the columns; empty, with a problem, if the file cannot be read."""
        try:
            with self.path.open(encoding=self._encoding, newline="") as file:
                return tuple(name.strip() for name in self._reader(file).fieldnames or ())
        except UnicodeDecodeError:
            self._not_text(problems, 1)
        return ()

    def rows(
        self, problems: Problems, progress: Callable[[int], None] | None = None
    ) -> Iterator[tuple[int, Cells]]:
        """Line and cells by column name. `progress` is told how many bytes have been read."""
        line = 1
        try:
            with (
                self.path.open("rb") as raw,
                io.TextIOWrapper(raw, encoding=self._encoding, newline="") as file,
            ):
                reader = self._reader(file)
                reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
                for number, cells in enumerate(reader):
                    line = reader.line_num
                    if progress is not None and number % _EVERY == 0:
                        progress(raw.tell())
                    if None in cells or None in cells.values():
                        problems.add(self.path.name, line, _CELLS, _CELLS_REMEDY)
                        continue
                    yield line, cells
        except UnicodeDecodeError:
            self._not_text(problems, line)

    def _not_text(self, problems: Problems, line: int) -> None:
        remedy = "save the file as UTF-8, or name its encoding: --encoding cp1252"
        problems.add(self.path.name, line, f"not {self._encoding.removesuffix('-sig').upper()}", remedy)

    def _reader(self, file: Any) -> "csv.DictReader[str]":
        first = file.readline()
        file.seek(0)
        separator = max(_SEPARATORS, key=first.count)
        return csv.DictReader(file, delimiter=separator)
