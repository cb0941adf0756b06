"""Steps, fields and tables of a description, with the municipality's parameters put in."""

from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint.description import Blueprint, StepSpec
from modellkommune.blueprint.fields import AnySpec
from modellkommune.blueprint.fields.base import Field, FieldSpec, Option
from modellkommune.blueprint.fields.choice import ChoiceSpec
from modellkommune.blueprint.fields.group import GroupSpec, parts_of
from modellkommune.blueprint.questions import Step
from modellkommune.blueprint.schema.basis import FromParameter
from modellkommune.blueprint.tables import Table, compile_table

_COMMON = frozenset({*FieldSpec.model_fields, "options", "type", "fields"})


def fields_of(blueprint: Blueprint, parameters: Mapping[str, Any]) -> dict[str, Field]:
    """All fields by id."""
    steps = (step_of(step, parameters) for step in blueprint.form.steps)
    return {field.id: field for step in steps for field in step.fields}


def step_of(spec: StepSpec, parameters: Mapping[str, Any]) -> Step:
    """A step with the options this municipality offers."""
    return Step(
        spec.id, spec.title, spec.lead or {}, tuple(field_of(field, parameters) for field in spec.fields)
    )


def field_of(spec: AnySpec, parameters: Mapping[str, Any]) -> Field:
    """A field with the options this municipality offers."""
    settings = {**spec.model_dump(by_alias=True), **_most_items(spec, parameters)}
    return Field(
        id=spec.id,
        type=spec.type,
        label=spec.label,
        hint=spec.hint or {},
        optional=spec.optional,
        options=_options(spec, parameters) if isinstance(spec, ChoiceSpec) else (),
        autocomplete=spec.autocomplete or "",
        settings={name: value for name, value in settings.items() if name not in _COMMON},
        when=spec.when,
        prefill=spec.prefill or "",
        read_only=spec.read_only or "",
        fields=tuple(field_of(part, parameters) for part in parts_of(spec)),
    )


def _most_items(spec: AnySpec, parameters: Mapping[str, Any]) -> dict[str, int]:
    """How many rows a group may have here; at least one, for a condition decides whether it is asked."""
    if not isinstance(spec, GroupSpec):
        return {}
    most = spec.max_items
    allowed = parameters[most.parameter] if isinstance(most, FromParameter) else most
    return {"max_items": max(1, int(allowed or 0) - spec.beside)}


def _options(spec: ChoiceSpec, parameters: Mapping[str, Any]) -> tuple[Option, ...]:
    offered = parameters[spec.offered.parameter] if spec.offered else None
    return tuple(
        Option(str(one.id), int(one.id) if spec.of == "integer" else str(one.id), one.label, one.hint or {})
        for one in spec.options
        if offered is None or one.id in offered
    )


def tables_of(
    blueprint: Blueprint, fields: Mapping[str, Field], parameters: Mapping[str, Any]
) -> list[Table]:
    """All tables, their domains resolved. Raises CellInvalid, ResultInvalid or KeyError."""
    tables = []
    for spec in blueprint.rules.tables:
        domains = {column.id: domain_of(column.domain, fields, parameters) for column in spec.inputs}
        tables.append(compile_table(spec, domains))
    return tables


def domain_of(domain: Any, fields: Mapping[str, Field], parameters: Mapping[str, Any]) -> Any:
    """A domain as a plain cell: what a field offers, what a parameter lists, or as written."""
    if isinstance(domain, FromParameter):
        return parameters[domain.parameter]
    if hasattr(domain, "field"):
        return [option.value for option in fields[domain.field].options]
    return domain
