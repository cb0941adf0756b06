"""Every night: is the journal of each municipality still as it was sealed?

A check reads the whole chain, because nothing but the chain itself says that its older part is unchanged. So
a run begins no further municipality after `ENOUGH`; the hourly runs of a night go on with those that were not
checked for the longest time.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from modellkommune.foundation.alerting.commands import JOURNAL as JOURNAL_ALERT
from modellkommune.foundation.alerting.commands import alert
from modellkommune.foundation.health.commands import JOURNAL, leave_trace
from modellkommune.foundation.health.queries import trace
from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys

FRESH: Final = timedelta(hours=12)
"""What was checked since then is left alone: once a night, however many runs the night has."""
ENOUGH: Final = timedelta(minutes=20)

log = logging.getLogger(__name__)


def verify_journals() -> tuple[str, ...]:
    """Check the journals that are due, the oldest check first; the municipalities that were checked.

    Not inside `with municipality(...)`. What fails in one of them holds up no other.
    """
    begun = clock.now()
    checked = []
    for town in _due(begun):
        if clock.now() - begun > ENOUGH:
            log.warning("The journals of further municipalities are checked in the next run.")
            break
        try:
            note_verified(verify(town))
        except Exception:
            log.exception("The journal of %s could not be checked; the next run tries again.", town)
        else:
            checked.append(town)
    return tuple(checked)


def note_verified(report: VerifyReport) -> None:
    """Leave the trace that the health page shows, and tell security staff where the chain is broken."""
    leave_trace(f"{JOURNAL}{report.municipality}", well=report.intact)
    if report.intact:
        return
    log.error("The journal of %s is not intact: %s flaws.", report.municipality, len(report.flaws))
    with municipality(report.municipality):
        alert(JOURNAL_ALERT)


def _due(now: datetime) -> list[str]:
    last = {town: trace(f"{JOURNAL}{town}") for town in municipality_keys()}
    due = [town for town, found in last.items() if found is None or now - found.at >= FRESH]
    return sorted(due, key=lambda town: found.at.timestamp() if (found := last[town]) else 0)
