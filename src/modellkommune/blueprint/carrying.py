"""Earlier answers carried into a new application: sent through today's form, as if typed again.

So an address is looked up anew, and a term that is no longer offered is asked for. Files and consents belong
to the application they came with: they are never carried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint.fields.base import Field, Input, Inputs
from modellkommune.blueprint.fields.group import counter
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.questions import Answers, Questions, Step

ASKED_ANEW: Final = frozenset({"upload", "consent"})
"""Types of fields whose answers belong to one application only."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers that hold today, and the ids of the steps that have nothing left to ask."""

    answers: dict[str, Any]
    steps: tuple[str, ...]


def carried(questions: Questions, answers: Answers, known: Known) -> Carried:
    """The answers as today's form reads them, step by step."""
    earlier = {name: value for name, value in answers.items() if _may_go(questions.fields.get(name))}
    kept: dict[str, Any] = {}
    complete = []
    for step in questions.steps:
        reading = questions.read(step.id, _form(questions, step, earlier, known), kept, known)
        kept = reading.answers
        asked = {field.id for field in questions.kept(kept, known)[0]}
        anew = any(field.type in ASKED_ANEW and field.id in asked for field in step.fields)
        if not (reading.errors or reading.again or anew):
            complete.append(step.id)
    return Carried(kept, tuple(complete))


def _may_go(field: Field | None) -> bool:
    return field is not None and field.type not in ASKED_ANEW


def _form(questions: Questions, step: Step, answers: Answers, known: Known) -> dict[str, list[str]]:
    """What the page of a step sends, filled in with the answers."""
    form: dict[str, list[str]] = {}
    for field in step.fields:
        drawn = questions.inputs(field, answers, {}, known.language, known)
        form |= dict(_sent(drawn))
        if field.type == "group":
            form[counter(field)] = [str(len(drawn.rows))]
    return form


def _sent(drawn: Inputs) -> Iterator[tuple[str, list[str]]]:
    for control in drawn.inputs:
        yield control.name, _value(control)
    for row in drawn.rows:
        for part in row.inputs:
            yield from _sent(part)


def _value(control: Input) -> list[str]:
    if control.options:
        return [option.value for option in control.options if option.selected]
    return [control.value] if control.kind != "checkbox" or control.checked else []
