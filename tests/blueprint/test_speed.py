"""A page asks and reads a step within a fraction of a millisecond; a service is compiled within a blink."""

import time
from collections.abc import Callable
from typing import Any

from modellkommune.blueprint import Release, Service, compile_service
from tests.blueprint.people import known


def best(work: Callable[[], Any], times: int, rounds: int = 8) -> float:
    """Milliseconds of one processor for one piece of work, at best: other programs do not count."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        spent.append((time.process_time() - start) / times * 1000)
    return min(spent)


def test_asking_and_reading_a_step_takes_well_below_a_millisecond(service: Service, release: Release) -> None:
    answers, form = release.examples[0].answers, {"plate": ["DN-AB 123"], "keeper": ["self"]}

    def step() -> None:
        service.asked(answers, known())
        service.read("vehicle", form, answers, known())

    assert best(step, times=50) < 0.7


def test_compiling_takes_less_than_a_tenth_of_a_second(release: Release) -> None:
    assert best(lambda: compile_service(release.document), times=1) < 100
