"""What the blueprint language costs: evaluating examples, compiling a service, asking what a step needs."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from modellkommune.blueprint import Known, Release, compile_service, load_overlay, load_release
from modellkommune.blueprint.examples import Runner, cases_of

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def _release() -> Release:
    return load_release(ROOT / "blueprints" / "resident-parking")


def _milliseconds(work: Callable[[], Any], times: int) -> float:
    """Of one processor, the best of some rounds: other programs do not count."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(times):
            work()
        spent.append((time.process_time() - begun) / times * 1000)
    return min(spent)


def compiling() -> float:
    """Milliseconds in which the service is compiled; each process does it once for a release."""
    document = _release().document
    return _milliseconds(lambda: compile_service(document), 1)


def asking() -> float:
    """Milliseconds in which a step is read and it is found out what somebody has to be asked next."""
    release = _release()
    service, answers = compile_service(release.document), release.examples[0].answers
    nobody = Known(None, None, date(2026, 12, 3))
    sent = {"plate": ["DN-AB 123"], "keeper": ["self"]}

    def step() -> None:
        service.read("vehicle", sent, answers, nobody)
        service.asked(answers, nobody)

    return _milliseconds(step, 50)


def examples_a_second(town: str) -> float:
    """The best of five rounds over all examples of `resident-parking` with a town's overlay."""
    release = _release()
    overlay = load_overlay(ROOT / "municipalities" / town / "resident-parking.yaml", release)
    runner, cases = Runner(release.document, overlay.document), cases_of(release, overlay)
    return max(runner.rate(cases) for _ in range(ROUNDS))
