import os
from datetime import UTC, date, datetime, timedelta

from modellkommune.values.clock import FixedClock, SystemClock, legal_date, seconds_to, start_of_day


def test_the_day_is_the_day_in_germany():
    assert FixedClock(datetime(2026, 12, 2, 23, 30, tzinfo=UTC)).today() == date(2026, 12, 3)
    assert FixedClock(datetime(2026, 7, 2, 21, 59, tzinfo=UTC)).today() == date(2026, 7, 2)


def test_an_instant_late_in_the_evening_in_utc_is_the_next_day_in_germany():
    assert legal_date(datetime(2026, 12, 2, 23, 30, tzinfo=UTC)) == date(2026, 12, 3)


def test_without_a_file_it_is_the_machines_clock(tmp_path):
    assert abs(SystemClock(tmp_path / "missing").now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert SystemClock().now().tzinfo is UTC


def test_the_file_moves_the_day_and_is_read_again_when_it_changes(tmp_path):
    file = tmp_path / "clock"
    clock = SystemClock(file)
    before = clock.now()
    file.write_text(str(seconds_to(date(2031, 3, 1), before)))
    assert clock.today() == date(2031, 3, 1)
    file.write_text("0")
    os.utime(file, ns=(1, 1))
    assert clock.now() - before < timedelta(minutes=1)
    file.unlink()
    assert clock.now() - before < timedelta(minutes=1)


def test_moving_over_the_change_of_summer_time_keeps_the_time_of_day():
    noon = datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
    moved = noon + timedelta(seconds=seconds_to(date(2026, 4, 1), noon))
    assert moved == datetime(2026, 4, 1, 10, 0, tzinfo=UTC)


def test_a_day_begins_at_midnight_in_berlin():
    assert start_of_day(date(2026, 12, 3)) == datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    assert start_of_day(date(2026, 7, 3)) == datetime(2026, 7, 2, 22, 0, tzinfo=UTC)
