"""Short and long text."""

import re
from collections.abc import Mapping
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
from modellkommune.blueprint.schema.basis import Text
from modellkommune.blueprint.wording import say
from modellkommune.values.latin import first_foreign


class TextSpec(FieldSpec):
    """A short text on one line."""

    type: Literal["text"]
    max_length: Annotated[int, Bound(ge=1, le=1000)] = 200
    pattern: str | None = None
    pattern_hint: Text | None = None
    datatype: Literal["A", "B", "C"] = "B"
    inputmode: Literal["text", "numeric", "tel"] = "text"


class LongTextSpec(FieldSpec):
    """A text of several lines."""

    type: Literal["long-text"]
    max_length: Annotated[int, Bound(ge=1, le=10000)] = 2000
    rows: Annotated[int, Bound(ge=2, le=20)] = 4


class TextKind(Kind):
    """Texts of signs that the administration's systems can store (DIN 91379)."""

    control = "text"
    datatype = "B"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Refuses texts that are too long, hold foreign signs, or do not follow the pattern."""
        text = sent(form, field.id)
        if not text:
            return Answer() if field.optional else missing(field)
        return self._fault(field, text) or Answer(self.stored(text))

    def stored(self, text: str) -> str:
        """How the text is kept."""
        return text

    def _fault(self, field: Field, text: str) -> Answer | None:
        longest = int(field.settings["max_length"])
        if len(text) > longest:
            return error(
                field,
                f"Das sind {len(text)} Zeichen. Bitte kürzen Sie auf höchstens {longest}.",
                f"That is {len(text)} characters. Please shorten it to at most {longest}.",
            )
        sign = first_foreign(text, field.settings.get("datatype", self.datatype))
        if sign is not None:
            return error(
                field,
                f"Das Zeichen „{sign}“ können wir nicht speichern. Bitte schreiben Sie es anders.",
                f"We cannot store the character “{sign}”. Please write it in another way.",
            )
        return self._unlike(field, text, field.settings)

    def _unlike(self, field: Field, text: str, settings: Mapping[str, Any]) -> Answer | None:
        pattern = settings.get("pattern")
        if not pattern or re.fullmatch(pattern, text):
            return None
        hint = settings.get("pattern_hint") or field.hint
        return error(
            field,
            f"„{text}“ passt nicht. Erwartet wird: {say(hint, 'de')}",
            f"“{text}” does not fit. We expect: {say(hint, 'en')}",
        )

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One control."""
        return (
            Input(
                name=field.id,
                id=field.id,
                kind=self.control,
                label=say(field.label, language),
                value=shown(entered, field.id, value or ""),
                autocomplete=field.autocomplete,
                inputmode=str(field.settings.get("inputmode", "")),
                max_length=int(field.settings["max_length"]),
            ),
        )

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A text of bounded length."""
        return {"type": "string", "minLength": 1, "maxLength": field.settings["max_length"]}


class LongTextKind(TextKind):
    """Several lines."""

    control = "textarea"
    datatype = "C"
