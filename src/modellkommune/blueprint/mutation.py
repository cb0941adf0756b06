"""Mutations: each condition inverted, each value and each row changed, one at a time.

No example proves the survivors.
"""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from modellkommune.blueprint.examples import Case, Runner
from modellkommune.values.money import Money

Way = tuple[str | int, ...]
_CHANGES: Final = {
    "boolean": "!({})",
    "integer": "({}) + 1",
    "money": "({}) + 100",
    "text": "({}) + '?'",
    "date": "add_days({}, 1)",
}
"""Another value of the same type; fractions and lists have no change that fits all of them."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a release or an overlay."""

    name: str
    release: Mapping[str, Any]
    overlay: Mapping[str, Any]


def mutants(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Mutant]:
    """All mutants of a description."""
    yield from _conditions(release, overlay)
    yield from _values(release, overlay)
    changed = {name for name, change in overlay.get("tables", {}).items() if change.get("rows")}
    for at, table in enumerate(release["rules"].get("tables", [])):
        if table["id"] not in changed:
            for name, rows in _rows(table["id"], table["rows"]):
                document = _with(release, ("rules", "tables", at, "rows"), rows)
                yield Mutant(name, document, overlay)
    for table_id in sorted(changed):
        for name, rows in _rows(table_id, overlay["tables"][table_id]["rows"]):
            yield Mutant(name, release, _with(overlay, ("tables", table_id, "rows"), rows))


def survivors(
    release: Mapping[str, Any], overlay: Mapping[str, Any], cases: Sequence[Case]
) -> tuple[list[str], int]:
    """The names of the mutants that no example notices, and how many there were."""
    count, found = 0, []
    for mutant in mutants(release, overlay):
        count += 1
        runner = Runner(mutant.release, mutant.overlay)
        if not any(runner.differences(case) for case in _quickest_first(mutant, cases)):
            found.append(mutant.name)
    return found, count


def _quickest_first(mutant: Mutant, cases: Sequence[Case]) -> list[Case]:
    """The cases in the order in which they probably notice the mutant soonest.

    Each set of parameters has the service compiled anew, which costs more than all examples of the set: those
    without any come first, then those that expect something of what was changed.
    """
    _, _, changed = mutant.name.partition(":")[0].partition(" ")[0].partition(".")

    def order(case: Case) -> tuple[bool, bool]:
        own = bool(case.example.parameters)
        return own, own and changed not in str(case.expected)

    return sorted(cases, key=order)


def _conditions(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Mutant]:
    for name, place, condition in _conditions_of(release):
        yield Mutant(f"{name} inverted", _with(release, place, f"!({condition})"), overlay)


def _values(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Mutant]:
    for name, place, changed in _values_of(release, overlay):
        yield Mutant(f"{name} changed", _with(release, place, changed), overlay)


def _values_of(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[tuple[str, Way, str]]:
    rules = release["rules"]
    for at, fact in enumerate(rules.get("facts", [])):
        change = _CHANGES.get(fact["type"])
        if change:
            yield f"facts.{fact['id']}", ("rules", "facts", at, "value"), change.format(fact["value"])
    for term, value in rules.get("terms", {}).items():
        yield f"terms.{term}", ("rules", "terms", term), f"[{value}][0] == [{value}][0]"
    for at, step in _having((rules.get("fee") or {}).get("steps", []), "amount"):
        place = ("rules", "fee", "steps", at, "amount")
        yield f"fee.{step['id']}: amount", place, _CHANGES["money"].format(step["amount"])
    for at, table in _having(rules.get("tables", []), "dated_by"):
        if not _changes_in_time(overlay.get("tables", {}).get(table["id"], {}).get("rows") or table["rows"]):
            continue  # any day leads to the same rows
        other = "dates.today" if table["dated_by"] == "dates.submission" else "dates.submission"
        yield f"tables.{table['id']}: dated_by", ("rules", "tables", at, "dated_by"), other


def _changes_in_time(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a row follows another one for the same conditions."""
    cells = [json.dumps(row.get("when", {}), sort_keys=True) for row in rows]
    return len(set(cells)) < len(cells)


def _conditions_of(release: Mapping[str, Any]) -> Iterator[tuple[str, Way, str]]:
    rules = release["rules"]
    for group, key in (("checks", "passes"), ("checks", "when"), ("reviews", "when")):
        for at, one in _having(rules.get(group, []), key):
            yield f"{group}.{one['id']}: {key}", ("rules", group, at, key), one[key]
    for at, one in _having((rules.get("fee") or {}).get("steps", []), "when"):
        yield f"fee.{one['id']}: when", ("rules", "fee", "steps", at, "when"), one["when"]
    for at, step in enumerate(release["form"]["steps"]):
        for of, one in _having(step["fields"], "when"):
            yield f"form.{one['id']}: when", ("form", "steps", at, "fields", of, "when"), one["when"]


def _having(items: Sequence[Mapping[str, Any]], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    return [(at, item) for at, item in enumerate(items) if item.get(key) is not None]


def _rows(table: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for at, row in enumerate(rows):
        results = {name: _other(result) for name, result in row["then"].items()}
        yield f"tables.{table}.{row['id']}: results changed", _with_row(rows, at, "then", results)
        for output, result in row["then"].items():
            for what, changed in _amounts(result):
                then = {**row["then"], output: changed}
                yield (
                    f"tables.{table}.{row['id']}: {what} of {output} changed",
                    _with_row(rows, at, "then", then),
                )
        if row.get("valid_from"):
            later = (date.fromisoformat(row["valid_from"]) + timedelta(days=1)).isoformat()
            yield (
                f"tables.{table}.{row['id']}: valid_from a day later",
                _with_row(rows, at, "valid_from", later),
            )


def _with_row(rows: Sequence[Mapping[str, Any]], at: int, key: str, value: Any) -> list[Any]:
    changed = [dict(one) for one in copy.deepcopy(list(rows))]
    changed[at][key] = value
    return changed


def _amounts(result: Any) -> Iterator[tuple[str, Any]]:
    """A calculated amount with another rate, another divisor, another share."""
    if not isinstance(result, Mapping):
        return
    for at, rate in enumerate(result.get("plus", [])):
        for what, other in (("rate", _other(rate["rate"])), ("per", rate.get("per", 1) * 2)):
            plus = [{**one, what: other} if at == here else one for here, one in enumerate(result["plus"])]
            yield what, {**result, "plus": plus}
    if result.get("share"):
        yield "share", {**result, "share": {**result["share"], "per": result["share"]["per"] * 2}}


def _other(result: Any) -> Any:
    if isinstance(result, Mapping):
        return {**result, "base": Money(Money.parse(str(result.get("base", "0.00"))).cents + 100).plain}
    if isinstance(result, bool):
        return not result
    if isinstance(result, int):
        return result + 1
    try:
        return (Money.parse(str(result)) + Money(100)).plain
    except ValueError:
        return f"{result}x"


def _with(document: Mapping[str, Any], place: Way, value: Any) -> Any:
    """A copy of the document with another value at one place; what lies beside the way is shared."""
    step, *below = place
    if isinstance(document, list):
        return [_deeper(item, below, value) if at == step else item for at, item in enumerate(document)]
    return {key: _deeper(item, below, value) if key == step else item for key, item in document.items()}


def _deeper(item: Any, below: list[str | int], value: Any) -> Any:
    return _with(item, tuple(below), value) if below else value
