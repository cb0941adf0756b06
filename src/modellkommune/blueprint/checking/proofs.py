"""Proofs about decision tables: no gap, no overlap over the declared domains; else a counterexample."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.cells import NUMERIC, Cell, after, point_text
from modellkommune.blueprint.tables import Row, Table


@dataclass(frozen=True, slots=True)
class Refutation:
    """Why a table decides wrongly: values for which no row, or more than one, fits. kind: gap or overlap."""

    kind: str
    rows: tuple[str, ...]
    example: dict[str, str]
    edition: str

    @property
    def text(self) -> str:
        """The counterexample in a sentence."""
        values = ", ".join(f"{name} = {value}" for name, value in self.example.items()) or "any values"
        since = f" (edition of {self.edition})" if self.edition else ""
        if self.kind == "gap":
            return f"gap: no row fits {values}{since}"
        return f"overlap: rows {' and '.join(self.rows)} both fit {values}{since}"


def refutations(table: Table) -> Iterator[Refutation]:
    """The first gap and every overlapping pair of each edition; nothing: proved."""
    for edition, rows in table.editions:
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for found in _descend(table, _columns(table, rows), rows, {}, edition):
            key = (found.kind, found.rows)
            if key not in seen:
                seen.add(key)
                yield found


def undeclared(table: Table) -> Iterator[str]:
    """Inputs that rows mention without a domain: nothing can be proved about them."""
    mentioned = {name for _, rows in table.editions for row in rows for name in row.cells}
    for name in sorted(mentioned):
        if name not in table.domains and table.kinds[name] != "boolean":
            yield name


def unreached(table: Table) -> Iterator[tuple[str, str]]:
    """Rows that no value of the domains reaches: (row, edition)."""
    for edition, rows in table.editions:
        reached: set[str] = set()
        for hits in _hits(table, _columns(table, rows), rows):
            reached.update(row.id for row in (hits if table.unique else hits[:1]))
        yield from ((row.id, edition) for row in rows if row.id not in reached)


def _columns(table: Table, rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(name for name in table.kinds if any(name in row.cells for row in rows))


def _descend(
    table: Table, columns: tuple[str, ...], rows: Sequence[Row], point: dict[str, str], edition: str
) -> Iterator[Refutation]:
    if not rows:
        yield Refutation("gap", (), point, edition)
    elif not columns:
        if table.unique and len(rows) > 1:
            yield Refutation("overlap", tuple(row.id for row in rows[:2]), point, edition)
    else:
        for text, fitting in _pieces(table, columns[0], rows):
            yield from _descend(table, columns[1:], fitting, {**point, columns[0]: text}, edition)


def _hits(table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    if not columns or not rows:
        yield rows
        return
    for _, fitting in _pieces(table, columns[0], rows):
        yield from _hits(table, columns[1:], fitting)


def _pieces(table: Table, name: str, rows: Sequence[Row]) -> Iterator[tuple[str, Sequence[Row]]]:
    """The domain of a column cut where rows begin and end: an example of each piece, the rows that fit."""
    kind = table.kinds[name]
    seen: set[tuple[str, ...]] = set()
    for text, fits in _numbers(table, name, rows) if kind in NUMERIC else _values(table, name):
        fitting = [row for row in rows if name not in row.cells or fits(row.cells[name])]
        ids = tuple(row.id for row in fitting)
        if ids not in seen:
            seen.add(ids)
            yield text, fitting


def _values(table: Table, name: str) -> Iterator[tuple[str, Any]]:
    whole = Cell("boolean", values=frozenset([True, False]))
    for value in sorted(table.domains.get(name, whole).values, key=str):
        yield (
            str(value).lower() if isinstance(value, bool) else str(value),
            lambda cell, one=value: one in cell.values,
        )


def _numbers(table: Table, name: str, rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    kind = table.kinds[name]
    domain = table.domains.get(name)
    if domain is None:
        return
    spans = [span for row in rows if name in row.cells for span in row.cells[name].spans]
    cuts = {span.low for span in domain.spans}
    cuts.update(span.low for span in spans)
    cuts.update(after(span.high, kind) for span in spans if span.high[0].is_finite())
    for point in sorted(cut for cut in cuts if any(span.holds(cut) for span in domain.spans)):
        yield (
            point_text(point, kind),
            lambda cell, one=point: any(span.holds(one) for span in cell.spans),
        )
