"""Examples: persons whose cases prove the rules. What differs from what an example expects is said."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from modellkommune.blueprint.assessment import Assessment, Derived, Situation
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.overlay import Overlay
from modellkommune.blueprint.release import Release
from modellkommune.blueprint.schema.overlay import ExampleFile, Expected
from modellkommune.blueprint.service import Service, compile_service
from modellkommune.values.money import Money

FEWEST = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """What an example expected and what came out."""

    example: str
    what: str
    expected: Any
    actual: Any

    @property
    def text(self) -> str:
        """The difference in a sentence."""
        return f"{self.example}: {self.what}: expected {_plain(self.expected)}, found {_plain(self.actual)}"


@dataclass(frozen=True, slots=True)
class Case:
    """An example with what it expects here (the municipality may expect something else)."""

    example: ExampleFile
    expected: Expected

    @property
    def situation(self) -> Situation:
        """The example as the rules see it. The kind may be empty: then the first one."""
        one = self.example
        submitted = date.fromisoformat(one.submitted)
        today = date.fromisoformat(one.today) if one.today else submitted
        return Situation(one.answers, one.identity, one.replies, one.kind or "", submitted, today)


def cases_of(release: Release, overlay: Overlay | None) -> list[Case]:
    """All examples that apply: the blueprint's and the municipality's."""
    changes = (overlay.expected or {}) if overlay else {}
    own = [Case(example, example.expect) for example in overlay.examples] if overlay else []
    found = []
    for example in release.examples:
        change = changes.get(example.id)
        if change == "skip":
            continue
        expected = example.expect
        if isinstance(change, Expected):
            expected = expected.model_copy(update=change.model_dump(exclude_unset=True))
        found.append(Case(example, expected))
    return found + own


class Runner:
    """Runs examples; services are compiled once for each set of parameters."""

    def __init__(self, release: Mapping[str, Any], overlay: Mapping[str, Any] | None) -> None:
        self._release, self._overlay = release, overlay or {}
        self._services: dict[str, Service] = {}

    def service(self, example: ExampleFile) -> Service:
        """The service with the parameters of the example."""
        key = json.dumps(example.parameters, sort_keys=True)
        if key not in self._services:
            parameters = {**self._overlay.get("parameters", {}), **example.parameters}
            self._services[key] = compile_service(self._release, {**self._overlay, "parameters": parameters})
        return self._services[key]

    def differences(self, case: Case) -> list[Difference]:
        """What differs from what the example expects."""
        service = self.service(case.example)
        found = service.assess(self._situation(service, case))
        return [*_compare(case, found), *self._questions(service, case)]

    def facts(self, case: Case) -> tuple[Derived, ...]:
        """How it came to its result: each fact with its value, its rule and what that read."""
        service = self.service(case.example)
        return service.explain(self._situation(service, case))

    def _questions(self, service: Service, case: Case) -> Iterator[Difference]:
        expected, name = case.expected, case.example.id
        if not expected.asked and not expected.not_asked:
            return
        known = Known(case.example.identity, None, case.situation.submitted, kind=case.example.kind or "")
        asked = service.asked(case.example.answers, known)
        yield from (
            Difference(name, "asked", one, "not asked") for one in expected.asked or () if one not in asked
        )
        yield from (
            Difference(name, "not_asked", one, "asked") for one in expected.not_asked or () if one in asked
        )

    def _situation(self, service: Service, case: Case) -> Situation:
        one = case.situation
        kind = one.kind or service.process.kinds[0].id
        return Situation(one.answers, one.identity, one.replies, kind, one.submitted, one.today)

    def rate(self, cases: Sequence[Case], rounds: int = 5) -> float:
        """Examples a second of one processor, asked, assessed and compared; the best of some rounds."""
        for case in cases:
            self.service(case.example)
        return max((self._round(cases) for _ in range(rounds)), default=0.0) if cases else 0.0

    def _round(self, cases: Sequence[Case]) -> float:
        count, start = 0, time.process_time()
        while count < FEWEST:
            for case in cases:
                self.differences(case)
            count += len(cases)
        return count / (time.process_time() - start)


def expectations_here(runner: Runner, cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """What examples have to expect so that nothing differs, by example: a draft for a person to read.

    A result that is unknown here is written as null, which is not compared.
    """
    found: dict[str, dict[str, Any]] = {}
    for case in cases:
        for difference in runner.differences(case):
            group, _, key = difference.what.partition(".")
            changes = found.setdefault(case.example.id, {})
            if key:
                whole = changes.setdefault(group, dict(getattr(case.expected, group) or {}))
                whole[key] = difference.actual
            elif group not in ("asked", "not_asked"):
                changes[group] = difference.actual
    return found


def _compare(case: Case, found: Assessment) -> Iterator[Difference]:
    expected, name = case.expected, case.example.id
    for what, value in _seen(found).items():
        wanted = getattr(expected, what)
        wanted = sorted(wanted) if isinstance(wanted, list) else wanted
        if wanted is not None and wanted != value:
            yield Difference(name, what, wanted, value)
    results = {finding.id: finding.result for finding in found.findings}
    groups: dict[str, Mapping[str, Any]] = {"findings": results, "facts": found.facts, "terms": found.terms}
    for group, seen in groups.items():
        for key, wanted in (getattr(expected, group) or {}).items():
            if seen.get(key) != wanted:
                yield Difference(name, f"{group}.{key}", wanted, seen.get(key))


def _seen(found: Assessment) -> dict[str, Any]:
    steps = found.fee.steps if found.fee else ()
    return {
        "proposal": found.proposal,
        "fee": Money(found.fee.total).plain if found.fee else None,
        "fee_unknown": found.fee is None,
        "fee_steps": {step.id: Money(step.cents).plain for step in steps},
        "reasons": sorted(found.reason_ids),
        "evidence": sorted(found.evidence),
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
