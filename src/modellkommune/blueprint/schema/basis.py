"""Types that all files share: ids, texts in languages, exact amounts, dates, expressions."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from modellkommune.values.money import Money

ID = r"^[a-z][a-z0-9_]{0,47}$"
NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
SETTING = re.compile(r"(-?\d+)([YMD])")


class Strict(BaseModel):
    """A part of a blueprint: unknown keys are refused, nothing changes after reading."""

    # A web process reads whole releases only: what it never asks for need not be built.
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


class File(Strict):
    """A whole file; `format` fixes what it means for ever."""

    format: Literal[1]


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _money(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("an amount is written 30.70")
    return Money.parse(str(value)).plain


def _date(value: str) -> str:
    date.fromisoformat(value)
    return value


def _source(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else value


Id = Annotated[str, StringConstraints(pattern=ID)]
Name = Annotated[str, StringConstraints(pattern=NAME, max_length=60)]
Text = dict[str, Annotated[str, StringConstraints(min_length=1)]]
MoneyText = Annotated[str, BeforeValidator(_money)]
DateText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_date)]
Expression = Annotated[str, BeforeValidator(_source), StringConstraints(min_length=1)]
Exact = Annotated[bool | int | str, BeforeValidator(_exact)]
Value = Exact | list[Exact]
Period = Annotated[str, StringConstraints(pattern=r"^\d{1,3}[YMD]$")]
Offset = Annotated[str, StringConstraints(pattern=r"^-?\d{1,3}[YMD]$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)?$")]


class FromParameter(Strict):
    """A value that the municipality sets: {parameter: id}."""

    parameter: Id
