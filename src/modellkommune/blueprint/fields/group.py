"""Groups of fields that repeat: several vehicles with a reason each. Rows come and go without JavaScript.

A row's inputs are named <group>-<row>-<field>. `<group>-rows` says how many rows stood on the page; the
buttons send `wish` = `add:<group>` or `remove:<group>:<row>`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field as Bound
from pydantic import field_validator

from modellkommune.blueprint.fields.base import (
    Answer,
    Entered,
    Field,
    FieldError,
    FieldSpec,
    Form,
    Input,
    Inputs,
    Kind,
    Row,
    missing,
)
from modellkommune.blueprint.fields.choice import ChoiceSpec
from modellkommune.blueprint.fields.date import DateSpec
from modellkommune.blueprint.fields.email import EmailSpec
from modellkommune.blueprint.fields.iban import IbanSpec
from modellkommune.blueprint.fields.money import MoneySpec
from modellkommune.blueprint.fields.name import NameSpec
from modellkommune.blueprint.fields.number import NumberSpec
from modellkommune.blueprint.fields.phone import PhoneSpec
from modellkommune.blueprint.fields.plate import PlateSpec
from modellkommune.blueprint.fields.text import LongTextSpec, TextSpec
from modellkommune.blueprint.fields.yes_no import YesNoSpec
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import FromParameter, Text
from modellkommune.blueprint.wording import say

WISH = "wish"
PartSpec = Annotated[
    TextSpec
    | LongTextSpec
    | NameSpec
    | EmailSpec
    | PhoneSpec
    | DateSpec
    | NumberSpec
    | MoneySpec
    | YesNoSpec
    | IbanSpec
    | ChoiceSpec
    | PlateSpec,
    Bound(discriminator="type"),
]


class GroupSpec(FieldSpec):
    """Rows of the same fields. `item` names a row; `beside`: so many of max_items are asked elsewhere.

    min_items counts where the group is not optional.
    """

    type: Literal["group"]
    item: Text
    min_items: Annotated[int, Bound(ge=1, le=20)] = 1
    max_items: Annotated[int, Bound(ge=1, le=20)] | FromParameter = 10
    beside: Annotated[int, Bound(ge=0, le=20)] = 0
    fields: Annotated[list[PartSpec], Bound(min_length=1)]

    @field_validator("fields")
    @classmethod
    def _plain(cls, parts: list[Any]) -> list[Any]:
        for part in parts:
            if part.when or part.prefill or part.read_only:
                raise ValueError(f"{part.id} stands in a group: no when, prefill or read_only")
        return parts


class GroupKind(Kind):
    """A list of rows; a row has the answers of its fields by id. Rows left empty are dropped."""

    grouped = True

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds

    def type_of(self, settings: Mapping[str, Any]) -> str:
        """A list of messages of its own."""
        return f"rows_{settings['id']}"

    def names(self, field: Field) -> tuple[str, ...]:
        """The inputs of all rows there may be."""
        rows = (self._names_of(field, number) for number in range(_most(field)))
        return (counter(field), *(name for row in rows for name in row))

    def _names_of(self, field: Field, number: int) -> tuple[str, ...]:
        parts = _row(field, number, {})
        return tuple(name for part in parts for name in self._kinds[part.type].names(part))

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Reads row by row. A wish to add or remove one changes `entered` only; the answer stays."""
        count = _count(field, form)
        rows = [self._read_row(field, number, form, known) for number in range(count)]
        filled = [row for row in rows if row is not None]
        errors = tuple(error for row in filled for error in row.errors)
        entered: dict[str, Any] = {name: value for row in filled for name, value in row.entered.items()}
        wished = self._wished(field, form, count)
        if wished is not None:
            return Answer(current, errors, {**entered, **wished}, again=True)
        if len(filled) < _least(field):
            errors = (*errors, *self._lacking(field, [row is not None for row in rows]))
        return Answer(None if errors else [row.value for row in filled] or None, errors, entered)

    def _read_row(self, field: Field, number: int, form: Form, known: Known) -> Answer | None:
        """One row; None if nothing was written in it."""
        parts = _row(field, number, field.settings["item"])
        blank = (
            self._kinds[part.type].read(replace(part, optional=True), form, known, None) for part in parts
        )
        if all(answer.value in (None, "", []) and not answer.errors for answer in blank):
            return None
        value, errors, entered = dict[str, Any](), list[FieldError](), dict[str, Any]()
        for part, plain in zip(parts, field.fields, strict=True):
            answer = self._kinds[part.type].read(part, form, known, None)
            errors.extend(answer.errors)
            entered.update(answer.entered)
            if answer.value is not None:
                value[plain.id] = answer.value
        return Answer(value, tuple(errors), entered)

    def _lacking(self, field: Field, written: list[bool]) -> Iterator[FieldError]:
        """The first empty rows that are needed, each named at its first input."""
        empty = [number for number, row in enumerate(written) if not row]
        for number in empty[: _least(field) - sum(written)]:
            part = _row(field, number, field.settings["item"])[0]
            yield from missing(part, self._kinds[part.type].names(part)[0]).errors

    def _wished(self, field: Field, form: Form, count: int) -> dict[str, Any] | None:
        act, _, rest = (form.get(WISH) or ("",))[0].partition(":")
        name, _, place = rest.partition(":")
        if name != field.id:
            return None
        if act == "add":
            return {counter(field): [str(min(count + 1, _most(field)))]}
        if act == "remove" and _number(place, count) < count:
            return self._without(field, form, _number(place, count), count)
        return None

    def _without(self, field: Field, form: Form, gone: int, count: int) -> dict[str, Any]:
        """What was typed, the rows behind the one removed moved up."""
        entered: dict[str, Any] = {counter(field): [str(max(count - 1, _least(field)))]}
        for number in range(gone, _most(field)):
            here, behind = (
                self._names_of(field, number),
                self._names_of(field, min(number + 1, _most(field) - 1)),
            )
            last = number >= count - 1
            entered.update(
                {
                    name: [] if last else list(form.get(next_name, ()))
                    for name, next_name in zip(here, behind, strict=True)
                }
            )
        return entered

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """None of its own: the controls stand in the rows."""
        return ()

    def rows(
        self, field: Field, value: Any, entered: Entered, language: str, known: Known | None
    ) -> tuple[Row, ...]:
        """The rows as typed, or else as stored; at least the fewest there must be."""
        stored = list(value or ())
        count = _count(field, entered) if entered.get(counter(field)) else max(len(stored), _least(field))
        return tuple(
            Row(
                number,
                _title(field, number, language),
                self._row_inputs(field, number, stored, entered, language, known),
                may_go=count > _least(field),
            )
            for number in range(count)
        )

    def _row_inputs(
        self,
        field: Field,
        number: int,
        stored: list[Any],
        entered: Entered,
        language: str,
        known: Known | None,
    ) -> tuple[Inputs, ...]:
        row = stored[number] if number < len(stored) and not entered.get(counter(field)) else {}
        return tuple(
            Inputs(
                part,
                self._kinds[part.type].grouped,
                self._kinds[part.type].inputs(part, row.get(plain.id), entered, language),
                self._kinds[part.type].hint(part, language, known),
            )
            for part, plain in zip(_row(field, number, {}), field.fields, strict=True)
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """Row by row: "DN-CD 45, Dienstwagen; DN-EF 6, Wohnmobil"."""
        return "; ".join(", ".join(self._present_row(field, row, language)) for row in value)

    def _present_row(self, field: Field, row: Mapping[str, Any], language: str) -> Iterator[str]:
        for part in field.fields:
            if row.get(part.id) not in (None, "", []):
                yield self._kinds[part.type].present(part, row[part.id], language)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A list of objects."""
        parts = {part.id: self._kinds[part.type].json_schema(part) for part in field.fields}
        needed = sorted(part.id for part in field.fields if not part.optional)
        row = {"type": "object", "properties": parts, "required": needed, "additionalProperties": False}
        bounds = {"minItems": _least(field), "maxItems": _most(field)}
        return {"type": "array", "items": row, **bounds}


def parts_of(spec: Any) -> list[Any]:
    """The fields of a row as described; none of any other field."""
    return list(spec.fields) if isinstance(spec, GroupSpec) else []


def counter(field: Field) -> str:
    """The name of the input that says how many rows there are."""
    return f"{field.id}-rows"


def _least(field: Field) -> int:
    return 0 if field.optional else int(field.settings["min_items"])


def _most(field: Field) -> int:
    return int(field.settings["max_items"])


def _count(field: Field, form: Mapping[str, Any]) -> int:
    sent = (form.get(counter(field)) or ("",))[0]
    return min(max(_number(sent, 0), _least(field)), _most(field))


def _number(sent: str, otherwise: int) -> int:
    """A number as a page of ours sends it."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else otherwise


def _row(field: Field, number: int, item: Text) -> tuple[Field, ...]:
    """The fields of a row under the names they have there; with `item`, labels say which row is meant."""
    return tuple(
        replace(
            part,
            id=f"{field.id}-{number}-{part.id}",
            label={
                language: f"{say(item, language)} {number + 1}: {text}" if item else text
                for language, text in part.label.items()
            },
        )
        for part in field.fields
    )


def _title(field: Field, number: int, language: str) -> str:
    return f"{say(field.settings['item'], language)} {number + 1}"
