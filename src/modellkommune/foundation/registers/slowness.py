"""Registers that let everybody wait until time is up, as this process has met them.

A breaker belongs to a municipality, because so does many a register, and one that refuses a municipality is
there for the others. But a server that answers nobody takes seconds from the worker at each call, and with
five hundred municipalities it would take them thousands of times before all their breakers are open.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from modellkommune.foundation.registers.breaker import FAILURES, PAUSE


@dataclass(slots=True)
class _Slowness:
    """How often time was up in a row, and when (seconds of the timer) somebody asked last."""

    count: int = 0
    asked: float = 0.0


class SlowRegisters:
    """Registers by name. `timer` gives seconds that never go back."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._slow: dict[str, _Slowness] = {}

    def may_be_asked(self, register: str) -> bool:
        """False after `FAILURES` calls in a row that took too long; then one in each `PAUSE` may ask."""
        slow = self._slow.get(register)
        if slow is None or slow.count < FAILURES:
            return True
        now = self._timer()
        if now < slow.asked + PAUSE.total_seconds():
            return False
        slow.asked = now
        return True

    def note(self, register: str, *, in_time: bool) -> None:
        """How a call ended; a refusal is an end in time as well."""
        if in_time:
            self._slow.pop(register, None)
            return
        slow = self._slow.setdefault(register, _Slowness())
        slow.count += 1
        slow.asked = self._timer()
