"""Information: a sentence between the questions, without input."""

from typing import Any, Literal

from modellkommune.blueprint.fields.base import Answer, Entered, Field, FieldSpec, Form, Input, Kind
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import Text


class InformationSpec(FieldSpec):
    """A heading and a body."""

    type: Literal["information"]
    body: Text


class InformationKind(Kind):
    """Nothing is asked."""

    has_answer = False

    def names(self, field: Field) -> tuple[str, ...]:
        """No inputs."""
        return ()

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Nothing to read."""
        return Answer()

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """No controls."""
        return ()
