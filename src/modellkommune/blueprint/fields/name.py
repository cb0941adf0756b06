"""Names of persons, by DIN 91379 data type A."""

from typing import Annotated, Any, Literal

from pydantic import Field as Bound

from modellkommune.blueprint.fields.base import Answer, Field, FieldSpec, error
from modellkommune.blueprint.fields.text import TextKind
from modellkommune.values.latin import first_foreign


class NameSpec(FieldSpec):
    """A name as on the identity card."""

    type: Literal["name"]
    max_length: Annotated[int, Bound(ge=1, le=200)] = 120


class NameKind(TextKind):
    """A name of a person."""

    datatype = "A"

    def _fault(self, field: Field, text: str) -> Answer | None:
        sign = first_foreign(text, "A")
        if sign is None:
            return super()._fault(field, text)
        return error(
            field,
            f"Das Zeichen „{sign}“ kommt in Namen nicht vor. Bitte schreiben Sie den Namen wie im Ausweis.",
            f"The character “{sign}” does not occur in names. Please write the name as on your card.",
        )

    def json_schema(self, field: Field) -> dict[str, Any]:
        """A text; the signs are those of DIN 91379 type A."""
        return {**super().json_schema(field), "$comment": "DIN 91379, data type A"}
