"""Parameters: what a municipality decides, as plain values (money in cents); bounds, acknowledgements."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from modellkommune.blueprint.schema.service import ParameterSpec
from modellkommune.blueprint.wording import say
from modellkommune.values.money import Money, NotAnAmount

EMPTY: tuple[Any, ...] = (None, 0, "", False, [])


class ParameterInvalid(ValueError):
    """The value is not of the parameter's type or not within its bounds."""


def kind_of(spec: ParameterSpec) -> str:
    """The type of the parameter in expressions."""
    if spec.type == "list":
        return "integers" if spec.of == "integer" else "texts"
    return "text" if spec.type == "choice" else spec.type


def plain_value(spec: ParameterSpec, value: Any) -> Any:
    """The value as expressions see it; raises ParameterInvalid with what is expected."""
    if spec.type == "list":
        return _list(spec, value)
    if spec.type == "choice":
        return _option(spec, value)
    found = _scalar(spec.type, value)
    if spec.pattern and found and not re.fullmatch(spec.pattern, str(found)):
        raise ParameterInvalid(f"expected is {say(spec.pattern_hint or {}, 'en') or spec.pattern}")
    for bound, least in ((spec.min, True), (spec.max, False)):
        if bound is not None and _outside(found, _scalar(spec.type, bound), least):
            raise ParameterInvalid(f"{value} is {'less' if least else 'more'} than {bound}")
    return found


def values_of(specs: Mapping[str, ParameterSpec], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters: chosen values, else defaults. Those required but not chosen are None."""
    return {
        name: plain_value(spec, chosen.get(name, spec.default))
        if name in chosen or spec.default is not None
        else None
        for name, spec in specs.items()
    }


def unacknowledged(
    specs: Mapping[str, ParameterSpec], chosen: Mapping[str, Any], acknowledged: Mapping[str, str]
) -> Iterator[str]:
    """Parameters whose legal note must be acknowledged for the chosen values, and is not."""
    for name, value in chosen.items():
        spec = specs.get(name)
        if spec is None or spec.must_acknowledge is None or name in acknowledged:
            continue
        try:
            harmless = plain_value(spec, value) in EMPTY
        except ParameterInvalid:
            harmless = True
        if not harmless:
            yield name


def _list(spec: ParameterSpec, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ParameterInvalid("expected is a list, for example [6, 12]")
    return [_option(spec, item) for item in value]


def _option(spec: ParameterSpec, value: Any) -> Any:
    kind = spec.of if spec.type == "list" else "text"
    found = _scalar(kind, value)
    if spec.options is not None and found not in spec.options:
        raise ParameterInvalid(f"{value} is not one of {', '.join(str(option) for option in spec.options)}")
    return found


def _scalar(kind: str, value: Any) -> Any:
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError, NotAnAmount, InvalidOperation):
        raise ParameterInvalid(f"expected is {_EXPECTED[kind]}, not {value!r}") from None


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _money(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError
    return Money.parse(str(value)).cents


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError
    return float(Decimal(str(value)))


_READERS: dict[str, Any] = {
    "integer": _integer,
    "boolean": _boolean,
    "text": _text,
    "choice": _text,
    "money": _money,
    "number": _number,
    "date": lambda value: date.fromisoformat(value).isoformat(),
}
_EXPECTED = {
    "integer": "a whole number",
    "boolean": "true or false",
    "text": "a text (in quotes if it looks like a number)",
    "choice": "an option",
    "money": "an amount such as 30.70",
    "number": "a number",
    "date": "a date such as 2026-12-03",
}


def _outside(value: Any, bound: Any, least: bool) -> bool:
    return bool(value < bound) if least else bool(value > bound)
