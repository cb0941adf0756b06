"""Parameters that nothing reads: a municipality would decide something that has no effect."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from modellkommune.blueprint.checking.desk import Desk
from modellkommune.blueprint.expressions import Expression
from modellkommune.blueprint.sentences import paths_in

OF_PLATFORM: Final = frozenset({"fee_date", "fee_by_hand_max", "fee_refusal", "approval_provision"})
"""Parameters that the platform itself reads, where a blueprint has them; see docs/blueprint-format.md."""


def check_effects(desk: Desk, compiled: Mapping[str, Expression]) -> None:
    """Every parameter is read by something, or says why it is not yet."""
    read = {*_in_expressions(compiled), *_named(desk.document), *_in_sentences(desk.document)}
    for at, spec in enumerate(desk.blueprint.service.parameters):
        if spec.id not in read | OF_PLATFORM and spec.reserved is None:
            remedy = "use it in a rule or the process, remove it, or say by `reserved` what it will be for"
            desk.fault(("service", "parameters", at), f"nothing reads parameter {spec.id}", remedy)


def _in_expressions(compiled: Mapping[str, Expression]) -> Iterator[str]:
    paths = (read.path for expression in compiled.values() for read in expression.reads)
    yield from (path[1] for path in paths if path[0] == "parameters" and path[1:])


def _named(node: Any) -> Iterator[str]:
    """Settings that a parameter decides: {parameter: id}."""
    if isinstance(node, dict):
        if set(node) == {"parameter"}:
            yield str(node["parameter"])
        for below in node.values():
            yield from _named(below)
    elif isinstance(node, list):
        for below in node:
            yield from _named(below)


def _in_sentences(node: Any) -> Iterator[str]:
    """Placeholders {parameters.id}: a sentence that shows the value is an effect as well."""
    if isinstance(node, dict | list):
        for below in node.values() if isinstance(node, dict) else node:
            yield from _in_sentences(below)
    elif isinstance(node, str):
        yield from (path[1] for path in paths_in(node) if path[0] == "parameters" and path[1:])
