"""Fee tables for people, made from the rules: what it costs, by duration and band."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from modellkommune.blueprint.amounts import cents_of
from modellkommune.blueprint.cells import HIGHEST, LOWEST, NUMERIC, Cell, Span
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.schema.rules import Amount, FromField, TableInput, TableSpec
from modellkommune.blueprint.tables import Row, Table
from modellkommune.blueprint.wording import Text, say, write
from modellkommune.values.money import Money

_AMOUNT: Text = {"de": "Gebühr", "en": "Fee"}
_SQUARE_METRE = 1_000_000


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A table as shown: the last column is the amount."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """A decision table that a fee step uses, and how to show it."""

    spec: TableSpec
    table: Table
    output: str
    fields: Mapping[str, Field]

    def shown(self, day: str, language: str) -> FeeTable:
        """The edition in force on a day."""
        columns = [column for column in self.spec.inputs if self._varies(column, day)]
        titles = [say(column.title, language) for column in columns]
        rows = tuple(dict.fromkeys(self._lines(columns, day, language)))
        return FeeTable(say(self.spec.title, language), (*titles, say(_AMOUNT, language)), rows)

    def amounts(self, day: str) -> Iterator[int]:
        """Every amount that can be named without measuring anything; of the others the fixed part."""
        columns = [column for column in self.spec.inputs if self._varies(column, day)]
        for row in self.table.edition(day):
            for values in self._values(row, columns):
                cents = cents_of(_fixed(row.results[self.output]), values)
                if cents is not None:
                    yield cents

    def _varies(self, column: TableInput, day: str) -> bool:
        """Whether the amount depends on the column: by a cell, or as a share of single values."""
        rows = self.table.edition(day)
        shares = {_share(row.results[self.output]) for row in rows}
        single = bool(self._single(column.id))
        return any(column.id in row.cells for row in rows) or (column.id in shares and single)

    def _single(self, name: str) -> list[Any]:
        """The values of a domain that consists of single values."""
        domain = self.table.domains.get(name)
        if domain is None:
            return [True, False] if self.table.kinds[name] == "boolean" else []
        if self.table.kinds[name] not in NUMERIC:
            return sorted(domain.values, key=str)
        single = all(span.low == span.high for span in domain.spans)
        return [int(span.low[0]) for span in domain.spans] if single else []

    def _values(self, row: Row, columns: list[TableInput]) -> Iterator[dict[str, Any]]:
        """The inputs of each line that a row makes: single values are listed, bands stay cells."""
        choices = []
        for column in columns:
            cell = row.cells.get(column.id)
            single = [one for one in self._single(column.id) if cell is None or cell.fits(one)]
            choices.append(single or [cell])
        for values in product(*choices):
            yield {column.id: value for column, value in zip(columns, values, strict=True)}

    def _lines(self, columns: list[TableInput], day: str, language: str) -> Iterator[tuple[str, ...]]:
        for row in self.table.edition(day):
            for values in self._values(row, columns):
                cells = [self._cell(column, values[column.id], language) for column in columns]
                yield (*cells, amount_text(row.results[self.output], values, language))

    def _cell(self, column: TableInput, value: Any, language: str) -> str:
        if value is None:
            return "–"
        if isinstance(value, Cell):
            return ", ".join(span_text(span, column, language) for span in value.spans)
        if isinstance(column.domain, FromField):
            options = {option.value: option.label for option in self.fields[column.domain.field].options}
            return say(options.get(value, {}), language) or str(value)
        return write(value, column.type, language, column.unit)


def span_text(span: Span, column: TableInput, language: str) -> str:
    """A band: "bis 4109 mm", "ab 4710 mm", "4110 bis 4709 mm"."""
    german = language.startswith("de")
    low, high = (_bound(point[0], column, language) for point in (span.low, span.high))
    if span.low == LOWEST:
        return f"{'bis' if german else 'up to'} {high}"
    if span.high == HIGHEST:
        return f"{'ab' if german else 'from'} {low}"
    return low if low == high else f"{low} {'bis' if german else 'to'} {high}"


def _bound(value: Decimal, column: TableInput, language: str) -> str:
    if not value.is_finite():
        return ""
    whole = value == value.to_integral_value()
    return write(int(value) if whole else float(value), column.type, language, column.unit)


def amount_text(result: Any, values: Mapping[str, Any], language: str) -> str:
    """An amount in euros, or how it is calculated where something has to be measured first."""
    if not isinstance(result, Amount):
        return Money(int(result)).text(language)
    cents = cents_of(result, {name: one for name, one in values.items() if not isinstance(one, Cell)})
    if cents is not None:
        return Money(cents).text(language)
    parts = [Money.parse(result.base).text(language)] if Money.parse(result.base) else []
    for rate in result.plus:
        unit = "m²" if rate.per == _SQUARE_METRE else f"{rate.per} {rate.of}"
        each = "je" if language.startswith("de") else "per"
        parts.append(f"{Money.parse(rate.rate).text(language)} {each} {unit}")
    text = " + ".join(parts)
    share = result.share
    if share is None or values.get(share.of) == share.per:
        return text
    return f"({text}) × {values.get(share.of, share.of)}/{share.per}"


def _fixed(result: Any) -> Amount:
    if isinstance(result, Amount):
        return result.model_copy(update={"plus": []})
    return Amount(base=Money(int(result)).plain)


def _share(result: Any) -> str:
    return result.share.of if isinstance(result, Amount) and result.share else ""
