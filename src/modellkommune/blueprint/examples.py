"""Examples: persons whose cases prove the rules. Each is run, and what differs from what it expects is said."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from modellkommune.blueprint.assessment import Assessment, Situation
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
        found = self._assess(service, case)
        known = Known(case.example.identity, None, case.situation.submitted)
        asked = service.asked(case.example.answers, known)
        return list(_compare(case, found, asked))

    def _assess(self, service: Service, case: Case) -> Assessment:
        one = case.situation
        kind = one.kind or service.process.kinds[0].id
        return service.assess(
            Situation(one.answers, one.identity, one.replies, kind, one.submitted, one.today)
        )

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


def _compare(case: Case, found: Assessment, asked: frozenset[str]) -> Iterator[Difference]:
    expected = case.expected
    actual: dict[str, Callable[[], Any]] = {
        "proposal": lambda: found.proposal,
        "fee": lambda: Money(found.fee.total).plain if found.fee else None,
        "fee_unknown": lambda: found.fee is None,
        "fee_steps": lambda: (
            {step.id: Money(step.cents).plain for step in found.fee.steps} if found.fee else {}
        ),
        "reasons": lambda: sorted(found.reason_ids),
        "evidence": lambda: sorted(found.evidence),
    }
    for what, value in actual.items():
        wanted = getattr(expected, what)
        if wanted is not None:
            wanted = sorted(wanted) if isinstance(wanted, list) else wanted
            if wanted != value():
                yield Difference(case.example.id, what, wanted, value())
    results = {finding.id: finding.result for finding in found.findings}
    for group, seen in (("findings", results), ("facts", found.facts), ("terms", found.terms)):
        for name, wanted in (getattr(expected, group) or {}).items():
            if seen.get(name) != wanted:
                yield Difference(case.example.id, f"{group}.{name}", wanted, seen.get(name))
    for name in expected.asked or ():
        if name not in asked:
            yield Difference(case.example.id, "asked", name, "not asked")
    for name in expected.not_asked or ():
        if name in asked:
            yield Difference(case.example.id, "not_asked", name, "asked")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
