"""Until when a case may be kept follows from the data categories of its release."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from modellkommune.blueprint.retention import LastDays, Moments, last_days
from modellkommune.blueprint.service import Retention

CLOSED, DECIDED = date(2026, 12, 10), date(2026, 12, 3)
ISSUED = Moments(CLOSED, DECIDED, permit_ends=date(2027, 12, 2), paid=date(2026, 12, 9))
PERIODS = (
    ("evidence", "6M", "decision"),
    ("permit", "2Y", "permit_end"),
    ("payment", "10Y", "payment_year"),
    ("old", "1Y", None),
)


def _service(*categories: tuple[str, tuple[str, ...]]) -> Any:
    names = [name for _, fields in categories for name in fields]
    kinds = {name: SimpleNamespace(type="upload" if name.endswith("_proof") else "text") for name in names}
    return SimpleNamespace(
        retention=tuple(Retention(name, period, {}, {}, starts) for name, period, starts in PERIODS),
        data_categories=[SimpleNamespace(retention=period, fields=fields) for period, fields in categories],
        fields=kinds,
    )


PARKING = _service(
    ("evidence", ("keeper_proof",)),
    ("permit", ("name", "house_proof")),
    ("payment", ("months", "pass_proof")),
)


def test_each_category_counts_from_its_own_event() -> None:
    days = last_days(PARKING, ISSUED)
    assert days.files == {
        "keeper_proof": date(2027, 6, 3),
        "house_proof": date(2029, 12, 2),
        "pass_proof": date(2029, 12, 2),
    }
    assert (days.content, days.payments) == (date(2029, 12, 2), date(2036, 12, 31))


def test_what_never_happened_counts_from_the_end_of_the_case() -> None:
    days = last_days(PARKING, Moments(CLOSED))
    assert days == LastDays(
        {
            "keeper_proof": date(2027, 6, 10),
            "house_proof": date(2028, 12, 10),
            "pass_proof": date(2028, 12, 10),
        },
        date(2028, 12, 10),
        date(2036, 12, 10),
    )


def test_a_release_that_does_not_name_an_event_keeps_longest() -> None:
    assert last_days(_service(("old", ("name",))), ISSUED).content == date(2028, 12, 2)
    assert last_days(_service(("old", ("name",))), Moments(CLOSED)).content == date(2027, 12, 10)


def test_a_running_permit_outlives_a_short_period() -> None:
    long = replace(ISSUED, permit_ends=date(2028, 12, 2))
    assert last_days(_service(("evidence", ("name",))), long).content == date(2028, 12, 2)


@pytest.mark.parametrize(
    ("today", "following"),
    [
        (date(2027, 6, 3), date(2027, 6, 3)),
        (date(2027, 6, 4), date(2029, 12, 2)),
        (date(2030, 1, 1), date(2036, 12, 31)),
        (date(2037, 1, 1), None),
    ],
)
def test_the_next_day_to_look_is_known(today: date, following: date | None) -> None:
    assert last_days(PARKING, ISSUED).next_after(today) == following
