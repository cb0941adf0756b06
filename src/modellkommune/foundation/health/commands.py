"""Leaving traces. They say nothing of people, so they stand in no journal."""

from datetime import datetime
from typing import Final

from modellkommune.foundation.health.models import Trace
from modellkommune.foundation.tenants import clock

BACKUP: Final = "backup"
DRILL: Final = "drill"
"""A backup was brought back somewhere else, as a trial."""
PROXY: Final = "proxy"
"""A request came from a proxy that is believed."""
FORWARDED: Final = "forwarded"
"""Somebody who is no such proxy sent X-Forwarded-For."""
JOURNAL: Final = "journal."
"""The journal of the municipality whose key follows was verified."""


def leave_trace(name: str, *, well: bool = True, at: datetime | None = None) -> Trace:
    """Note that something was done now, or at a moment in the past. Safe to repeat."""
    made, _ = Trace.objects.update_or_create(name=name, defaults={"at": at or clock.now(), "well": well})
    return made
