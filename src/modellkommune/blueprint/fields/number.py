"""Numbers with a unit."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field as Bound

from modellkommune.blueprint.fields.base import (
    Answer,
    Entered,
    Field,
    FieldSpec,
    Form,
    Input,
    Kind,
    error,
    missing,
    sent,
    shown,
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import Exact, Text
from modellkommune.blueprint.wording import say, write

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?")


class NumberSpec(FieldSpec):
    """A number between bounds."""

    type: Literal["number"]
    unit: str | Text | None = None
    min: Exact | None = None
    max: Exact | None = None
    decimals: Annotated[int, Bound(ge=0, le=6)] = 0


class NumberKind(Kind):
    """A whole number, or one with decimals."""

    def type_of(self, settings: Any) -> str:
        """Whole numbers are integers."""
        return "number" if settings.get("decimals") else "integer"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Reads 4284, 4.284 and 4,28; the unit may be typed as well."""
        text = re.sub(r"[^\d.,-]", "", sent(form, field.id))
        if not sent(form, field.id):
            return Answer() if field.optional else missing(field)
        plain = text.replace(".", "") if _GROUPED.fullmatch(text) else text.replace(",", ".")
        if not _NUMBER.fullmatch(plain):
            return error(
                field, "Bitte schreiben Sie eine Zahl in Ziffern.", "Please write a number in digits."
            )
        number = Decimal(plain)
        decimals = int(field.settings.get("decimals", 0))
        if number != round(number, decimals):
            return _too_fine(field, decimals)
        return _out_of_bounds(field, number) or Answer(float(number) if decimals else int(number))

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control with the unit behind it."""
        stored = "" if value is None else write(value, "number", language)
        unit = field.settings.get("unit") or ""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind="text",
                label=say(field.label, language),
                value=shown(entered, field.id, stored),
                autocomplete=field.autocomplete,
                inputmode="decimal" if field.settings.get("decimals") else "numeric",
                width=8,
                suffix=unit if isinstance(unit, str) else say(unit, language),
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The number with its unit."""
        return write(value, "number", language, field.settings.get("unit"))

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A number between the bounds."""
        bounds = {"minimum": field.settings.get("min"), "maximum": field.settings.get("max")}
        kind = {"type": "number" if field.settings.get("decimals") else "integer"}
        return {**kind, **{name: float(bound) for name, bound in bounds.items() if bound is not None}}


def _too_fine(field: Field, decimals: int) -> Answer:
    if not decimals:
        de, en = "Bitte schreiben Sie eine ganze Zahl, ohne Komma.", "Please write a whole number."
    else:
        de = f"Bitte schreiben Sie höchstens {decimals} Stellen nach dem Komma."
        en = f"Please write at most {decimals} decimal places."
    return error(field, de, en)


def _out_of_bounds(field: Field, number: Decimal) -> Answer | None:
    least, most = field.settings.get("min"), field.settings.get("max")
    unit = field.settings.get("unit")
    if least is not None and number < Decimal(str(least)):
        de, en = write(least, "number", "de", unit), write(least, "number", "en", unit)
        return error(field, f"Das ist zu wenig: mindestens {de}.", f"That is too little: at least {en}.")
    if most is not None and number > Decimal(str(most)):
        de, en = write(most, "number", "de", unit), write(most, "number", "en", unit)
        return error(field, f"Das ist zu viel: höchstens {de}.", f"That is too much: at most {en}.")
    return None
