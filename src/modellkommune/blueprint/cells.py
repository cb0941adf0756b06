"""Cells of decision tables: which values fit, as intervals or sets, so that gaps and overlaps can be proved.

A point is (value, side): side 0 is the value itself, 1 just above it, -1 just below it. So open and
closed ends are compared alike.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from modellkommune.values.money import Money, NotAnAmount

Point = tuple[Any, int]
LOWEST: Point = (Decimal("-Infinity"), 0)
HIGHEST: Point = (Decimal("Infinity"), 0)
NUMERIC = ("integer", "number", "money")
_RANGE = re.compile(r"(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)")
_LIMIT = re.compile(r"(<=|>=|<|>)\s*(-?[\d.]+)")


class CellInvalid(ValueError):
    """The cell is not understood."""


@dataclass(frozen=True, slots=True)
class Span:
    """All points from `low` to `high`, both included."""

    low: Point
    high: Point

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the span."""
        return self.low <= point <= self.high


@dataclass(frozen=True, slots=True)
class Cell:
    """What fits: some spans of numbers, or some values. `kind` is the type of the column."""

    kind: str
    spans: tuple[Span, ...] = ()
    values: frozenset[Any] = frozenset()

    def fits(self, value: Any) -> bool:
        """Whether the value fits."""
        if self.kind not in NUMERIC:
            return value in self.values
        point = (Decimal(str(value)), 0)
        return any(span.holds(point) for span in self.spans)


def read_cell(raw: Any, kind: str) -> Cell:
    """A cell as written: 12, "<= 4109", "4110..4709", [6, 12], true, an option id. Raises CellInvalid."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        raise CellInvalid("an empty list fits nothing")
    if kind in NUMERIC:
        return Cell(kind, spans=tuple(_span(item, kind) for item in items))
    if kind == "boolean" and not all(isinstance(item, bool) for item in items):
        raise CellInvalid(f"expected is true or false, not {raw}")
    if kind == "choice" and any(isinstance(item, bool) for item in items):
        raise CellInvalid("expected is an option; quote it if it is called true or false")
    values = items if kind == "boolean" else [str(item) for item in items]
    return Cell(kind, values=frozenset(values))


def _span(item: Any, kind: str) -> Span:
    if isinstance(item, bool):
        raise CellInvalid("expected is a number, not true or false")
    text = str(item).strip()
    if match := _RANGE.fullmatch(text):
        low, high = (read_number(part, kind) for part in match.groups())
        if low > high:
            raise CellInvalid(f"the range {text} ends before it begins")
        return Span((low, 0), (high, 0))
    if match := _LIMIT.fullmatch(text):
        return _limit(match[1], read_number(match[2], kind), kind)
    number = read_number(text, kind)
    return Span((number, 0), (number, 0))


def _limit(sign: str, number: Decimal, kind: str) -> Span:
    whole = kind != "number"
    below: Point = (number - 1, 0) if whole else (number, -1)
    above: Point = (number + 1, 0) if whole else (number, 1)
    spans = {
        "<=": Span(LOWEST, (number, 0)),
        "<": Span(LOWEST, below),
        ">=": Span((number, 0), HIGHEST),
        ">": Span(above, HIGHEST),
    }
    return spans[sign]


def read_number(text: str, kind: str) -> Decimal:
    """A number of a column: cents for money, whole for integer. Raises CellInvalid."""
    try:
        if kind == "money":
            return Decimal(Money.parse(text).cents)
        number = Decimal(text)
    except (InvalidOperation, NotAnAmount):
        raise CellInvalid(f"{text!r} is not understood; write 12, <= 12, 12..24 or [6, 12]") from None
    if kind == "integer" and number != number.to_integral_value():
        raise CellInvalid(f"{text} is not a whole number")
    return number


def after(point: Point, kind: str) -> Point:
    """The next point above: the next whole number, or just above."""
    value, side = point
    return (value, side + 1) if kind == "number" else (value + 1, 0)


def point_text(point: Point, kind: str) -> str:
    """A point for people: 4110, "just above 4.5"."""
    value, side = point
    plain = Money(int(value)).plain if kind == "money" else f"{value.normalize():f}"
    return {0: plain, 1: f"just above {plain}", -1: f"just below {plain}"}[side]
