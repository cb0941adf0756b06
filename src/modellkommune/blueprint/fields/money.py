"""Amounts of money in euros, stored as whole cents."""

import re
from typing import Any, Literal

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
from modellkommune.blueprint.schema.basis import MoneyText
from modellkommune.blueprint.wording import say
from modellkommune.values.money import Money, NotAnAmount

_GROUPS = re.compile(r"(?<=\d)[.\s'’](?=\d{3}(?:\D|$))")
_CURRENCY = re.compile(r"\s*(?:€|EUR|Euro)\s*", re.IGNORECASE)


class MoneySpec(FieldSpec):
    """An amount between bounds, written as money: min: 0.00."""

    type: Literal["money"]
    min: MoneyText | None = None
    max: MoneyText | None = None


class MoneyKind(Kind):
    """Cents, as everywhere in expressions."""

    cel_type = "money"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Reads 1234,50 and 1.234,50 and 1234.50, with or without the sign of the currency."""
        text = sent(form, field.id)
        if not text:
            return Answer() if field.optional else missing(field)
        try:
            amount = Money.parse(_GROUPS.sub("", _CURRENCY.sub("", text)))
        except NotAnAmount:
            return error(
                field,
                f"„{text}“ ist kein Betrag. Bitte schreiben Sie Euro und Cent, zum Beispiel 12,50.",
                f"“{text}” is no amount. Please write euros and cents, for example 12.50.",
            )
        return _out_of_bounds(field, amount) or Answer(amount.cents)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control with the currency behind it."""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind="text",
                label=say(field.label, language),
                value=shown(entered, field.id, "" if value is None else _typed(int(value), language)),
                autocomplete=field.autocomplete,
                inputmode="decimal",
                width=10,
                suffix="€",
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The amount with its currency."""
        return Money(int(value)).text(language)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """Whole cents between the bounds."""
        bounds = {"minimum": field.settings.get("min"), "maximum": field.settings.get("max")}
        cents = {name: Money.parse(text).cents for name, text in bounds.items() if text is not None}
        return {"type": "integer", "description": "cents", **cents}


def _typed(cents: int, language: str) -> str:
    plain = Money(cents).plain
    return plain.replace(".", ",") if language.startswith("de") else plain


def _out_of_bounds(field: Field, amount: Money) -> Answer | None:
    least, most = field.settings.get("min"), field.settings.get("max")
    if least is not None and amount < (bound := Money.parse(least)):
        de, en = bound.text("de"), bound.text("en")
        return error(field, f"Das ist zu wenig: mindestens {de}.", f"That is too little: at least {en}.")
    if most is not None and amount > (bound := Money.parse(most)):
        de, en = bound.text("de"), bound.text("en")
        return error(field, f"Das ist zu viel: höchstens {de}.", f"That is too much: at most {en}.")
    return None
