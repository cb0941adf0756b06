"""What an idea brought is read from the counted months before and after the release in which it came."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from modellkommune.foundation.catalogue.models import Adoption
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.ideas.models import Idea, Link
from modellkommune.participation.outreach.models import AdoptionMonth
from modellkommune.workflow.effects import effects_of
from tests.participation.ideas.market import open_market, submitted
from tests.workflow.errands import Simulator

TOWN, SERVICE = "musterstadt", "resident-parking"
BEFORE, CHANGED, AFTER = date(2026, 8, 1), date(2026, 9, 17), date(2026, 10, 1)


@pytest.fixture
def idea(germany: Simulator) -> Iterator[Idea]:
    """An idea that came with the release of September; two months were counted before, one after."""
    with municipality(TOWN):
        adoption = Adoption.objects.get(service_id=SERVICE, ended_at=None)
        adoption.adopted_at = datetime(2026, 9, 17, 10, tzinfo=UTC)
        adoption.save()
        AdoptionMonth.objects.all().delete()  # what was invented for the demonstration
        open_market()
        found = submitted()
        for month, online, counter, seconds in (
            (date(2026, 7, 1), 10, 190, 864_000),
            (BEFORE, 30, 170, 432_000),
            (CHANGED.replace(day=1), 400, 0, 1),
            (AFTER, 50, 50, 86_400),
        ):
            counted(month, online=online, counter=counter, median_seconds=seconds)
        counted(date(2026, 11, 1), online=99, counter=1, is_over=False)
        yield found


def counted(month: date, **values: object) -> None:
    known = {"service_id": SERVICE, "post": 0, "is_over": True, "counted_at": clock.now()}
    AdoptionMonth.objects.create(month=month, **(known | values))


def linked(idea: Idea, metric: str, **values: object) -> Link:
    adoption = Adoption.objects.get(service_id=SERVICE, ended_at=None)
    return Link.objects.create(
        idea=idea,
        service_id=SERVICE,
        release_hash=adoption.release_id,
        release_version="1",
        metric=metric,
        **values,
    )


def words(first: date, last: date) -> str:
    return f"{first:%m}-{last:%m}"


def test_whole_months_before_the_release_stand_against_those_after(idea: Idea) -> None:
    linked(idea, "online_share")
    (effect,) = effects_of(idea, words)
    assert effect.before is not None
    assert effect.after is not None
    assert (effect.before.value, effect.before.source, effect.before.day) == (10, "07-08", date(2026, 8, 31))
    assert (effect.after.value, effect.after.source, effect.after.day) == (50, "10-10", date(2026, 10, 31))
    assert (effect.counted, effect.improved) == (True, True)


def test_medians_are_not_added_up_the_newest_month_speaks(idea: Idea) -> None:
    linked(idea, "processing_days")
    (effect,) = effects_of(idea, words)
    assert effect.before is not None
    assert (effect.before.value, effect.before.source) == (5, "08-08")
    assert (effect.difference, effect.improved) == (-4, True)


def test_what_somebody_entered_stays_beside_what_was_counted(idea: Idea) -> None:
    linked(idea, "media_breaks", before=Decimal(3), before_source="Strichliste", before_on=BEFORE)
    entered, counted_effect = effects_of(idea, words)
    assert entered.before is not None
    assert (entered.before.source, entered.counted) == ("Strichliste", False)
    assert counted_effect.counted
    assert counted_effect.difference == 0


def test_what_nobody_can_count_is_not_shown_as_counted(idea: Idea) -> None:
    linked(idea, "minutes_per_case")
    linked(idea, "satisfaction")
    AdoptionMonth.objects.filter(month__lt=CHANGED).update(counter=None)
    linked(idea, "online_share")
    time, grades, share = effects_of(idea, words)
    assert [effect.counted for effect in (time, grades, share)] == [False, False, True]
    assert share.before is None
    assert share.improved is None


def test_a_release_that_the_town_never_had_brought_it_nothing(idea: Idea) -> None:
    link = linked(idea, "online_share")
    link.release_hash = "f" * 64
    link.save()
    (effect,) = effects_of(idea, words)
    assert not effect.has_values
