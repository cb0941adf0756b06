"""Shares and sums of counted months: nothing unknown is guessed."""

import datetime
from dataclasses import replace

import pytest

from modellkommune.participation.outreach.adoption import (
    Summary,
    month_after,
    of_month,
    shown_ratings,
    together,
)

MONTH = Summary(
    online=60, assisted=15, counter=20, post=5, begun=100, completed=75, decided=70, printed=6, retyped=3,
    proven=6, ratings=None,
)  # fmt: skip


def test_the_online_share_is_of_all_ways() -> None:
    assert MONTH.all_ways == 100
    assert MONTH.online_share == pytest.approx(0.6)


@pytest.mark.parametrize("unknown", ["counter", "post"])
def test_while_a_way_is_unknown_there_is_no_share_rather_than_a_full_one(unknown: str) -> None:
    months = [MONTH, replace(MONTH, **{unknown: None})]
    assert together(months).online_share is None
    assert together(months).all_ways is None
    assert together([MONTH, MONTH]).online_share == pytest.approx(0.6)


def test_without_a_single_case_there_is_no_share() -> None:
    nothing = replace(MONTH, online=0, assisted=0, counter=0, post=0)
    assert nothing.online_share is None
    assert nothing.breaks_per_case is None


def test_completion_leaves_out_months_in_which_nobody_counted_what_was_begun() -> None:
    added = together([MONTH, of_month(replace(MONTH, begun=None))])
    assert (added.begun, added.completed) == (100, 75)
    assert added.completion == pytest.approx(0.75)
    assert together([of_month(replace(MONTH, begun=None))]).completion is None
    assert replace(MONTH, completed=101).completion == 1.0


def test_media_breaks_are_counted_for_one_case() -> None:
    assert MONTH.breaks == 15
    assert MONTH.breaks_per_case == pytest.approx(0.2)


def test_grades_are_shown_of_months_that_are_over_and_have_ten_answers() -> None:
    assert shown_ratings([0, 1, 2, 3, 4], is_over=True) == [0, 1, 2, 3, 4]
    assert shown_ratings([0, 1, 2, 3, 3], is_over=True) is None
    assert shown_ratings([9, 9, 9, 9, 9], is_over=False) is None


def test_the_mean_of_grades_is_of_published_months_only() -> None:
    added = together(
        [replace(MONTH, ratings=(0, 0, 0, 5, 5)), MONTH, replace(MONTH, ratings=(5, 0, 0, 0, 5))]
    )
    assert added.answers == 20
    assert added.grade == pytest.approx((5 * 1 + 5 * 4 + 10 * 5) / 20)
    assert MONTH.grade is None


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    december = datetime.date(2026, 12, 1)
    assert month_after(december) == datetime.date(2027, 1, 1)
    assert month_after(december, -12) == datetime.date(2025, 12, 1)
