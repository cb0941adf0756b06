"""What a service costs, as tables for people, made from the decision tables that its fee is made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from modellkommune.blueprint import Service
from modellkommune.blueprint.amounts import cents_of
from modellkommune.blueprint.cells import NUMERIC, Cell
from modellkommune.blueprint.schema.rules import Amount, FeeStepSpec, TableInput, TableSpec
from modellkommune.blueprint.tables import Row, Table
from modellkommune.pages.wording import in_language, say
from modellkommune.values.money import Money

MOST_COLUMNS: Final = 6  # an input with more values than this makes no columns


@dataclass(frozen=True)
class FeeTable:
    """A table of texts; the columns behind the first hold amounts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Price:
    row: Row
    value: int | None  # of the input that makes the columns
    cents: int
    least: bool  # the amount also depends on the vehicle: this is the least


def fee_tables(service: Service, day: date, language: str) -> tuple[FeeTable, ...]:
    """One table for each decision table that the fee names, with the rows in force on the day."""
    return tuple(
        _fee_table(service, spec, prices, language) for spec, prices in _priced(service, day) if prices
    )


def cheapest(service: Service, day: date) -> int | None:
    """The lowest amount in cents; None for a service without fee tables."""
    return min((price.cents for _, prices in _priced(service, day) for price in prices), default=None)


def _priced(service: Service, day: date) -> Iterator[tuple[TableSpec, list[_Price]]]:
    rules = service.blueprint.rules
    specs = {spec.id: spec for spec in rules.tables}
    for step in rules.fee.steps if rules.fee else ():
        if step.table:
            spec = specs[step.table]
            yield spec, list(_prices(service.tables[step.table], spec, step, day))


def _prices(table: Table, spec: TableSpec, step: FeeStepSpec, day: date) -> Iterator[_Price]:
    column = _column(table, spec)
    values: list[int | None] = list(_values(table.domains[column.id])) if column else [None]
    lowest: dict[str, Any] = {name: _lowest(cell) for name, cell in table.domains.items()}
    for row in table.edition(day.isoformat()):
        for value in values:
            chosen = {**lowest, column.id: value} if column else lowest
            if column and column.id in row.cells and not row.cells[column.id].fits(value):
                continue
            result = row.results[step.output or ""]
            cents = cents_of(result, _inside(row, chosen)) if isinstance(result, Amount) else result
            if cents is not None:
                yield _Price(row, value, int(cents), isinstance(result, Amount) and bool(result.plus))


def _column(table: Table, spec: TableSpec) -> TableInput | None:
    """The first input with a few values to choose from, if the person chooses it."""
    for column in spec.inputs:
        cell = table.domains.get(column.id)
        if column.value.startswith("answers.") and cell and 1 < len(_values(cell)) <= MOST_COLUMNS:
            return column
    return None


def _values(cell: Cell) -> tuple[int, ...]:
    points = cell.kind in NUMERIC and all(span.low == span.high for span in cell.spans)
    return tuple(sorted(int(span.low[0]) for span in cell.spans)) if points else ()


def _lowest(cell: Cell) -> Any:
    return min(span.low for span in cell.spans)[0] if cell.spans else None


def _inside(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, moved up into the spans of the row where its cells begin higher than the domain."""
    moved = dict(values)
    for name, cell in row.cells.items():
        if cell.spans and moved.get(name) is not None and not cell.fits(moved[name]):
            moved[name] = _lowest(cell)
    return moved


def _fee_table(service: Service, spec: TableSpec, prices: list[_Price], language: str) -> FeeTable:
    names = {column.value: column for column in spec.inputs}
    values = sorted({price.value for price in prices if price.value is not None})
    heads = tuple(_value_label(service, names, value, language) for value in values)
    labels = list(dict.fromkeys(_label(price.row, spec, language) for price in prices))
    cells = {(_label(p.row, spec, language), p.value): _amount(p, language) for p in prices}
    title, output = in_language(spec.title, language), in_language(spec.outputs[0].title, language)
    if not values:
        return FeeTable(title, (title, output), tuple((label, cells[label, None]) for label in labels))
    if len(labels) == 1:
        rows = tuple((head, cells[labels[0], value]) for head, value in zip(heads, values, strict=True))
        return FeeTable(title, (say("service.term", language), output), rows)
    matrix = tuple((label, *(cells.get((label, value), "–") for value in values)) for label in labels)
    return FeeTable(title, (say("service.vehicle", language), *heads), matrix)


def _label(row: Row, spec: TableSpec, language: str) -> str:
    return in_language(row.title, language) or in_language(spec.title, language)


def _amount(price: _Price, language: str) -> str:
    text = Money(price.cents).text(language)
    return say("service.from", language, fee=text) if price.least else text


def _value_label(service: Service, names: Mapping[str, TableInput], value: int, language: str) -> str:
    """As the form calls the choice, else the number with its unit."""
    for expression, column in names.items():
        field = service.fields.get(expression.removeprefix("answers."))
        for option in field.options if field else ():
            if option.value == value:
                return in_language(option.label, language)
        if column.unit and expression.startswith("answers."):
            return f"{value} {in_language(column.unit, language)}"
    return str(value)
