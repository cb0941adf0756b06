"""Faults of form: what pydantic finds, said with place, id and remedy."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from modellkommune.blueprint.problems import Problem
from modellkommune.blueprint.source import Source

Model = TypeVar("Model", bound=BaseModel)
_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it, or look at the spelling; docs/blueprint-format.md lists what is possible",
    "string_type": "write a text; quote it if it looks like a number",
    "string_pattern_mismatch": "look at the spelling: ids are small letters, digits and _ ; codes are quoted",
    "literal_error": "choose one of the values named",
    "union_tag_invalid": "choose one of the types named",
    "union_tag_not_found": "add the type",
    "dict_type": "write it as {key: value}",
    "list_type": "write it as a list",
    "int_type": "write a whole number",
    "bool_type": "write true or false",
    "value_error": "write amounts as 30.70 and dates as 2026-12-03",
}


def validated(source: Source, model: type[Model]) -> Model | None:
    """The file as a model, or None; faults are added to the source."""
    if source.problems and source.data is None:
        return None
    if not isinstance(source.data, dict):
        source.problems.append(source.problem((), "the file is empty or no mapping", "begin with format: 1"))
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        source.problems.extend(_problems(source, error))
        return None


def _problems(source: Source, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        yield source.problem(tuple(detail["loc"]), _message(detail), _remedy(detail))


def _message(detail: ErrorDetails) -> str:
    name = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), "")
    if detail["type"] == "missing":
        return f"{name} is missing"
    if detail["input"] is None and detail["type"] != "extra_forbidden":
        return f"{name} has no value"
    if detail["type"] == "extra_forbidden":
        return f"{name} is unknown here"
    return f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _remedy(detail: ErrorDetails) -> str:
    if detail["input"] is None:
        return "write one; a text that holds a comma or a colon needs quotes"
    return _REMEDIES.get(detail["type"], "see docs/blueprint-format.md")
