"""Keeping counted months, entering other channels, taking grades."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.adoption_commands import (
    Figures,
    assume_saving,
    enter_channel_counts,
    keep_month,
    take_rating,
)
from modellkommune.participation.outreach.adoption_queries import (
    assumptions,
    everywhere_since,
    months_since,
    was_asked,
)
from modellkommune.participation.outreach.models import AdoptionMonth, ChannelCount, Rating, RatingTaken
from modellkommune.values.clock import FixedClock

MONTH = datetime.date(2026, 11, 1)
SERVICE = "resident-parking"
ANALYST = Actor("staff", "7")
FIGURES = Figures(
    service_id=SERVICE, title={"de": "Parken"}, online=8, assisted=2, begun=12, decided=9, median_seconds=60,
    ninth_seconds=600, printed=1, retyped=0, proven=3,
)  # fmt: skip


def at(day: int, month: int = 11) -> datetime.datetime:
    return datetime.datetime(2026, month, day, 6, tzinfo=datetime.UTC)


@pytest.fixture
def town(two_towns: tuple[str, str]) -> Iterator[str]:
    with municipality("alpha"), clock.replaced_by(FixedClock(at(20))):
        yield "alpha"


def kept() -> AdoptionMonth:
    return AdoptionMonth.objects.get(service_id=SERVICE, month=MONTH)


def test_drafts_are_added_up_and_all_else_is_counted_anew(town: str) -> None:
    keep_month(MONTH, [FIGURES], at(19))
    keep_month(MONTH, [replace(FIGURES, online=9, begun=3)], at(20))
    assert (kept().online, kept().begun, kept().begun_until, kept().is_over) == (9, 15, at(20), False)


def test_what_was_not_counted_once_stays_unknown(town: str) -> None:
    keep_month(MONTH, [replace(FIGURES, begun=None)], at(19))
    keep_month(MONTH, [FIGURES], at(20))
    assert kept().begun is None


def test_a_month_that_is_over_is_final(town: str) -> None:
    with clock.replaced_by(FixedClock(at(1, 12))):
        keep_month(MONTH, [FIGURES], at(30))
        keep_month(MONTH, [replace(FIGURES, online=500)], at(30))
    assert (kept().is_over, kept().online) == (True, 8)


def test_entered_channels_count_at_once_and_a_correction_is_a_new_entry(town: str) -> None:
    keep_month(MONTH, [FIGURES], at(19))
    enter_channel_counts(SERVICE, {}, MONTH, {"counter": 30}, ANALYST)
    assert (kept().counter, kept().post) == (30, None)
    enter_channel_counts(SERVICE, {}, MONTH, {"counter": 31, "post": 4}, ANALYST)
    enter_channel_counts(SERVICE, {}, MONTH, {"counter": 31, "post": 4}, ANALYST)
    assert (kept().counter, kept().post) == (31, 4)
    assert list(ChannelCount.objects.order_by("pk").values_list("channel", "count")) == [
        ("counter", 30),
        ("counter", 31),
        ("post", 4),
    ]
    keep_month(MONTH, [FIGURES], at(20))
    assert (kept().counter, kept().post, kept().online) == (31, 4, 8)


def test_a_month_that_is_over_still_takes_what_is_entered_later(town: str) -> None:
    with clock.replaced_by(FixedClock(at(1, 12))):
        keep_month(MONTH, [FIGURES], at(30))
        enter_channel_counts(SERVICE, {}, MONTH, {"counter": 3, "post": 0}, ANALYST)
    assert (kept().counter, kept().post, kept().is_over) == (3, 0, True)


def test_the_newest_assumption_counts(town: str) -> None:
    for minutes in (10, 10, 12):
        assume_saving(SERVICE, minutes, "Zeitmessung", MONTH, ANALYST)
    assert assumptions()[SERVICE].minutes == 12
    assert Entry.objects.filter(verb="saving_assumed").count() == 2


def test_a_case_is_asked_once_whatever_was_answered(town: str) -> None:
    assert not was_asked("a")
    assert take_rating("a", SERVICE, 5)
    assert not take_rating("a", SERVICE, 1)
    assert take_rating("b", SERVICE, 5)
    assert take_rating("c", SERVICE, 2)
    assert take_rating("d", SERVICE, None)
    assert Rating.objects.get().counts == [0, 1, 0, 0, 2]
    assert was_asked("d")


def test_nothing_that_is_stored_links_a_grade_to_its_case(committed_db: None, two_towns: Any) -> None:
    for link, grade in (("a", 5), ("b", 1), ("c", None)):
        with municipality("alpha"):
            take_rating(link, SERVICE, grade)
    with municipality("alpha"):
        # All grades of a month are one row: who wrote last is known, with which grade is not.
        assert Rating.objects.count() == 1
        assert {field.name for field in RatingTaken._meta.fields} == {"id", "municipality", "digest"}
        assert not Entry.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest FROM outreach_ratingtaken")
            assert {digest for (digest,) in cursor.fetchall()}.isdisjoint({"a", "b", "c"})


def test_grades_come_into_the_figures_when_the_month_is_over(town: str) -> None:
    for number in range(10):
        take_rating(str(number), SERVICE, 4)
    keep_month(MONTH, [FIGURES], at(20))
    assert kept().ratings is None
    with clock.replaced_by(FixedClock(at(1, 12))):
        keep_month(MONTH, [FIGURES], at(30))
    assert kept().ratings == [0, 0, 0, 10, 0]


def test_all_towns_are_summed_up_by_the_months_that_are_over(two_towns: tuple[str, str]) -> None:
    with clock.replaced_by(FixedClock(at(15, 12))):
        for key, online in (("alpha", 8), ("beta", 80)):
            with municipality(key):
                for month in (MONTH, datetime.date(2026, 10, 1), datetime.date(2026, 12, 1)):
                    keep_month(month, [replace(FIGURES, online=online)], at(30))
        with municipality("beta"):
            enter_channel_counts(SERVICE, {}, MONTH, {"counter": 5, "post": 5}, ANALYST)
            assume_saving(SERVICE, 10, "Zeitmessung", MONTH, ANALYST)
        alpha, beta = everywhere_since(datetime.date(2026, 10, 1))
    assert (alpha.town, alpha.months, alpha.summary.online, alpha.minutes) == ("alpha", 2, 16, None)
    assert (beta.town, beta.summary.online, beta.summary.counter, beta.minutes) == ("beta", 160, None, 10)
    assert months_since(MONTH) == ()
