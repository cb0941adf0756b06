"""Writing the figures: months that were counted, what the analyst enters, what people say after a case."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.writing import insert
from modellkommune.participation.outreach.adoption import COUNTER, GRADES, POST, month_after, shown_ratings
from modellkommune.participation.outreach.adoption_queries import rating_digest
from modellkommune.participation.outreach.models import (
    AdoptionMonth,
    ChannelCount,
    Rating,
    SavingAssumption,
)

COUNTING: Final = Actor("system", "adoption")

_TAKE: Final = """
    INSERT INTO outreach_ratingtaken (municipality_id, digest) VALUES (%s, %s)
    ON CONFLICT (municipality_id, digest) DO NOTHING"""
_RATE: Final = """
    INSERT INTO outreach_rating AS kept (municipality_id, service_id, month, counts) VALUES (%s, %s, %s, %s)
    ON CONFLICT (municipality_id, month, service_id) DO UPDATE SET counts = ARRAY(
        SELECT old + new FROM unnest(kept.counts, excluded.counts) WITH ORDINALITY AS added (old, new, place)
        ORDER BY place)"""


@dataclass(frozen=True)
class Figures:
    """What was counted of a service in a month. `begun`: drafts since the row's `begun_until`, or None."""

    service_id: str
    title: Mapping[str, str]
    online: int
    assisted: int
    begun: int | None
    decided: int
    median_seconds: int | None
    ninth_seconds: int | None
    printed: int
    retyped: int
    proven: int


def keep_month(month: datetime.date, figures: Iterable[Figures], until: datetime.datetime) -> None:
    """Keep what was counted of a month `until` an instant. A month that is over stays as it was kept.

    Inside `with municipality(...)`. Safe to repeat: drafts are counted on from the instant of the last time.
    """
    is_over = month_after(month) <= clock.today()
    for found in figures:
        row = (
            AdoptionMonth.objects.select_for_update().filter(service_id=found.service_id, month=month).first()
        )
        row = row or AdoptionMonth(service_id=found.service_id, month=month)
        if row.is_over:
            continue
        for name, value in {**vars(found), "begun": _begun(row, found.begun)}.items():
            setattr(row, name, value or row.title if name == "title" else value)
        row.is_over, row.begun_until, row.counted_at = is_over, until, clock.now()
        row.ratings = _ratings(found.service_id, month, is_over=is_over)
        row.counter, row.post = _entered(row, COUNTER), _entered(row, POST)
        row.save()
    record("adoption_month_kept", f"month:{month:%Y-%m}", COUNTING)


def enter_channel_counts(
    service_id: str, title: Mapping[str, str], month: datetime.date, counts: Mapping[str, int], actor: Actor
) -> None:
    """Enter how many came to the counter and wrote; a correction is a new entry. Shown at once.

    `counts` by channel; entering what counts already changes nothing. Inside `with municipality(...)`.
    """
    row, _ = AdoptionMonth.objects.select_for_update().get_or_create(
        service_id=service_id,
        month=month,
        defaults={"title": dict(title), "counted_at": clock.now()},
    )
    new = {channel: count for channel, count in counts.items() if _entered(row, channel) != count}
    if not new:
        return
    for channel, count in new.items():
        entry = ChannelCount(service_id=service_id, month=month, channel=channel, count=count)
        entry.entered_by, entry.entered_at = actor.id, clock.now()
        insert(entry)
        setattr(row, channel, count)
    row.save(update_fields=list(new))
    record("channel_counts_entered", f"month:{month:%Y-%m}.{service_id}"[:56], actor)


def assume_saving(
    service_id: str, minutes: int, source: str, stated_on: datetime.date, actor: Actor
) -> SavingAssumption:
    """State how many minutes an online case saves, by which source. Inside `with municipality(...)`."""
    newest = SavingAssumption.objects.filter(service_id=service_id).order_by("-pk").first()
    stated: dict[str, Any] = {"minutes": minutes, "source": source, "stated_on": stated_on}
    if newest is not None and all(getattr(newest, name) == value for name, value in stated.items()):
        return newest
    assumption = SavingAssumption(
        service_id=service_id, entered_by=actor.id, entered_at=clock.now(), **stated
    )
    insert(assumption)
    record("saving_assumed", f"saving:{assumption.pk}", actor)
    return assumption


def take_rating(case_link: str, service_id: str, grade: int | None) -> bool:
    """Count how content somebody was after a case, or that she did not want to say; False if asked before.

    There is no entry in the journal: its time beside that of a visit would tell whose answer it was.
    Inside `with municipality(...)`.
    """
    town = current_municipality()
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [town, rating_digest(case_link)])
        if not cursor.rowcount:
            return False
        if grade is not None:
            counts = [int(grade == each) for each in GRADES]
            cursor.execute(_RATE, [town, service_id, clock.today().replace(day=1), counts])
    return True


def _begun(row: AdoptionMonth, more: int | None) -> int | None:
    """All drafts begun in the month, None where some were never counted."""
    if row.begun_until is None:
        return more
    return None if row.begun is None or more is None else row.begun + more


def _ratings(service_id: str, month: datetime.date, *, is_over: bool) -> list[int] | None:
    given = Rating.objects.filter(service_id=service_id, month=month).values_list("counts", flat=True).first()
    return shown_ratings(given, is_over=is_over) if given else None


def _entered(row: AdoptionMonth, channel: str) -> int | None:
    """The newest entry of a channel."""
    entries = ChannelCount.objects.filter(service_id=row.service_id, month=row.month, channel=channel)
    return entries.order_by("-pk").values_list("count", flat=True).first()
