"""E-mail addresses."""

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
from modellkommune.blueprint.wording import say

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_]{2,63}")
LONGEST = 254


class EmailSpec(FieldSpec):
    """An e-mail address."""

    type: Literal["e-mail"]


class EmailKind(Kind):
    """An address that mail can be sent to; whether it exists shows only by sending."""

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Refuses what cannot be an address and says what is missing."""
        text = sent(form, field.id).replace(" ", "")
        if not text:
            return Answer() if field.optional else missing(field)
        if "@" not in text:
            return error(
                field,
                f"In „{text}“ fehlt das @. Bitte schreiben Sie zum Beispiel name@beispiel.de.",
                f"The @ is missing in “{text}”. Please write for example name@example.org.",
            )
        if len(text) > LONGEST or ".." in text or not _ADDRESS.fullmatch(text) or not _reachable(text):
            return error(
                field,
                f"„{text}“ ist so keine E-Mail-Adresse. Bitte schreiben Sie zum Beispiel name@beispiel.de.",
                f"“{text}” is not an e-mail address as it stands. Please write for example name@example.org.",
            )
        return Answer(text)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control of type email."""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind="email",
                label=say(field.label, language),
                value=shown(entered, field.id, value or ""),
                autocomplete=field.autocomplete or "email",
                inputmode="email",
                max_length=LONGEST,
            ),
        )

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A text in the format of an address."""
        return {"type": "string", "format": "email", "maxLength": LONGEST}


def _reachable(address: str) -> bool:
    """Whether the mail server can be asked for the domain, which may have letters of any script (IDNA)."""
    try:
        address.rpartition("@")[2].encode("idna")
    except UnicodeError:
        return False
    return True
