from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.values.period import (
    Period,
    PeriodEndsBeforeItStarts,
    add_months,
    date_digits,
    date_text,
    months_period,
)

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))


def test_twelve_months_end_the_day_before():
    assert months_period(date(2026, 12, 3), 12) == Period(date(2026, 12, 3), date(2027, 12, 2))


def test_d4_six_months_from_31_august_end_on_the_last_day_of_february():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_period(date(2026, 8, 31), 6).last == date(2027, 2, 28)
    assert months_period(date(2027, 8, 31), 6).last == date(2028, 2, 29)


def test_months_are_counted_back_as_well():
    assert add_months(date(2027, 1, 31), -2) == date(2026, 11, 30)


@given(DAYS, st.integers(1, 48))
def test_a_period_of_months_never_reaches_the_same_day_and_leaves_no_gap(first, months):
    last = months_period(first, months).last
    assert last < date(2200, 1, 1)
    assert last <= add_months(first, months)
    assert last + timedelta(days=1) >= add_months(first, months)


def test_both_ends_belong_to_a_period():
    period = Period(date(2026, 12, 3), date(2027, 12, 2))
    assert period.days == 365
    assert date(2026, 12, 3) in period
    assert date(2027, 12, 2) in period
    assert date(2027, 12, 3) not in period
    assert period.overlaps(Period(date(2027, 12, 2), date(2028, 1, 1)))
    assert not period.overlaps(Period(date(2027, 12, 3), date(2028, 1, 1)))


def test_it_refuses_a_period_that_ends_before_it_starts():
    with pytest.raises(PeriodEndsBeforeItStarts):
        Period(date(2026, 12, 3), date(2026, 12, 2))


def test_dates_are_written_as_the_language_writes_them():
    day = date(2026, 12, 3)
    assert date_text(day, "de") == "Donnerstag, 3. Dezember 2026"
    assert date_text(day, "en") == "Thursday, 3 December 2026"
    assert date_digits(day, "de") == "03.12.2026"
    assert date_digits(day, "en") == "3 Dec 2026"
    assert Period(day, date(2027, 12, 2)).text("de") == "03.12.2026 bis 02.12.2027"
