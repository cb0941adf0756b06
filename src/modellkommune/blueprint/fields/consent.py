"""Consents and declarations: one checkbox that must be ticked (unless optional)."""

from typing import Any, Literal

from modellkommune.blueprint.fields.base import Answer, Entered, Field, FieldSpec, Form, Input, Kind, naming
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.wording import say, write


class ConsentSpec(FieldSpec):
    """A sentence the person agrees to."""

    type: Literal["consent"]


class ConsentKind(Kind):
    """True, or (if optional) false."""

    cel_type = "boolean"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Refuses a needed consent that is not given."""
        if "yes" in form.get(field.id, ()):
            return Answer(True)
        if field.optional:
            return Answer(False)
        return naming(
            field,
            "Ohne diese Erklärung geht es nicht weiter. Bitte setzen Sie den Haken: {}",
            "We cannot go on without this declaration. Please tick: {}",
        )

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One checkbox."""
        ticked = "yes" in entered[field.id] if field.id in entered else bool(value)
        return (Input(field.id, field.id, "checkbox", say(field.label, language), "yes", checked=ticked),)

    def present(self, field: Field, value: Any, language: str) -> str:
        """Yes or no."""
        return write(bool(value), "boolean", language)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"} if field.optional else {"const": True}
