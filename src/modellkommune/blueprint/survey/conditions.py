"""Conditions of questions: the same expressions as for services, over the answers given so far."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from modellkommune.blueprint.expressions import Scope
from modellkommune.blueprint.shapes import Shapes
from modellkommune.blueprint.survey.definition import Answers, Question

_TYPES: Final = {"single": "choice", "scale": "choice", "multiple": "texts", "text": "text"}


def scope_of(questions: Iterable[Question]) -> Scope:
    """What a condition may name: `answers.<id>`, a list for a multiple question, else one text."""
    types = {question.id: _TYPES[question.kind] for question in questions}
    return Scope(Shapes({"answers": types}), {"answers": "answers"})


def values_of(questions: Iterable[Question], answers: Answers) -> Mapping[str, Any]:
    """The answers as conditions see them; what was not answered is absent."""
    return {
        "answers": {
            question.id: list(given) if question.kind == "multiple" else given[0]
            for question in questions
            if (given := answers.get(question.id, ()))
        }
    }
