"""Examples name only what exists: a misspelt expectation would prove nothing."""

from collections.abc import Iterable, Iterator, Mapping

from modellkommune.blueprint.checking.desk import Desk, Place
from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.schema.overlay import ExampleFile, Expected
from modellkommune.blueprint.vocabulary import all_fields

Known = Mapping[str, frozenset[str]]


def check_examples(desk: Desk, examples: Mapping[str, ExampleFile]) -> None:
    """All examples of a release, by the name of their file."""
    known = known_ids(desk.blueprint)
    for file, example in examples.items():
        for place, message in unknown_names(example, known):
            desk.fault((file, *place), message, "correct the id")


def known_ids(blueprint: Blueprint) -> Known:
    """Every id that an example may name, by what it names."""
    rules = blueprint.rules
    checks = {one.id for one in rules.checks}
    fields = frozenset(field.id for field in all_fields(blueprint))
    return {
        "answers": fields,
        "asked": fields,
        "not_asked": fields,
        "evidence": fields,
        "replies": frozenset(one.id for one in blueprint.service.registers),
        "parameters": frozenset(one.id for one in blueprint.service.parameters),
        "kind": frozenset(one.id for one in blueprint.process.kinds),
        "findings": frozenset(checks),
        "reasons": frozenset({*checks, *(one.id for one in rules.reviews), "fee", "terms"}),
        "facts": frozenset(one.id for one in rules.facts),
        "terms": frozenset(rules.terms),
        "fee_steps": frozenset(one.id for one in (rules.fee.steps if rules.fee else ())),
    }


def unknown_expectations(expected: Expected, known: Known) -> Iterator[tuple[Place, str]]:
    """What an expectation names that does not exist: (place, message)."""
    for what in ("findings", "fee_steps", "facts", "terms", "reasons", "evidence", "asked", "not_asked"):
        yield from _missing((what,), getattr(expected, what) or (), known[what])


def unknown_names(example: ExampleFile, known: Known) -> Iterator[tuple[Place, str]]:
    """What an example names that does not exist: (place, message)."""
    yield from _missing(("answers",), example.answers, known["answers"])
    yield from _missing(("replies",), example.replies, known["replies"])
    yield from _missing(("parameters",), example.parameters, known["parameters"])
    yield from _missing(("kind",), [example.kind] if example.kind else [], known["kind"])
    for place, message in unknown_expectations(example.expect, known):
        yield ("expect", *place), message


def _missing(place: Place, names: Iterable[str], known: frozenset[str]) -> Iterator[tuple[Place, str]]:
    for name in names:
        if name not in known:
            yield (*place, name), f"{place[-1]}: {name} is unknown"
