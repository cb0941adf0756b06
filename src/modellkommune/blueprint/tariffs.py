"""Fee tables for people, made from the rules: what it costs, by duration and band."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint.amounts import cents_of
from modellkommune.blueprint.assessment import FeeStep
from modellkommune.blueprint.cells import HIGHEST, LOWEST, NUMERIC, Cell, Span
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.schema.rules import Amount, TableInput, TableSpec
from modellkommune.blueprint.tables import Row, Table
from modellkommune.blueprint.wording import Text, say, write
from modellkommune.values.money import Money

MOST_COLUMNS: Final = 6
"""A choice with more values than this makes no columns."""

_FROM: Text = {"de": "ab {fee}", "en": "from {fee}"}
_NONE: Final = "–"
Beside = Callable[[Mapping[str, Any], str], tuple[FeeStep, ...]]
"""What answers alone add to the amount of the table, or take from it, for applications of a day."""
_SQUARE_METRE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A table as shown: what decides comes first, the amounts follow."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Price:
    row: Row
    value: int | None  # of the choice that makes the columns
    cents: int
    least: bool  # more is measured than the tariff knows: the least that it can be


@dataclass(frozen=True, slots=True)
class Tariff:
    """A decision table that a fee step uses, and how to show it."""

    spec: TableSpec
    table: Table
    output: str
    fields: Mapping[str, Field]
    beside: Beside

    def shown(self, day: str, language: str) -> FeeTable:
        """The edition in force on a day: a line for each band, a column for each duration to choose.

        The last lines are what is added or taken off for everybody, such as a rebate.
        """
        title = say(self.spec.title, language)
        cells: dict[str, dict[int | None, str]] = {}
        for price in self._prices(day):
            line = cells.setdefault(self._label(price.row, language), {})
            line.setdefault(price.value, _amount(price, language))
        values = list(dict.fromkeys(value for line in cells.values() for value in line))
        values.sort(key=lambda value: value or 0)
        heads = tuple(self._head(value, language) for value in values)
        extras = self._extras(values, day, language)
        if len(cells) == 1 and values != [None]:
            columns = (say(self._choice_title, language), self._fee_head(day, language), *extras)
            lines = (*cells.values(), *extras.values())
            columns_of_values = tuple(tuple(line.get(value, _NONE) for value in values) for line in lines)
            return FeeTable(title, columns, tuple(zip(heads, *columns_of_values, strict=True)))
        rows = tuple(
            (label, *(line.get(value, _NONE) for value in values))
            for label, line in (*cells.items(), *extras.items())
        )
        return FeeTable(title, (self._first_head(day, language), *heads), rows)

    def amounts(self, day: str) -> Iterator[int]:
        """Every amount that has to be paid, in cents; of what has to be measured the least."""
        for price in self._prices(day):
            extras = sum(step.cents for step in self.beside(self._answers(price.value), day))
            yield max(0, price.cents + extras)

    def next_edition(self, day: str) -> str:
        """The first day on which other rows are in force than on this day; empty: none is known."""
        return min((start for start, _ in self.table.editions if start > day), default="")

    def _extras(self, values: list[int | None], day: str, language: str) -> dict[str, dict[int | None, str]]:
        found: dict[str, dict[int | None, str]] = {}
        for value in values:
            for step in self.beside(self._answers(value), day):
                line = found.setdefault(say(step.sentence, language), {})
                line[value] = Money(step.cents).text(language)
        return found

    def _answers(self, value: int | None) -> dict[str, Any]:
        """The answers that the chosen value stands for."""
        if self._choice is None or value is None:
            return {}
        return {self._choice.value.removeprefix("answers."): value}

    def _prices(self, day: str) -> Iterator[_Price]:
        """Row by row and, where there is a choice of a few values, one after the other."""
        lowest = {name: _lowest(cell) for name, cell in self.table.domains.items()}
        for row in self.table.edition(day):
            result = row.results[self.output]
            for value in self._choices(row):
                values = _inside(row, lowest if value is None else {**lowest, self._choice_id: value})
                cents = cents_of(result, values) if isinstance(result, Amount) else int(result)
                if cents is not None:
                    yield _Price(row, value, cents, isinstance(result, Amount) and bool(result.plus))

    @property
    def _choice(self) -> TableInput | None:
        """The first input that the person chooses, if it has a few single values."""
        for column in self.spec.inputs:
            if column.value.startswith("answers.") and 1 <= len(self._values(column.id)) <= MOST_COLUMNS:
                return column
        return None

    @property
    def _choice_id(self) -> str:
        return self._choice.id if self._choice else ""

    @property
    def _choice_title(self) -> Text:
        return self._choice.title if self._choice else {}

    def _choices(self, row: Row) -> list[int | None]:
        if self._choice is None:
            return [None]
        cell = row.cells.get(self._choice_id)
        return [value for value in self._values(self._choice_id) if cell is None or cell.fits(value)]

    def _values(self, name: str) -> list[int]:
        domain = self.table.domains.get(name)
        if domain is None or domain.kind not in NUMERIC:
            return []
        single = all(span.low == span.high for span in domain.spans)
        return sorted(int(span.low[0]) for span in domain.spans) if single else []

    def _first_head(self, day: str, language: str) -> str:
        """What the lines differ in, for example "Länge"."""
        rows = self.table.edition(day)
        deciding = [
            say(column.title, language)
            for column in self.spec.inputs
            if column.id != self._choice_id and any(column.id in row.cells for row in rows)
        ]
        return ", ".join(deciding) or say(self.spec.title, language)

    def _fee_head(self, day: str, language: str) -> str:
        (row, *_) = self.table.edition(day)
        return say(self.spec.outputs[0].title, language) + self._formula(row, language)

    def _head(self, value: int | None, language: str) -> str:
        """The chosen value as the form calls it, else the number with its unit."""
        if value is None or self._choice is None:
            return say(self.spec.outputs[0].title, language)
        field = self.fields.get(self._choice.value.removeprefix("answers."))
        for option in field.options if field else ():
            if option.value == value:
                return say(option.label, language)
        return write(value, self._choice.type, language, self._choice.unit)

    def _label(self, row: Row, language: str) -> str:
        """The row's title, else its bands; and how the fee is calculated where something is measured."""
        columns = {column.id: column for column in self.spec.inputs if column.id != self._choice_id}
        bands = [
            cell_text(cell, columns[name], language) for name, cell in row.cells.items() if name in columns
        ]
        label = say(row.title, language) or ", ".join(bands) or say(self.spec.title, language)
        return label + self._formula(row, language)

    def _formula(self, row: Row, language: str) -> str:
        """For example " (15,00 € + 30,00 € je m², für 12 Monate)"; empty where nothing is measured."""
        amount = row.results[self.output]
        if not isinstance(amount, Amount) or not amount.plus:
            return ""
        german = language.startswith("de")
        parts = [Money.parse(amount.base).text(language)] if Money.parse(amount.base) else []
        for rate in amount.plus:
            unit = "m²" if rate.per == _SQUARE_METRE else f"{rate.per} {self._unit(rate.of, language)}"
            parts.append(f"{Money.parse(rate.rate).text(language)} {'je' if german else 'per'} {unit}")
        text = " + ".join(parts)
        if amount.share is not None:
            whole = f"{amount.share.per} {self._unit(amount.share.of, language)}"
            text += f", {'für' if german else 'for'} {whole}"
        return f" ({text})"

    def _unit(self, name: str, language: str) -> str:
        unit = next((column.unit for column in self.spec.inputs if column.id == name), None)
        return unit if isinstance(unit, str) else say(unit or {}, language) or name


def cell_text(cell: Cell, column: TableInput, language: str) -> str:
    """A condition of a row: its bands, or its values."""
    if cell.spans:
        return ", ".join(span_text(span, column, language) for span in cell.spans)
    return ", ".join(
        write(value, column.type, language, column.unit) for value in sorted(cell.values, key=str)
    )


def span_text(span: Span, column: TableInput, language: str) -> str:
    """A band: "bis 4109 mm", "ab 4710 mm", "4110 mm bis 4709 mm"."""
    german = language.startswith("de")
    low, high = (_bound(point[0], column, language) for point in (span.low, span.high))
    if span.low == LOWEST:
        return f"{'bis' if german else 'up to'} {high}"
    if span.high == HIGHEST:
        return f"{'ab' if german else 'from'} {low}"
    return low if low == high else f"{low} {'bis' if german else 'to'} {high}"


def _bound(value: Any, column: TableInput, language: str) -> str:
    if not value.is_finite():
        return ""
    whole = value == value.to_integral_value()
    return write(int(value) if whole else float(value), column.type, language, column.unit)


def _amount(price: _Price, language: str) -> str:
    text = Money(price.cents).text(language)
    return say(_FROM, language).format(fee=text) if price.least else text


def _lowest(cell: Cell) -> Any:
    return min(span.low for span in cell.spans)[0] if cell.spans else None


def _inside(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, moved up into the spans of the row where its cells begin higher than the domain."""
    moved = dict(values)
    for name, cell in row.cells.items():
        if cell.spans and moved.get(name) is not None and not cell.fits(moved[name]):
            moved[name] = _lowest(cell)
    return moved
