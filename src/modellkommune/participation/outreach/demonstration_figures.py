"""A year of invented figures for a demonstration's towns; pages and open data say that they are invented."""

import datetime
from collections.abc import Mapping
from random import Random
from typing import Final

from modellkommune.foundation.tenants import clock
from modellkommune.participation.outreach.adoption import COUNTER, POST, month_after, month_of, shown_ratings
from modellkommune.participation.outreach.models import AdoptionMonth, ChannelCount, SavingAssumption

MONTHS: Final = 12
INVENTED: Final = "demonstration"
"""Who has entered what: nobody."""
DAY: Final = 86_400  # seconds
SOURCE: Final = "Erfundene Annahme der Demonstration"


def invent_figures(town: str, titles: Mapping[str, Mapping[str, str]]) -> int:
    """Invent the months before this one, the same for a town each time; how many. Inside the town.

    `titles` of the services by id. A town in which something was counted or invented keeps what it has. In
    one of four towns nobody has counted the letters, so that its pages show what they say then.
    """
    if AdoptionMonth.objects.exists():
        return 0
    this, chance = month_of(clock.today()), Random(f"{town} {len(titles)}")  # noqa: S311 -- nothing secret
    counts_post = chance.random() > 0.25
    rows = [
        _month(service_id, title, month_after(this, -back), chance, counts_post=counts_post)
        for service_id, title in titles.items()
        for back in range(MONTHS, 0, -1)
    ]
    AdoptionMonth.objects.bulk_create(rows)
    ChannelCount.objects.bulk_create(
        _entry(row, channel, count)
        for row in rows
        for channel, count in ((COUNTER, row.counter), (POST, row.post))
        if count is not None
    )
    SavingAssumption.objects.bulk_create(
        SavingAssumption(
            service_id=service_id, minutes=chance.randint(8, 16), source=SOURCE,
            stated_on=month_after(this, -6), entered_by=INVENTED, entered_at=clock.now(),
        )
        for service_id in titles
    )  # fmt: skip
    return len(rows)


def _month(
    service_id: str, title: Mapping[str, str], month: datetime.date, chance: Random, *, counts_post: bool
) -> AdoptionMonth:
    """More come online from month to month, fewer to the counter."""
    age = (clock.today() - month).days / 365
    online, counter = chance.randint(60, 90) - round(30 * age), chance.randint(20, 30) + round(35 * age)
    assisted = chance.randint(3, 9)
    sent = online + assisted
    graded = [
        chance.randint(0, 2),
        chance.randint(0, 3),
        chance.randint(1, 5),
        chance.randint(5, 12),
        chance.randint(6, 14),
    ]
    return AdoptionMonth(
        service_id=service_id,
        month=month,
        title=dict(title),
        is_over=True,
        online=online,
        assisted=assisted,
        counter=counter,
        post=chance.randint(2, 12) if counts_post else None,
        begun=round(sent * chance.uniform(1.1, 1.35)),
        begun_until=clock.now(),
        decided=sent - chance.randint(0, 5),
        median_seconds=chance.randint(40, 400),
        ninth_seconds=chance.randint(2 * DAY, 6 * DAY),
        printed=chance.randint(2, 9),
        retyped=chance.randint(0, 4),
        proven=chance.randint(3, 14),
        ratings=shown_ratings(graded, is_over=True),
        counted_at=clock.now(),
    )


def _entry(row: AdoptionMonth, channel: str, count: int) -> ChannelCount:
    return ChannelCount(
        service_id=row.service_id,
        month=row.month,
        channel=channel,
        count=count,
        entered_by=INVENTED,
        entered_at=clock.now(),
    )
