"""Ids are unique, and whatever names something names something that exists."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from modellkommune.blueprint.checking.desk import Desk, Place
from modellkommune.blueprint.fields import KINDS, AnySpec
from modellkommune.blueprint.fields.choice import ChoiceSpec
from modellkommune.blueprint.fields.upload import UploadSpec
from modellkommune.blueprint.schema.basis import FromParameter
from modellkommune.blueprint.schema.rules import Amount, FromField, TableSpec
from modellkommune.blueprint.vocabulary import IDENTITY, all_fields

PERMIT: Final = "permit"
OF_PERMIT: Final = frozenset({"zone", "plates", "first", "last"})
"""What every permit says: where it holds, for which vehicles or other things, from when to when."""


def check_references(desk: Desk) -> bool:
    """All of it; whether ids are unique, so that expressions can be checked."""
    unique = _unique(desk)
    _form(desk)
    _data_categories(desk)
    _settings(desk)
    _registers(desk)
    _papers(desk)
    _checks(desk)
    for at, table in enumerate(desk.blueprint.rules.tables):
        _table(desk, ("rules", "tables", at), table)
    _fee(desk)
    return unique


def _unique(desk: Desk) -> bool:
    service, rules = desk.blueprint.service, desk.blueprint.rules
    steps = desk.blueprint.form.steps
    judged = [*(one.id for one in rules.checks), *(one.id for one in rules.reviews)]
    groups: list[tuple[str, Iterable[str]]] = [
        ("service", [f"parameter {one.id}" for one in service.parameters]),
        ("service", [f"register {one.id}" for one in service.registers]),
        ("service", [f"data category {one.id}" for one in service.data_categories]),
        ("service", [f"document {one.id}" for one in service.documents]),
        ("form", [f"step {one.id}" for one in steps]),
        ("form", [f"field {one.id}" for step in steps for one in step.fields]),
        ("rules", [f"fact {one.id}" for one in rules.facts]),
        ("rules", [f"check or review {name}" for name in judged]),
        ("rules", [f"table {one.id}" for one in rules.tables]),
        ("rules", [f"fee step {one.id}" for one in (rules.fee.steps if rules.fee else [])]),
        ("process", [f"kind {one.id}" for one in desk.blueprint.process.kinds]),
    ]
    before = len(desk.problems)
    for part, names in groups:
        for name, count in Counter(names).items():
            if count > 1:
                desk.fault((part,), f"{name} exists {count} times", "ids are unique: rename all but one")
    return len(desk.problems) == before


def _form(desk: Desk) -> None:
    for place, field in _fields(desk):
        if (
            field.prefill
            and field.prefill != "identity.address"
            and field.prefill.partition(".")[2] not in IDENTITY
        ):
            desk.fault(
                (*place, "prefill"), f"{field.prefill} is unknown", f"choose one of {', '.join(IDENTITY)}"
            )
        if field.read_only and not field.prefill:
            desk.fault((*place, "read_only"), "read_only needs a prefill", "add prefill: identity.<name>")
        if isinstance(field, ChoiceSpec):
            _choice(desk, place, field)


def _choice(desk: Desk, place: Place, field: ChoiceSpec) -> None:
    ids = [str(option.id) for option in field.options]
    for name, count in Counter(ids).items():
        if count > 1:
            desk.fault(
                (*place, "options"), f"option {name} exists {count} times", "ids are unique: rename one"
            )
    if field.of == "integer" and not all(isinstance(option.id, int) for option in field.options):
        desk.fault((*place, "options"), "of: integer needs whole numbers as ids", "write ids without quotes")
    if field.offered is not None:
        _parameter(desk, (*place, "offered"), field.offered, ("list",))
        found = {one.id: one for one in desk.blueprint.service.parameters}.get(field.offered.parameter)
        for option in found.options or () if found else ():
            if str(option) not in ids:
                text = f"parameter {field.offered.parameter} may list {option}, which is no option here"
                desk.fault((*place, "options"), text, f"add option {option}, or remove it from the parameter")


def _fields(desk: Desk) -> Iterator[tuple[Place, AnySpec]]:
    for at, step in enumerate(desk.blueprint.form.steps):
        for of, field in enumerate(step.fields):
            yield ("form", "steps", at, "fields", of), field


def _data_categories(desk: Desk) -> None:
    service = desk.blueprint.service
    fields = {field.id for field in all_fields(desk.blueprint) if KINDS[field.type].has_answer}
    periods = {one.id for one in service.retention}
    named: Counter[str] = Counter()
    for at, category in enumerate(service.data_categories):
        place: Place = ("service", "data_categories", at)
        named.update(category.fields)
        for name in sorted(set(category.fields) - fields):
            desk.fault((*place, "fields"), f"{name} is no field of the form", "remove it or correct the id")
        if category.retention not in periods:
            desk.fault(
                (*place, "retention"), f"retention {category.retention} is unknown", "add it to retention"
            )
    for name in sorted(fields - set(named)):
        desk.fault(
            ("service", "data_categories"),
            f"field {name} belongs to no data category",
            f"add {name} to one of them",
        )
    for name, count in named.items():
        if count > 1:
            desk.fault(
                ("service", "data_categories"), f"field {name} belongs to {count} categories", "keep one"
            )


def _settings(desk: Desk) -> None:
    process, service = desk.blueprint.process, desk.blueprint.service
    for name in ("approval", "payment", "display"):
        _parameter(desk, ("process", name), getattr(process, name), ("choice",))
    for name, days in process.deadlines.items():
        _parameter(desk, ("process", "deadlines", name), days, ("integer",))
    for at, reminder in enumerate(process.reminders):
        _parameter(desk, ("process", "reminders", at), reminder.days_before, ("integer",))
    for at, one in enumerate(service.retention):
        _parameter(desk, ("service", "retention", at, "period"), one.period, ("text", "choice"))
    parameters = {one.id for one in service.parameters}
    for at, parameter in enumerate(service.parameters):
        for name in [name for names in parameter.needs.values() for name in names if name not in parameters]:
            desk.fault(
                ("service", "parameters", at, "needs"), f"parameter {name} is unknown", "correct the id"
            )


def _papers(desk: Desk) -> None:
    """What the platform needs to issue: a permit without one of these terms could never be made."""
    documents = {one.id for one in desk.blueprint.service.documents}
    for name in sorted(OF_PERMIT - set(desk.blueprint.rules.terms)) if PERMIT in documents else ():
        desk.fault(("rules",), f"the permit needs the term {name}", f"add {name}: ... to terms")


def _registers(desk: Desk) -> None:
    for at, register in enumerate(desk.blueprint.service.registers):
        named = {"titles": {*register.query, *register.reply}, "codes": set(register.reply)}
        for key, known in named.items():
            for name in sorted(set(getattr(register, key)) - known):
                place: Place = ("service", "registers", at, key, name)
                desk.fault(place, f"{register.id} neither sends nor tells {name}", "correct the name")


def _parameter(desk: Desk, place: Place, value: object, types: tuple[str, ...]) -> None:
    if not isinstance(value, FromParameter):
        return
    found = {one.id: one for one in desk.blueprint.service.parameters}.get(value.parameter)
    if found is None:
        desk.fault(place, f"parameter {value.parameter} is unknown", "declare it in service.yaml")
    elif found.type not in types:
        desk.fault(
            place, f"parameter {found.id} is of type {found.type}", f"needed here is {' or '.join(types)}"
        )


def _checks(desk: Desk) -> None:
    registers = {one.id for one in desk.blueprint.service.registers}
    uploads = {field.id for field in all_fields(desk.blueprint) if isinstance(field, UploadSpec)}
    wanted = set()
    for at, check in enumerate(desk.blueprint.rules.checks):
        place: Place = ("rules", "checks", at)
        if check.uses and check.uses not in registers:
            desk.fault((*place, "uses"), f"register {check.uses} is unknown", "declare it in service.yaml")
        for name in check.evidence:
            wanted.add(name)
            if name not in uploads:
                desk.fault((*place, "evidence"), f"{name} is no upload field", "correct the id")
    for place, field in _fields(desk):
        if isinstance(field, UploadSpec) and field.on_request and field.id not in wanted:
            desk.fault(
                place, f"{field.id} is on request, but no check wants it", "name it as evidence of a check"
            )


def _table(desk: Desk, place: Place, table: TableSpec) -> None:
    fields = {field.id for field in all_fields(desk.blueprint) if isinstance(field, ChoiceSpec)}
    for at, column in enumerate(table.inputs):
        here = (*place, "inputs", at, "domain")
        _parameter(desk, here, column.domain, ("list",))
        if isinstance(column.domain, FromField) and column.domain.field not in fields:
            desk.fault(here, f"{column.domain.field} is no choice field", "correct the id")
    check_rows(table, place, desk.fault)


def check_rows(table: TableSpec, place: Place, fault: Callable[[Place, str, str], None]) -> None:
    """Rows name inputs and outputs of their table, each id once."""
    inputs, outputs = {one.id for one in table.inputs}, {one.id for one in table.outputs}
    for name, count in Counter(row.id for row in table.rows).items():
        if count > 1:
            fault((*place, "rows"), f"row {name} exists {count} times", "ids are unique: rename one")
    for at, row in enumerate(table.rows):
        for name in sorted(set(row.when) - inputs):
            fault((*place, "rows", at, "when", name), f"{name} is no input of this table", "correct the id")
        for name in sorted(set(row.then) ^ outputs):
            missing = "is no output of this table" if name in row.then else "has no result"
            fault((*place, "rows", at, "then"), f"{name} {missing}", "every row gives every output")
        for name in sorted(_amount_inputs(row.then.values()) - inputs):
            fault((*place, "rows", at, "then"), f"{name} is no input of this table", "correct the id")


def _amount_inputs(results: Iterable[object]) -> set[str]:
    amounts = [result for result in results if isinstance(result, Amount)]
    shares = {amount.share.of for amount in amounts if amount.share}
    return shares | {rate.of for amount in amounts for rate in amount.plus}


def _fee(desk: Desk) -> None:
    rules = desk.blueprint.rules
    tables = {table.id: {one.id: one.type for one in table.outputs} for table in rules.tables}
    for at, step in enumerate(rules.fee.steps if rules.fee else ()):
        place: Place = ("rules", "fee", "steps", at)
        if (step.amount is None) == (step.table is None):
            desk.fault(place, "a step has either an amount or a table", "keep one of them")
        elif step.table is not None and step.table not in tables:
            desk.fault(place, f"table {step.table} is unknown", "correct the id")
        elif step.table is not None and tables[step.table].get(step.output or "") != "money":
            desk.fault(place, f"{step.output} is no money output of {step.table}", "correct `output`")
