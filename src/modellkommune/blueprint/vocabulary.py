"""The variables that the expressions of one service may name, and the types behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.description import Blueprint
from modellkommune.blueprint.expressions import Scope
from modellkommune.blueprint.fields import KINDS, AnySpec
from modellkommune.blueprint.parameters import kind_of
from modellkommune.blueprint.shapes import PARTS, Shapes

IDENTITY = dict.fromkeys(
    ("given_name", "family_name", "birth_name", "street", "house_number", "postcode", "place", "level"),
    "text",
) | {"birth_date": "date"}
DATES = {"today": "date", "submission": "date"}


def register_key(name: str) -> str:
    """The name of a register in expressions: population-register -> population_register."""
    return name.replace("-", "_")


def all_fields(blueprint: Blueprint) -> list[AnySpec]:
    """All fields in the order of the form."""
    return [field for step in blueprint.form.steps for field in step.fields]


def field_kind(field: AnySpec) -> str:
    """The type of a field's answer in expressions."""
    return KINDS[field.type].type_of(field.model_dump())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Shapes and scopes of a service. `registers`: key -> message name of its reply."""

    shapes: Shapes
    parameters: Scope
    form: Scope
    facts: Scope
    rules: Scope
    checks: Mapping[str, Scope]
    registers: Mapping[str, str]
    kinds: Mapping[str, tuple[str, Any]]


def vocabulary_of(blueprint: Blueprint) -> Vocabulary:
    """Build the types of a service."""
    registers = {register_key(one.id): f"reply_{register_key(one.id)}" for one in blueprint.service.registers}
    shapes = Shapes(_shapes(blueprint, registers))
    form = {name: name for name in ("answers", "identity", "parameters", "dates")} | {"kind": "text"}
    facts = {**form, "registers": "registers", "facts": "facts"}
    rules = {**facts, "tables": "tables"}
    checks = {key: Scope(shapes, {**rules, "register": message}) for key, message in registers.items()}
    return Vocabulary(
        shapes,
        Scope(shapes, {"parameters": "parameters"}),
        Scope(shapes, form),
        Scope(shapes, facts),
        Scope(shapes, rules),
        checks,
        registers,
        _kinds(blueprint),
    )


def _shapes(blueprint: Blueprint, registers: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    fields = {field.id: field_kind(field) for field in all_fields(blueprint) if KINDS[field.type].has_answer}
    tables = {f"table_{table.id}": {"row": "text", **_outputs(table)} for table in blueprint.rules.tables}
    replies = {registers[register_key(one.id)]: dict(one.reply) for one in blueprint.service.registers}
    return {
        **_rows(blueprint),
        "answers": fields,
        "identity": IDENTITY,
        "parameters": {one.id: kind_of(one) for one in blueprint.service.parameters},
        "dates": DATES,
        "facts": {fact.id: fact.type for fact in blueprint.rules.facts},
        "registers": dict(registers),
        "tables": {table.id: f"table_{table.id}" for table in blueprint.rules.tables},
        **replies,
        **tables,
    }


def _rows(blueprint: Blueprint) -> dict[str, Mapping[str, str]]:
    """A message for the rows of each group."""
    groups = [field for field in all_fields(blueprint) if field.type == "group"]
    return {field_kind(group): {part.id: field_kind(part) for part in group.fields} for group in groups}


def _outputs(table: Any) -> dict[str, str]:
    return {column.id: column.type for column in table.outputs}


def _kinds(blueprint: Blueprint) -> dict[str, tuple[str, Any]]:
    """Type and unit of every value a sentence may show."""
    service, rules = blueprint.service, blueprint.rules
    plain = {f"dates.{name}": kind for name, kind in DATES.items()}
    plain |= {f"identity.{name}": kind for name, kind in IDENTITY.items()}
    for register in service.registers:
        key = register_key(register.id)
        plain |= {f"registers.{key}.{name}": kind for name, kind in register.reply.items()}
    for field in all_fields(blueprint):
        parts = PARTS.get(field_kind(field) if KINDS[field.type].has_answer else "", {})
        plain |= {f"answers.{field.id}.{part}": kind for part, kind in parts.items()}
    for table in rules.tables:
        plain |= {f"tables.{table.id}.{column.id}": column.type for column in table.outputs}
    kinds: dict[str, tuple[str, Any]] = {name: (kind, None) for name, kind in plain.items()}
    kinds |= {f"parameters.{one.id}": (_scalar(kind_of(one)), one.unit) for one in service.parameters}
    return kinds | {f"facts.{fact.id}": (fact.type, fact.unit) for fact in rules.facts}


def _scalar(kind: str) -> str:
    return {"integers": "integer", "texts": "text"}.get(kind, kind)
