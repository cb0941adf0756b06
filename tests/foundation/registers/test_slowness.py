"""A register that lets everybody wait holds up the worker a few times, not once for each municipality."""

import pytest

from modellkommune.foundation.registers.breaker import FAILURES, PAUSE
from modellkommune.foundation.registers.slowness import SlowRegisters

REGISTER = "vehicle-register"


class Timer:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def slow(timer: Timer) -> SlowRegisters:
    known = SlowRegisters(timer)
    for _ in range(FAILURES):
        assert known.may_be_asked(REGISTER)
        known.note(REGISTER, in_time=False)
    return known


def test_after_some_calls_without_an_answer_in_time_nobody_asks(slow: SlowRegisters) -> None:
    assert not slow.may_be_asked(REGISTER)


def test_it_is_tried_once_in_each_pause(slow: SlowRegisters, timer: Timer) -> None:
    for _ in range(3):
        timer.seconds += PAUSE.total_seconds()
        assert slow.may_be_asked(REGISTER)
        assert not slow.may_be_asked(REGISTER)
        slow.note(REGISTER, in_time=False)
        assert not slow.may_be_asked(REGISTER)


def test_one_end_in_time_and_everybody_asks_again(slow: SlowRegisters) -> None:
    slow.note(REGISTER, in_time=True)
    assert slow.may_be_asked(REGISTER)
    slow.note(REGISTER, in_time=False)
    assert slow.may_be_asked(REGISTER)


def test_one_register_does_not_stand_for_another(slow: SlowRegisters) -> None:
    assert slow.may_be_asked("population-register")
