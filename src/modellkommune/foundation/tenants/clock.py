"""The clock in force: everything in the house takes "now" and "today" from here.

In a demonstration it is moved by the seconds in `settings.CLOCK_FILE`, for all processes together.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from modellkommune.values.clock import Clock, SystemClock

_system: dict[Path | None, SystemClock] = {}
_replaced: list[Clock] = []


def in_force() -> Clock:
    """The clock that counts now."""
    if _replaced:
        return _replaced[-1]
    file: Path | None = settings.CLOCK_FILE
    if file not in _system:
        _system[file] = SystemClock(file)
    return _system[file]


def now() -> datetime:
    """The instant, aware, in UTC."""
    return in_force().now()


def today() -> date:
    """The day in Europe/Berlin."""
    return in_force().today()


@contextmanager
def replaced_by(clock: Clock) -> Iterator[None]:
    """Let `clock` count in this process while the block runs (all threads: a worker's as well)."""
    _replaced.append(clock)
    try:
        yield
    finally:
        _replaced.remove(clock)
