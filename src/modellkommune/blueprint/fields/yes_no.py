"""Questions answered with yes or no."""

from typing import Any, Literal

from modellkommune.blueprint.fields.base import (
    Answer,
    Choice,
    Entered,
    Field,
    FieldSpec,
    Form,
    Input,
    Kind,
    naming,
    shown,
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import Text
from modellkommune.blueprint.wording import say

_LABELS: dict[str, Text] = {"yes": {"de": "Ja", "en": "Yes"}, "no": {"de": "Nein", "en": "No"}}


class YesNoSpec(FieldSpec):
    """A question; `yes` and `no` may say more than the one word."""

    type: Literal["yes-no"]
    yes: Text | None = None
    no: Text | None = None


class YesNoKind(Kind):
    """True or false. Nothing is chosen beforehand: no answer is not a no."""

    grouped = True
    cel_type = "boolean"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Refuses anything but one of the two."""
        sent = [value for value in form.get(field.id, ()) if value]
        if len(sent) == 1 and sent[0] in _LABELS:
            return Answer(sent[0] == "yes")
        if field.optional and not sent:
            return Answer()
        return naming(
            field,
            "Bitte antworten Sie mit Ja oder Nein: {}",
            "Please answer yes or no: {}",
            f"{field.id}-yes",
        )

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """Two radio buttons."""
        stored = "" if value is None else "yes" if value else "no"
        chosen = shown(entered, field.id, stored)
        options = tuple(
            Choice(name, say(_words(field, name), language), f"{field.id}-{name}", name == chosen)
            for name in _LABELS
        )
        return (Input(field.id, field.id, "radio", say(field.label, language), options=options),)

    def present(self, field: Field, value: Any, language: str) -> str:
        """The words of the answer."""
        return say(_words(field, "yes" if value else "no"), language)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


def _words(field: Field, name: str) -> Text:
    return field.settings.get(name) or _LABELS[name]
