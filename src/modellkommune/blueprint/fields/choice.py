"""Choices: radio buttons, a select, or checkboxes."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Bound

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
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import FromParameter, Strict, Text
from modellkommune.blueprint.wording import say

_PICK: Text = {"de": "Bitte wählen", "en": "Please choose"}


class OptionSpec(Strict):
    """One option; its id is what is stored."""

    id: str | int
    label: Text
    hint: Text | None = None


class ChoiceSpec(FieldSpec):
    """One or several of some options; `offered` names the parameter that lists those the municipality has."""

    type: Literal["choice"]
    layout: Literal["radio", "select", "checkboxes"] = "radio"
    of: Literal["text", "integer"] = "text"
    options: Annotated[list[OptionSpec], Bound(min_length=1)]
    offered: FromParameter | None = None


class ChoiceKind(Kind):
    """Stored is the option's id; with checkboxes a list of ids in the order of the options."""

    grouped = True

    def type_of(self, settings: Mapping[str, Any]) -> str:
        """Text, integer or a list of texts."""
        if settings.get("layout") == "checkboxes":
            return "texts"
        return "integer" if settings.get("of") == "integer" else "choice"

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Refuses options that are not offered."""
        picked = {value for value in form.get(field.id, ()) if value}
        if not picked <= {option.id for option in field.options}:
            return self._pick(field)
        values = [option.value for option in field.options if option.id in picked]
        if field.settings.get("layout") == "checkboxes":
            return Answer(values) if values or field.optional else self._pick(field)
        if len(values) == 1:
            return Answer(values[0])
        return Answer() if field.optional and not values else self._pick(field)

    def _pick(self, field: Field) -> Answer:
        first = f"{field.id}-{field.options[0].id}" if field.options else field.id
        target = field.id if field.settings.get("layout") == "select" else first
        return naming(field, "Bitte wählen Sie aus: {}", "Please choose: {}", target)

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """One group of options."""
        layout = str(field.settings.get("layout", "radio"))
        chosen = self._chosen(field, value, entered)
        options = tuple(
            Choice(
                option.id,
                say(option.label, language),
                f"{field.id}-{option.id}",
                option.id in chosen,
                say(option.hint, language),
            )
            for option in field.options
        )
        if layout == "select":
            options = (Choice("", say(_PICK, language), f"{field.id}-none", not chosen), *options)
        label = say(field.label, language)
        return (Input(field.id, field.id, layout, label, autocomplete=field.autocomplete, options=options),)

    def _chosen(self, field: Field, value: Any, entered: Entered) -> set[str]:
        typed = entered.get(field.id)
        if typed is not None:
            return {typed} if isinstance(typed, str) else set(typed)
        stored = value if isinstance(value, list) else [value]
        return {str(item) for item in stored if item is not None}

    def present(self, field: Field, value: Any, language: str) -> str:
        """The labels of what was chosen."""
        stored = value if isinstance(value, list) else [value]
        labels = {option.value: say(option.label, language) for option in field.options}
        return ", ".join(labels.get(item, str(item)) for item in stored)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """One of the options, or a list of them."""
        one = {"enum": [option.value for option in field.options]}
        if field.settings.get("layout") == "checkboxes":
            return {"type": "array", "items": one, "uniqueItems": True}
        return one
