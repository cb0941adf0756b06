"""GeoJSON files, read feature by feature: a register of addresses never stands in memory as a whole."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from modellkommune.foundation.places.csvfile import with_mark

_PIECE: Final = 1 << 16
_LARGEST: Final = 64 << 20
"""Characters of one value; what is larger is no feature."""
_BLANKS: Final = " \t\r\n"


class NotGeoJson(ValueError):
    """The file cannot be read from the line given on."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class FeatureFile:
    """The features of a FeatureCollection with the line on which each begins; `crs` once it was met."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.path = path
        self.crs = ""
        self._encoding = with_mark(encoding)

    def features(self, progress: Callable[[int], None] | None = None) -> Iterator[tuple[int, Any]]:
        """Line and feature, one after the other. Raises NotGeoJson."""
        with self.path.open(encoding=self._encoding) as file:
            text = _Text(file)
            try:
                yield from self._collection(text, progress)
            except UnicodeDecodeError:
                raise NotGeoJson(text.line, "no GeoJSON FeatureCollection in UTF-8") from None

    def _collection(self, text: "_Text", progress: Callable[[int], None] | None) -> Iterator[tuple[int, Any]]:
        found = False
        text.expect("{")
        while not text.skip("}"):
            name = text.value()
            text.expect(":")
            if name == "features":
                found = True
                yield from _features(text, progress)
            else:
                self._note(name, text.value())
            text.skip(",")
        if not found:
            raise NotGeoJson(1, "no GeoJSON FeatureCollection in UTF-8")

    def _note(self, name: Any, value: Any) -> None:
        # "crs" is of the GeoJSON of 2008; RFC 7946 knows degrees only.
        if name == "crs" and isinstance(value, dict):
            self.crs = str((value.get("properties") or {}).get("name") or "")


def _features(text: "_Text", progress: Callable[[int], None] | None) -> Iterator[tuple[int, Any]]:
    text.expect("[")
    while not text.skip("]"):
        line = text.next_line()
        yield line, text.value()
        text.skip(",")
        if progress is not None:
            progress(text.read)


class _Text:
    """A file as a stream of JSON values and signs."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._piece = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder()
        self.line = 1
        self.read = 0  # characters taken from the file

    def expect(self, sign: str) -> None:
        if not self.skip(sign):
            raise NotGeoJson(self.line, "no GeoJSON FeatureCollection in UTF-8")

    def skip(self, sign: str) -> bool:
        """Whether the next sign is this one; it is taken then. An unfinished file raises NotGeoJson."""
        self._to_next_sign()
        if self._at >= len(self._piece):
            raise NotGeoJson(self.line, "no JSON: the file ends too early")
        if self._piece[self._at] != sign:
            return False
        self._at += 1
        return True

    def next_line(self) -> int:
        """The line of the next sign."""
        self._to_next_sign()
        return self.line

    def value(self) -> Any:
        """The next value, however many pieces of the file it takes."""
        self._to_next_sign()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._piece, self._at)
            except json.JSONDecodeError as error:
                if self._ended or len(self._piece) - self._at > _LARGEST:
                    line = self.line + self._piece.count("\n", self._at, error.pos)
                    raise NotGeoJson(line, f"no JSON: {error.msg}") from None
            else:
                if end < len(self._piece) or self._ended:
                    self.line += self._piece.count("\n", self._at, end)
                    self._at = end
                    return value
            self._more()

    def _to_next_sign(self) -> None:
        while True:
            while self._at < len(self._piece) and self._piece[self._at] in _BLANKS:
                self.line += self._piece[self._at] == "\n"
                self._at += 1
            if self._at < len(self._piece) or self._ended:
                return
            self._more()

    def _more(self) -> None:
        # Twice as much each time: a long value is not begun anew for every small piece.
        piece = self._file.read(max(_PIECE, len(self._piece) - self._at))
        self.read += len(piece)
        self._ended = not piece
        self._piece, self._at = self._piece[self._at :] + piece, 0
