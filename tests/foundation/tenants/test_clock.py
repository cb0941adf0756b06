from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import FixedClock


def test_the_day_of_the_demonstration_can_be_moved() -> None:
    before, file = clock.now(), Path(str(settings.CLOCK_FILE))
    file.write_text("864000")
    try:
        assert (clock.now() - before).days == 10
    finally:
        file.unlink()
    assert (clock.now() - before).days == 0


def test_a_test_can_stop_the_clock() -> None:
    with clock.replaced_by(FixedClock(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))):
        assert clock.today() == date(2027, 1, 1)
