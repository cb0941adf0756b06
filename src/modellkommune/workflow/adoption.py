"""What becomes of the online services: counted once a day for the month, and kept.

A thing is counted in the month in which it happens: an application when it comes, a decision when it is made.
So a month is final once it is over.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import opened_between, services_of
from modellkommune.casework.cases.states import ISSUED, REFUSED
from modellkommune.casework.decisions.queries import durations_between
from modellkommune.casework.drafts.commands import DAYS_KEPT
from modellkommune.casework.drafts.queries import begun_between
from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.journal.queries import counted_between
from modellkommune.foundation.journal.verbs import (
    CASE_ASSISTED,
    DATA_TYPED,
    DECISION_POSTED,
    EVIDENCE_ASKED,
    MATTER_STATED,
)
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.adoption import month_after, month_of
from modellkommune.participation.outreach.adoption_commands import Figures, keep_month
from modellkommune.participation.outreach.adoption_queries import counted_until, unfinished_months, was_asked
from modellkommune.values.clock import legal_date, start_of_day

MONTHS: Final = 12
"""So many months back are counted the first time, and shown."""

ASKED_AFTER: Final = frozenset({ISSUED, REFUSED})


def asks_after(case: Case) -> bool:
    """Whether the resident is to be asked how content she was: it is decided, and she was not asked yet."""
    return case.state in ASKED_AFTER and case.emptied_on is None and not was_asked(str(case.public_id))


def count_months(town: str) -> None:
    """Count this month, and what is not finished of those before. Safe to repeat."""
    with municipality(town):
        titles = titles_offered()
        for month in _to_count():
            until = min(clock.now(), start_of_day(month_after(month)))
            keep_month(month, _figures(month, until, titles), until)


def titles_offered() -> dict[str, dict[str, str]]:
    """The titles of the services that the current municipality offers, by id and language."""
    return {
        service.id: {tongue: service.text("service.title", tongue) for tongue in ("de", "en")}
        for service in offered()
    }


def _to_count() -> Iterator[datetime.date]:
    """Months in their order: those left unfinished, or a year at the first time, and this one."""
    this = month_of(clock.today())
    left = unfinished_months()
    first = min(left) if left else month_after(this, -MONTHS)
    while first <= this:
        yield first
        first = month_after(first)


def _figures(
    month: datetime.date, until: datetime.datetime, titles: Mapping[str, Mapping[str, str]]
) -> Iterator[Figures]:
    begin = start_of_day(month)
    came, durations, begun = (
        opened_between(begin, until),
        durations_between(begin, until),
        _begun(begin, until),
    )
    happened = _happened(begin, until)
    for service_id in sorted({*titles, *came, *durations}):
        assisted = min(happened[CASE_ASSISTED, service_id], came.get(service_id, 0))
        took = durations.get(service_id)
        yield Figures(
            service_id=service_id,
            title=titles.get(service_id, {}),
            online=came.get(service_id, 0) - assisted,
            assisted=assisted,
            begun=None if begun is None else begun.get(service_id, 0),
            decided=took.decided if took else 0,
            median_seconds=took.median if took else None,
            ninth_seconds=took.ninth if took else None,
            printed=happened[DECISION_POSTED, service_id],
            retyped=happened[MATTER_STATED, service_id] + happened[DATA_TYPED, service_id],
            proven=happened[EVIDENCE_ASKED, service_id],
        )


def _begun(begin: datetime.datetime, until: datetime.datetime) -> dict[str, int] | None:
    """Drafts begun since they were counted last, by service; None where some may be deleted already."""
    marks = [mark for mark in counted_until(legal_date(begin)) if mark is not None]
    since = max([begin, *(min(mark, until) for mark in marks)])
    if clock.now() - since > datetime.timedelta(days=DAYS_KEPT):
        return None
    return begun_between(since, until)


def _happened(begin: datetime.datetime, until: datetime.datetime) -> Counter[tuple[str, str]]:
    """How often each counted verb happened, by verb and service."""
    entries = counted_between(begin, until)
    numbers = {subject: int(subject.partition(":")[2]) for _verb, subject in entries}
    services = services_of(set(numbers.values()))
    found: Counter[tuple[str, str]] = Counter()
    for (verb, subject), times in entries.items():
        service_id = services.get(numbers[subject])
        if service_id is not None:
            found[verb, service_id] += times
    return found
