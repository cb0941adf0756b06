"""Tables of a blueprint under check: readable cells, proofs, rows that are never reached."""

from collections.abc import Callable, Mapping

from modellkommune.blueprint.assembling import domain_of, fields_of
from modellkommune.blueprint.cells import CellInvalid, read_cell
from modellkommune.blueprint.checking.desk import Desk, Place
from modellkommune.blueprint.checking.proofs import refutations, undeclared, unreached
from modellkommune.blueprint.fields.base import Field
from modellkommune.blueprint.schema.rules import TableSpec
from modellkommune.blueprint.tables import ResultInvalid, Table, compile_table, result_of
from modellkommune.values.money import NotAnAmount

Fault = Callable[[Place, str, str], None]


def check_tables(desk: Desk, parameters: Mapping[str, object]) -> None:
    """Prove every table of a release."""
    fields = fields_of(desk.blueprint, parameters)
    for at, spec in enumerate(desk.blueprint.rules.tables):
        place: Place = ("rules", "tables", at)
        table = check_table(spec, place, (fields, parameters), desk.fault)
        for row, edition in unreached(table) if table else ():
            since = f" of the edition of {edition}" if edition else ""
            desk.note((*place, "rows"), f"no value reaches row {row}{since}", "")


def check_table(
    spec: TableSpec, place: Place, offered: tuple[Mapping[str, Field], Mapping[str, object]], fault: Fault
) -> Table | None:
    """Read and prove one table; returns it if it can be read."""
    if not _readable(spec, place, fault):
        return None
    try:
        domains = {column.id: domain_of(column.domain, *offered) for column in spec.inputs}
        table = compile_table(spec, domains)
    except CellInvalid as error:
        fault((*place, "inputs"), str(error), "write the domain as 1..20000 or [6, 12]")
        return None
    except (KeyError, AttributeError):
        return None  # the reference is reported already
    lacking = list(undeclared(table))
    for name in lacking:
        fault(
            (*place, "inputs"), f"input {name} has no domain", "declare its domain, so that gaps can be found"
        )
    if not lacking:
        for found in refutations(table):
            remedy = "add a row" if found.kind == "gap" else "narrow one of the rows"
            fault((*place, "rows"), found.text, f"{remedy}, or correct the domain")
    return table


def _readable(spec: TableSpec, place: Place, fault: Fault) -> bool:
    kinds = {column.id: column.type for column in spec.inputs}
    outputs = {column.id: column.type for column in spec.outputs}
    sound = True
    for at, row in enumerate(spec.rows):
        try:
            for name, raw in row.when.items():
                read_cell(raw, kinds[name])
            for name, result in row.then.items():
                result_of(result, outputs[name])
        except (CellInvalid, ResultInvalid, NotAnAmount) as error:
            fault(
                (*place, "rows", at),
                str(error) or "the amount is not understood",
                "see docs/blueprint-format.md",
            )
            sound = False
        except KeyError:
            sound = False  # the reference is reported already
    return sound
