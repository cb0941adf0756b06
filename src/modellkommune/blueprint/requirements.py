"""Who may apply, said before anybody does: the requirements of the checks under a town's parameters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.schema.rules import CheckSpec, RequirementSpec
from modellkommune.blueprint.wording import Text


def requirements_of(
    checks: Sequence[CheckSpec], expressions: Mapping[str, Expression], parameters: Mapping[str, Any]
) -> Iterator[Text]:
    """The sentence of every check that is made here and asks something of people, in the checks' order."""
    values = {"parameters": parameters}
    for check in checks:
        if _made_here(expressions.get(f"check {check.id} when"), values):
            found = (one for one in check.requirements if _said(check, one, expressions, values))
            yield from (one.text for one in [next(found, None)] if one is not None)


def _made_here(when: Expression | None, values: Mapping[str, Any]) -> bool:
    """Whether the check can apply at all: a condition that reads more than parameters may always be met."""
    if when is None or any(read.path[0] != "parameters" for read in when.reads):
        return True
    return when.met(values)


def _said(
    check: CheckSpec, one: RequirementSpec, expressions: Mapping[str, Expression], values: Mapping[str, Any]
) -> bool:
    return one.when is None or expressions[f"requirement {check.id}.{one.id}"].met(values)
