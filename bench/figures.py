"""One line of the table, and the table itself."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`target` in words, and whether it `holds`; without a target a figure is only reported."""

    name: str
    value: float
    unit: str = ""
    target: str = ""
    holds: bool | None = None


def at_most(name: str, value: float, unit: str, limit: float) -> Figure:
    """A figure with an upper limit."""
    return Figure(name, round(value, 2), unit, f"<= {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Figure:
    """A figure with a lower limit."""
    return Figure(name, round(value, 2), unit, f">= {limit:g}", value >= limit)


def show(figures: Iterable[Figure]) -> None:
    """The table."""
    for figure in figures:
        verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
        value = f"{figure.value:.10g} {figure.unit}".strip()
        print(f"{figure.name:54} {value:>14}  {figure.target:>9}  {verdict}".rstrip())
