"""The circuit breaker: a register that fails again and again is left alone for a while.

Closed: everybody asks. After `FAILURES` failures in a row it is open for `PAUSE`: nobody asks. Then half
open: one caller probes; an answer closes it, a failure opens it for another `PAUSE`. The state is a row, so
all processes share it; each function belongs to the caller's unit of work.
"""

from datetime import timedelta
from typing import Final

from django.db.models import F, Q

from modellkommune.foundation.registers.models import Breaker
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import RowsReader

FAILURES: Final = 5
PAUSE: Final = timedelta(seconds=30)


_FAILING = RowsReader(lambda failures: Breaker.objects.filter(failures__gt=failures).order_by("pk"))


def failing_breakers() -> dict[str, Breaker]:
    """By register the breakers of those that failed the last time."""
    return {breaker.register: breaker for breaker in _FAILING.read(0)}


def lets_through(breaker: Breaker | None) -> bool:
    """Whether this caller may ask the register now; when half open, only the first one may."""
    if breaker is None or breaker.open_until is None:
        return True
    now = clock.now()
    # Later than a pause from now: somebody has set the demonstration's clock back.
    over = Q(open_until__lte=now) | Q(open_until__gt=now + PAUSE)
    return bool(Breaker.objects.filter(over, pk=breaker.pk).update(open_until=now + PAUSE))


def note_answer(register: str) -> None:
    """Close the breaker."""
    Breaker.objects.filter(register=register).exclude(failures=0).update(failures=0, open_until=None)


def note_failure(register: str) -> None:
    """Count a failure; from `FAILURES` on the breaker is open."""
    Breaker.objects.get_or_create(register=register)
    Breaker.objects.filter(register=register).update(failures=F("failures") + 1)
    weak = Breaker.objects.filter(register=register, failures__gte=FAILURES)
    weak.update(open_until=clock.now() + PAUSE)
