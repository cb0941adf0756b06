"""The functions of expressions. A function never changes its meaning: a new meaning is a new name."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cel_expr_python import cel

from modellkommune.blueprint.shapes import address_of
from modellkommune.values.address import same_address as same_door
from modellkommune.values.latin import search_form
from modellkommune.values.period import add_months, months_period
from modellkommune.values.plate import read_plate


def months_between(first: str, second: str) -> int:
    """Full months from one day to another; negative if the second comes first."""
    one, other = date.fromisoformat(first), date.fromisoformat(second)
    if other < one:
        return -months_between(second, first)
    months = (other.year - one.year) * 12 + other.month - one.month
    return months if add_months(one, months) <= other else months - 1


def years_between(first: str, second: str) -> int:
    """Full years from one day to another (an age)."""
    months = months_between(first, second)
    return months // 12 if months >= 0 else -(-months // 12)


def days_between(first: str, second: str) -> int:
    """Days from one day to another."""
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def days_later(day: str, days: int) -> str:
    """So many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def months_later(day: str, months: int) -> str:
    """The same day so many months later, or that month's last day."""
    return add_months(date.fromisoformat(day), months).isoformat()


def last_day(first: str, months: int) -> str:
    """The last day of a period of so many months."""
    return months_period(date.fromisoformat(first), months).last.isoformat()


def later(first: str, second: str) -> str:
    """The later of two days."""
    return max(date.fromisoformat(first), date.fromisoformat(second)).isoformat()


def earlier(first: str, second: str) -> str:
    """The earlier of two days."""
    return min(date.fromisoformat(first), date.fromisoformat(second)).isoformat()


def on_or_after(day: str, limit: str) -> bool:
    """Whether a day is the limit or after it."""
    return date.fromisoformat(day) >= date.fromisoformat(limit)


def on_or_before(day: str, limit: str) -> bool:
    """Whether a day is the limit or before it."""
    return date.fromisoformat(day) <= date.fromisoformat(limit)


def same_text(one: str, other: str) -> bool:
    """Whether two texts have the same search form (DIN 91379)."""
    return one == other or search_form(one) == search_form(other)


def same_plate(one: str, other: str) -> bool:
    """Whether two plates name the same car: German ones by their core, others as they are written."""
    return one == other or _core(one) == _core(other)


def _core(text: str) -> str:
    plate = read_plate(text).plate
    return plate.core if plate else search_form(text)


def same_address(one: Any, other: Any) -> bool:
    """Whether two addresses mean the same door."""
    return same_door(address_of(one), address_of(other))


_TEXT, _INT, _BOOL = cel.Type.STRING, cel.Type.INT, cel.Type.BOOL


def declarations(address: cel.Type) -> list[cel.FunctionDecl]:
    """All functions and their types; an address is a message when checked, a map when run."""
    table: list[tuple[str, Callable[..., Any], list[cel.Type], cel.Type]] = [
        ("months_between", months_between, [_TEXT, _TEXT], _INT),
        ("years_between", years_between, [_TEXT, _TEXT], _INT),
        ("days_between", days_between, [_TEXT, _TEXT], _INT),
        ("add_days", days_later, [_TEXT, _INT], _TEXT),
        ("add_months", months_later, [_TEXT, _INT], _TEXT),
        ("last_day", last_day, [_TEXT, _INT], _TEXT),
        ("later", later, [_TEXT, _TEXT], _TEXT),
        ("earlier", earlier, [_TEXT, _TEXT], _TEXT),
        ("on_or_after", on_or_after, [_TEXT, _TEXT], _BOOL),
        ("on_or_before", on_or_before, [_TEXT, _TEXT], _BOOL),
        ("same_text", same_text, [_TEXT, _TEXT], _BOOL),
        ("same_plate", same_plate, [_TEXT, _TEXT], _BOOL),
        ("same_address", same_address, [address, address], _BOOL),
    ]
    return [
        cel.FunctionDecl(name, [cel.Overload(f"{name}_1", return_type=result, parameters=takes, impl=does)])
        for name, does, takes, result in table
    ]
