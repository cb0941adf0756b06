"""The report to security staff: what was looked at and turned away in the week or month that is over."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from modellkommune.foundation.alerting.commands import note_report, tell
from modellkommune.foundation.alerting.models import MONTHLY, NEVER
from modellkommune.foundation.alerting.queries import alert_rules, inspected_between
from modellkommune.foundation.guarding.models import BLOCKED, NOTED, PARDONED, TESTED, WITHHELD
from modellkommune.foundation.guarding.queries import bans_between, counted_between, exemptions
from modellkommune.foundation.health.registry import CHECKS, count_bad, examined
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality

TEMPLATE: Final = "security_report"
THOUSAND: Final = 1000
OURS: Final = frozenset(range(20, 32))
"""The first digits of a rule of the portal tell its kind; the kind of others is 0."""
NOTED_ONLY: Final = frozenset({NOTED, TESTED, PARDONED})
LEFT_OUT: Final = frozenset({"headers", "cookies"})
"""They ask the portal's own pages, which the worker does not carry; page and command look at them."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `begin` until before `end`."""

    begin: date
    end: date


def report_security(town: str) -> bool:
    """Send the report that is due today and has not gone out; whether one went. Safe to repeat."""
    with municipality(town):
        rules, today = alert_rules(), clock.today()
        period = last_period(rules.reports, today)
        if rules.reports == NEVER or (rules.reported_on is not None and rules.reported_on >= period.end):
            return False
        if rules.reported_on is None:
            # The first one comes when a whole week or month has been watched.
            note_report(today)
            return False
    red = count_bad(examined(town, [check for check in CHECKS if check.name not in LEFT_OUT]))
    with municipality(town):
        if not note_report(today):
            return False
        tell(TEMPLATE, {**figures(period), "red": red}, "zustand/" if red else "")
    return True


def last_period(reports: str, today: date) -> Period:
    """The week (from Monday) or the month before the one of today."""
    if reports == MONTHLY:
        end = today.replace(day=1)
        return Period((end - timedelta(days=1)).replace(day=1), end)
    end = today - timedelta(days=today.weekday())
    return Period(end - timedelta(days=7), end)


def figures(period: Period) -> dict[str, object]:
    """What a period was like: numbers only."""
    counted = counted_between(period.begin, period.end)
    away = [each for each in counted if each.verdict == BLOCKED]
    kinds: Counter[int] = Counter()
    for each in away:
        kind = int(each.what) // THOUSAND
        kinds[kind if kind in OURS else 0] += each.count
    return {
        "begin": f"{period.begin:%d.%m.%Y}",
        "end": f"{period.end - timedelta(days=1):%d.%m.%Y}",
        "inspected": inspected_between(period.begin, period.end),
        "away": sum(kinds.values()),
        "kinds": [[kind, count] for kind, count in kinds.most_common()],
        "passed": sum(each.count for each in counted if each.verdict in NOTED_ONLY),
        "withheld": sum(each.count for each in counted if each.verdict == WITHHELD),
        "bans": bans_between(period.begin, period.end),
        "exemptions": len(exemptions()),
    }
