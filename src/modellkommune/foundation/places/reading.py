"""Read files of streets, addresses, zones and zone rules, in whichever format, whatever their columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from modellkommune.foundation.places.csvfile import CsvFile
from modellkommune.foundation.places.errors import Problems
from modellkommune.foundation.places.jsonfile import FeatureFile, NotGeoJson
from modellkommune.foundation.places.material import (
    ADDRESSES,
    NEEDED,
    RULE_LIST,
    STREETS,
    ZONES,
    Material,
    read_addresses,
    read_rules,
    read_streets,
)
from modellkommune.foundation.places.projection import (
    DEFAULT,
    KNOWN,
    Projection,
    SystemUnknown,
    projection,
)
from modellkommune.foundation.places.rows import Row
from modellkommune.foundation.places.words import our_columns
from modellkommune.foundation.places.zonefile import read_zones

Progress = Callable[[str, int, int], None]
"""Told the file's name, the bytes read and the bytes in all."""
_READERS: Final = {STREETS: read_streets, ADDRESSES: read_addresses, RULE_LIST: read_rules}


def no_progress(_file: str, _read: int, _all: int) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Manner:
    """How files are read: reference system, encoding, columns by name (ours -> theirs), who hears how far."""

    crs: str = ""
    encoding: str = "utf-8"
    columns: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = no_progress


class PlacesReader:
    """Gathers what several files say; every mistake of all of them lies in `problems`."""

    def __init__(self, manner: Manner) -> None:
        self.material = Material()
        self.problems = Problems()
        self.ignored: dict[str, tuple[str, ...]] = {}
        """File -> columns that say nothing here."""
        self._manner = manner

    def read(self, path: Path) -> str:
        """Take one file in; its kind, empty if it could not be told."""
        if not path.is_file():
            self.problems.add(path.name, 1, "file is missing", "check the name of the file")
            return ""
        try:
            is_json = path.suffix.lower() in (".geojson", ".json")
            kind = self._read_json(path) if is_json else self._read_csv(path)
        except NotGeoJson as error:
            self.problems.add(path.name, error.line, error.message, "save the file as GeoJSON, in UTF-8")
            return ""
        if kind:
            self.material.kinds.add(kind)
            self._teller(path)(path.stat().st_size)
        return kind

    def _read_csv(self, path: Path) -> str:
        source = CsvFile(path, self._manner.encoding)
        header = source.header(self.problems)
        columns = our_columns(header, self._manner.columns)
        self.ignored[path.name] = tuple(name for name in header if name not in columns)
        kind = self._kind(path, set(columns.values()))
        project = self._projection(path, "")
        if kind and project is not None:
            rows = source.rows(self.problems, self._teller(path))
            _READERS[kind](self._rows(path, rows, columns, project), self.material)
        return kind

    def _kind(self, path: Path, columns: set[str]) -> str:
        """What a table is, by its columns: a street list before addresses before streets."""
        for kind in (ADDRESSES, RULE_LIST, STREETS):
            if columns >= set(NEEDED[kind]):
                return kind
        if columns:
            message = (
                f"header: streets, addresses or a street list? Known columns: {', '.join(sorted(columns))}"
            )
            remedy = "name the columns: --column street=... --column number=... --column zone=..."
            self.problems.add(path.name, 1, message, remedy)
        return ""

    def _rows(
        self,
        path: Path,
        rows: Iterator[tuple[int, Mapping[Any, Any]]],
        columns: Mapping[str, str],
        project: Projection,
    ) -> Iterator[Row]:
        for line, cells in rows:
            ours = {ours: cells[theirs] for theirs, ours in columns.items()}
            yield Row((path.name, line), ours, self.problems, project)

    def _read_json(self, path: Path) -> str:
        source = FeatureFile(path, self._manner.encoding)
        nothing: tuple[int, Any] = (1, {})
        _, first = next(source.features(), nothing)
        project = self._projection(path, source.crs)
        if project is None:
            return ""
        rows = self._features(path, source, project)
        if _geometry(first).get("type") == "Point":
            read_addresses((row for _, row in rows), self.material)
            return ADDRESSES
        read_zones(rows, project, self.material)
        return ZONES

    def _features(self, path: Path, source: FeatureFile, project: Projection) -> Iterator[tuple[int, Row]]:
        known: dict[frozenset[str], dict[str, str]] = {}
        for number, (line, feature) in enumerate(source.features(self._teller(path)), 1):
            properties = (feature.get("properties") if isinstance(feature, dict) else None) or {}
            names = frozenset(properties)
            if names not in known:
                known[names] = our_columns(properties, self._manner.columns)
            cells = {ours: properties[theirs] for theirs, ours in known[names].items()}
            geometry = _geometry(feature)
            if geometry.get("type") == "Point":
                cells["lon"], cells["lat"] = (geometry.get("coordinates") or [None, None])[:2]
            yield number, Row((path.name, line), cells | {"geometry": geometry}, self.problems, project)

    def _projection(self, path: Path, stated: str) -> Projection | None:
        name = self._manner.crs or stated or DEFAULT
        try:
            return projection(name)
        except SystemUnknown:
            self.problems.add(path.name, 1, f"the reference system {name} cannot be read", f"use {KNOWN}")
            return None

    def _teller(self, path: Path) -> Callable[[int], None]:
        size = path.stat().st_size
        return lambda read: self._manner.progress(path.name, min(read, size), size)


def _geometry(feature: Any) -> dict[str, Any]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return geometry if isinstance(geometry, dict) else {}
