"""Compiling: every expression of a description, by name. The checker collects faults, a service raises."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.expressions import Expression, ExpressionInvalid, Scope
from modellkommune.blueprint.schema.rules import CellType
from modellkommune.blueprint.vocabulary import Vocabulary, register_key

Place = tuple[str | int, ...]
_INPUTS: dict[CellType, str] = {"choice": "text"}


@dataclass(frozen=True, slots=True)
class Source:
    """An expression as written: its name among the compiled, where it stands, its scope and result types."""

    name: str
    place: Place
    text: str
    scope: Scope
    results: tuple[str, ...]
    condition: bool = False
    register: str = ""


def sources_of(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    """Every expression of a blueprint."""
    yield from _of_form(blueprint, vocabulary)
    yield from _of_registers(blueprint, vocabulary)
    yield from _of_facts(blueprint, vocabulary)
    yield from _of_tables(blueprint, vocabulary)
    yield from _of_checks(blueprint, vocabulary)
    yield from _of_outcome(blueprint, vocabulary)


def _of_form(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    for at, step in enumerate(blueprint.form.steps):
        here: Place = ("form", "steps", at)
        if step.when is not None:
            yield Source(f"step {step.id}", (*here, "when"), step.when, vocabulary.form, ("boolean",), True)
        for of, field in enumerate(step.fields):
            if field.when is not None:
                place = (*here, "fields", of, "when")
                yield Source(f"field {field.id}", place, field.when, vocabulary.form, ("boolean",), True)


def _of_registers(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    for at, register in enumerate(blueprint.service.registers):
        here: Place = ("service", "registers", at)
        if register.when is not None:
            name = f"register {register.id}"
            yield Source(name, (*here, "when"), register.when, vocabulary.form, ("boolean",), True)
        for name, text in register.query.items():
            yield Source(f"query {register.id}.{name}", (*here, "query", name), text, vocabulary.form, ())


def _of_facts(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    for at, fact in enumerate(blueprint.rules.facts):
        place = ("rules", "facts", at, "value")
        yield Source(f"fact {fact.id}", place, fact.value, vocabulary.facts, (fact.type,))


def _of_tables(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    for at, table in enumerate(blueprint.rules.tables):
        here: Place = ("rules", "tables", at)
        if table.dated_by is not None:
            yield Source(
                f"dated {table.id}", (*here, "dated_by"), table.dated_by, vocabulary.facts, ("date",)
            )
        for of, column in enumerate(table.inputs):
            kinds = (
                _INPUTS.get(column.type, column.type),
                *(("integer",) if column.type == "number" else ()),
            )
            place = (*here, "inputs", of, "value")
            yield Source(f"input {table.id}.{column.id}", place, column.value, vocabulary.facts, kinds)


def _of_checks(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    for at, check in enumerate(blueprint.rules.checks):
        here: Place = ("rules", "checks", at)
        key = register_key(check.uses or "")
        scope = vocabulary.checks.get(key, vocabulary.rules)
        if check.when is not None:
            name = f"check {check.id} when"
            yield Source(name, (*here, "when"), check.when, scope, ("boolean",), True, key)
        yield Source(f"check {check.id}", (*here, "passes"), check.passes, scope, ("boolean",), True, key)
        for of, one in enumerate(check.requirements):
            if one.when is not None:
                name, place = f"requirement {check.id}.{one.id}", (*here, "requirements", of, "when")
                yield Source(name, place, one.when, vocabulary.parameters, ("boolean",), True)


def _of_outcome(blueprint: Blueprint, vocabulary: Vocabulary) -> Iterator[Source]:
    rules, scope = blueprint.rules, vocabulary.rules
    for at, step in enumerate(rules.fee.steps if rules.fee else ()):
        here: Place = ("rules", "fee", "steps", at)
        if step.when is not None:
            yield Source(f"fee {step.id} when", (*here, "when"), step.when, scope, ("boolean",), True)
        if step.amount is not None:
            yield Source(f"fee {step.id}", (*here, "amount"), step.amount, scope, ("money",))
    for at, review in enumerate(rules.reviews):
        place = ("rules", "reviews", at, "when")
        yield Source(f"review {review.id}", place, review.when, scope, ("boolean",), True)
    for name, text in rules.terms.items():
        yield Source(f"term {name}", ("rules", "terms", name), text, scope, ())


Fault = Callable[[Source, ExpressionInvalid], None]


def compile_all(
    blueprint: Blueprint, vocabulary: Vocabulary, fault: Fault | None = None
) -> dict[str, Expression]:
    """Compile every expression; faults go to `fault`, or are raised where there is none."""
    compiled: dict[str, Expression] = {}
    for source in sources_of(blueprint, vocabulary):
        try:
            compiled[source.name] = source.scope.compile(source.text, *source.results)
        except ExpressionInvalid as error:
            if fault is None:
                raise
            fault(source, error)
    return compiled
