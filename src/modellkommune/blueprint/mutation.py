"""Mutations: each condition inverted, each row changed, one at a time. No example proves the survivors."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint.examples import Case, Runner
from modellkommune.values.money import Money

Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a release or an overlay."""

    name: str
    release: Mapping[str, Any]
    overlay: Mapping[str, Any]


def mutants(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Mutant]:
    """All mutants of a description."""
    yield from _conditions(release, overlay)
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
        if not any(runner.differences(case) for case in cases):
            found.append(mutant.name)
    return found, count


def _conditions(release: Mapping[str, Any], overlay: Mapping[str, Any]) -> Iterator[Mutant]:
    for name, place, condition in _conditions_of(release):
        yield Mutant(f"{name} inverted", _with(release, place, f"!({condition})"), overlay)


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
        changed = [dict(one) for one in copy.deepcopy(list(rows))]
        changed[at]["then"] = {name: _other(result) for name, result in row["then"].items()}
        yield f"tables.{table}.{row['id']}: results changed", changed


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
