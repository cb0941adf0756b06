"""Expressions: types, order, and the places where a value may be absent."""

from collections.abc import Iterator, Mapping

from modellkommune.blueprint.checking.desk import Desk
from modellkommune.blueprint.compiling import Source, compile_all, sources_of
from modellkommune.blueprint.expressions import Expression, ExpressionInvalid
from modellkommune.blueprint.fields import KINDS
from modellkommune.blueprint.shapes import is_list
from modellkommune.blueprint.syntax import Read
from modellkommune.blueprint.vocabulary import Vocabulary, field_kind

Path = tuple[str, ...]


def check_expressions(desk: Desk, vocabulary: Vocabulary) -> Mapping[str, Expression]:
    """Type errors, reading ahead; notes on absent values. Returns what could be compiled."""

    def fault(source: Source, error: ExpressionInvalid) -> None:
        remedy = "see the variables and functions in docs/blueprint-format.md"
        column = error.column if error.line == 1 else 1
        desk.fault_in_line(source.place, column, f"`{source.text}`: {error.message}", remedy)

    compiled = compile_all(desk.blueprint, vocabulary, fault)
    sources = {source.name: source for source in sources_of(desk.blueprint, vocabulary)}
    _reading_ahead(desk, sources, compiled)
    _absences(desk, vocabulary, sources, compiled)
    return compiled


def _reading_ahead(desk: Desk, sources: Mapping[str, Source], compiled: Mapping[str, Expression]) -> None:
    later_fields: set[str] = {field.id for step in desk.blueprint.form.steps for field in step.fields}
    for step in desk.blueprint.form.steps:
        _ahead(desk, sources, compiled, f"step {step.id}", ("answers", later_fields))
        for field in step.fields:
            _ahead(desk, sources, compiled, f"field {field.id}", ("answers", later_fields))
            later_fields.discard(field.id)
    later_facts = {fact.id for fact in desk.blueprint.rules.facts}
    for fact in desk.blueprint.rules.facts:
        _ahead(desk, sources, compiled, f"fact {fact.id}", ("facts", later_facts))
        later_facts.discard(fact.id)


def _ahead(
    desk: Desk,
    sources: Mapping[str, Source],
    compiled: Mapping[str, Expression],
    name: str,
    later: tuple[str, set[str]],
) -> None:
    variable, names = later
    for read in compiled[name].reads if name in compiled else ():
        if len(read.path) > 1 and read.path[0] == variable and read.path[1] in names:
            text = f"{'.'.join(read.path)} is not known yet here"
            desk.fault(sources[name].place, text, "read only what stands further up, or move this down")


def _absences(
    desk: Desk, vocabulary: Vocabulary, sources: Mapping[str, Source], compiled: Mapping[str, Expression]
) -> None:
    uncertain = set(_uncertain_answers(desk))
    for name, expression in compiled.items():
        source = sources[name]
        absent = [
            path for path in lacking(expression.reads, uncertain, vocabulary) if not _register(path, source)
        ]
        if absent and name.startswith("fact "):
            uncertain.add(("facts", name.partition(" ")[2]))
        if absent:
            names = ", ".join(".".join(path) for path in absent)
            effect = "then the condition is not met" if source.condition else "then it has no value"
            desk.note(source.place, f"`{source.text}` needs {names}, which may be absent; {effect}", "")


def _register(path: Path, source: Source) -> bool:
    """A check that uses a register is open while the register is silent: that is no absence to think of."""
    return bool(source.register) and path[0] == "register"


def _uncertain_answers(desk: Desk) -> Iterator[Path]:
    for step in desk.blueprint.form.steps:
        for field in step.fields:
            kind = field_kind(field) if KINDS[field.type].has_answer else ""
            if step.when or field.when or field.optional:
                yield ("answers", field.id)
            if kind == "address":
                yield ("answers", field.id, "zone")


def lacking(reads: tuple[Read, ...], uncertain: set[Path], vocabulary: Vocabulary) -> list[Path]:
    """The paths an expression needs that may be absent and that it does not ask for by has()."""
    tested = {read.path for read in reads if read.tested}
    found = []
    for read in reads:
        if read.tested or any(read.path[: len(path)] == path for path in tested):
            continue
        if is_list(vocabulary.rules.kind_at(read.path)):
            continue
        if (read.path[0] in ("identity", "registers", "tables", "register") and len(read.path) > 1) or any(
            read.path[: len(path)] == path for path in uncertain
        ):
            found.append(read.path)
    return found
