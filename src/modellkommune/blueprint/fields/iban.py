"""Bank accounts by IBAN (ISO 13616): length and check digits, no question to any bank."""

import re
from typing import Any, Literal

from stdnum import iban
from stdnum.exceptions import InvalidChecksum, ValidationError

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
from modellkommune.blueprint.wording import say

GERMAN_LENGTH = 22
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
_SEPARATORS = re.compile(r"[\s.\-/]")


class IbanSpec(FieldSpec):
    """An account, of any country that has IBANs."""

    type: Literal["iban"]


class IbanKind(Kind):
    """Text without blanks: DE89370400440532013000."""

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Blanks and small letters do not matter; what does not fit is named."""
        text = _SEPARATORS.sub("", sent(form, field.id)).upper().removeprefix("IBAN").lstrip(":")
        if not text:
            return Answer() if field.optional else missing(field)
        return _fault(field, text) or Answer(text)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control."""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind="text",
                label=say(field.label, language),
                value=shown(entered, field.id, iban.format(value) if value else ""),
                autocomplete=field.autocomplete or "off",
                width=34,
            ),
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """In groups of four, as on the bank card."""
        return str(iban.format(value))

    def json_schema(self, field: Field) -> dict[str, Any]:
        """Country, check digits, account."""
        return {"type": "string", "pattern": f"^{_SHAPE.pattern}$"}


def _fault(field: Field, text: str) -> Answer | None:
    if not _SHAPE.fullmatch(text):
        return error(
            field,
            "Eine IBAN beginnt mit zwei Buchstaben und zwei Ziffern, zum Beispiel DE12 3456 …"
            " Sie steht auf Ihrer Bankkarte.",
            "An IBAN begins with two letters and two digits, for example DE12 3456 …"
            " You find it on your bank card.",
        )
    if text.startswith("DE") and len(text) != GERMAN_LENGTH:
        return error(
            field,
            f"Eine deutsche IBAN hat {GERMAN_LENGTH} Zeichen, hier sind es {len(text)}. Bitte prüfen.",
            f"A German IBAN has {GERMAN_LENGTH} characters, this one has {len(text)}. Please check it.",
        )
    try:
        iban.validate(text)
    except InvalidChecksum:
        return error(
            field,
            "In dieser IBAN stimmt ein Zeichen nicht, oder zwei sind vertauscht."
            " Bitte vergleichen Sie sie mit Ihrer Bankkarte.",
            "One character of this IBAN is wrong, or two are swapped. Please compare it with your bank card.",
        )
    except ValidationError:
        return error(
            field,
            "So sieht die IBAN dieses Landes nicht aus. Bitte vergleichen Sie sie mit Ihrer Bankkarte.",
            "IBANs of this country do not look like this. Please compare it with your bank card.",
        )
    return None
