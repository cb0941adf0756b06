"""Decision tables: editions by date, rows by cells, one row hit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from modellkommune.blueprint.amounts import cents_of
from modellkommune.blueprint.cells import Cell, read_cell
from modellkommune.blueprint.schema.rules import Amount, TableRow, TableSpec
from modellkommune.blueprint.wording import Text
from modellkommune.values.money import Money


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what its inputs must be, what results, where it comes from."""

    id: str
    title: Text
    cells: Mapping[str, Cell]
    results: Mapping[str, Any]
    valid_from: str
    source: str

    def fits(self, inputs: Mapping[str, Any]) -> bool:
        """Whether all its cells fit; an absent value fits no cell."""
        for name, cell in self.cells.items():
            value = inputs.get(name)
            if value is None or not cell.fits(value):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Hit:
    """What a table decided: the row, its outputs (money in cents; None if an input is absent), the inputs."""

    row: Row
    outputs: Mapping[str, Any]
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a compiled service. `domains` are the values its rows are made for."""

    id: str
    unique: bool
    kinds: Mapping[str, str]
    outputs: Mapping[str, str]
    domains: Mapping[str, Cell]
    editions: tuple[tuple[str, tuple[Row, ...]], ...]

    def edition(self, day: str) -> Sequence[Row]:
        """The rows in force on a day; none before the first edition."""
        rows: Sequence[Row] = ()
        for valid_from, edition in self.editions:
            if valid_from <= day:
                rows = edition
        return rows

    def decide(self, inputs: Mapping[str, Any], day: str) -> Hit | None:
        """The row hit, or None: outside the domain, no row, or (unique) more than one."""
        for name, domain in self.domains.items():
            if inputs.get(name) is not None and not domain.fits(inputs[name]):
                return None
        hits = [row for row in self.edition(day) if row.fits(inputs)]
        if not hits or (self.unique and len(hits) > 1):
            return None
        return Hit(hits[0], self._outputs(hits[0], inputs), inputs)

    def _outputs(self, row: Row, inputs: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: cents_of(result, inputs) if isinstance(result, Amount) else result
            for name, result in row.results.items()
        }


def compile_table(spec: TableSpec, domains: Mapping[str, Any]) -> Table:
    """A table of its description; `domains` are the domains as written, resolved to plain cells."""
    kinds = {column.id: column.type for column in spec.inputs}
    outputs = {column.id: column.type for column in spec.outputs}
    rows = sorted((_row(row, kinds, outputs) for row in spec.rows), key=lambda row: row.valid_from)
    editions = tuple((day, tuple(group)) for day, group in groupby(rows, key=lambda row: row.valid_from))
    cells = {name: read_cell(domain, kinds[name]) for name, domain in domains.items() if domain is not None}
    return Table(spec.id, spec.hit == "unique", kinds, outputs, cells, editions)


def _row(row: TableRow, kinds: Mapping[str, str], outputs: Mapping[str, str]) -> Row:
    cells = {name: read_cell(raw, kinds[name]) for name, raw in row.when.items()}
    results = {name: result_of(raw, outputs[name]) for name, raw in row.then.items()}
    return Row(row.id, row.title or {}, cells, results, row.valid_from or "", row.source or "")


class ResultInvalid(ValueError):
    """The result is not of the type of its column."""


def result_of(raw: Any, kind: str) -> Any:
    """A result as expressions see it: cents, numbers, booleans, texts; calculated amounts stay."""
    if isinstance(raw, Amount):
        if kind != "money":
            raise ResultInvalid("only money is calculated")
        return raw
    fits = {"boolean": bool, "integer": int, "text": str}.get(kind)
    if isinstance(raw, bool) != (kind == "boolean") or (fits and not isinstance(raw, fits)):
        raise ResultInvalid(f"expected is {kind}, not {raw!r}")
    if kind == "money":
        return Money.parse(str(raw)).cents
    return float(raw) if kind == "number" else raw
