"""The figures for whoever shows them."""

import datetime
import json
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.foundation.tenants.reading import RowReader
from modellkommune.participation.outreach.adoption import Summary
from modellkommune.participation.outreach.models import (
    AdoptionMonth,
    ChannelCount,
    RatingTaken,
    SavingAssumption,
)

_TAKEN: Final = RowReader(lambda digest: RatingTaken.objects.filter(digest=digest))
_EVERYWHERE: Final = """
    SELECT municipality, service_id, title, months, online, assisted, counter, post, begun, completed,
        decided, printed, retyped, proven, ratings, minutes
    FROM modellkommune_adoption(%s)"""

_SUMS: Final = (
    "online", "assisted", "counter", "post", "begun", "completed", "decided", "printed", "retyped", "proven",
)  # fmt: skip


@dataclass(frozen=True)
class TownFigures:
    """What the months of a service that are over come to in one town; minutes by its own assumption."""

    town: str
    service_id: str
    title: dict[str, str]
    months: int
    summary: Summary
    minutes: int | None


def months_since(month: datetime.date) -> tuple[AdoptionMonth, ...]:
    """What was counted of all services from a month on, oldest first; in one statement."""
    return tuple(AdoptionMonth.objects.filter(month__gte=month).order_by("service_id", "month"))


def months_over(
    service_id: str, *, until: datetime.date | None = None, after: datetime.date | None = None
) -> tuple[AdoptionMonth, ...]:
    """The months of a service that are over, before a month or after one, oldest first."""
    rows = AdoptionMonth.objects.filter(service_id=service_id, is_over=True).order_by("month")
    rows = rows if until is None else rows.filter(month__lt=until)
    return tuple(rows if after is None else rows.filter(month__gt=after))


def assumptions() -> dict[str, SavingAssumption]:
    """What is assumed now for each service that has an assumption; in one statement."""
    rows = SavingAssumption.objects.order_by("service_id", "-pk").distinct("service_id")
    return {row.service_id: row for row in rows}


def unfinished_months() -> tuple[datetime.date, ...]:
    """The months that were begun to be counted and are not over, oldest first."""
    rows = AdoptionMonth.objects.filter(is_over=False).order_by("month")
    return tuple(rows.values_list("month", flat=True).distinct())


def counted_until(month: datetime.date) -> tuple[datetime.datetime | None, ...]:
    """Until when drafts begun in a month were counted, for each of its services."""
    return tuple(AdoptionMonth.objects.filter(month=month).values_list("begun_until", flat=True))


def newest_entries(limit: int) -> tuple[ChannelCount, ...]:
    """What was entered last of other channels, newest first."""
    return tuple(ChannelCount.objects.order_by("-pk")[:limit])


def everywhere_since(month: datetime.date) -> tuple[TownFigures, ...]:
    """The figures of all towns of the installation from a month on, in one statement; by town and service.

    Outside of any municipality: a function of the owner answers with sums, which are published anyway.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EVERYWHERE, [month])
        return tuple(_town_figures(row) for row in cursor.fetchall())


def _town_figures(row: tuple[Any, ...]) -> TownFigures:
    town, service_id, title, months, *counts, ratings, minutes = row
    sums: dict[str, Any] = dict(zip(_SUMS, counts, strict=True))
    summary = Summary(**sums, ratings=tuple(ratings) if ratings else None)
    return TownFigures(town, service_id, json.loads(title), months, summary, minutes)


def rating_digest(case_link: str) -> str:
    """By which it is known that somebody was asked after a case; nobody finds the case by it."""
    return keyed_digest("rating", case_link)


def was_asked(case_link: str) -> bool:
    """Whether somebody has answered or skipped the question after a case."""
    return _TAKEN.read(rating_digest(case_link)) is not None
