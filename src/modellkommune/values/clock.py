"""Where "now" comes from. Instants are aware and in UTC; days are days in Germany."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class Clock(Protocol):
    """Tells the instant and the day."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def today(self) -> date:
        """The day in Europe/Berlin."""


class SystemClock:
    """The machine's clock, moved by the seconds (a whole number) in a text file, if there is one.

    The file is read again when its time stamp changes, so all processes of a demonstration move together.
    A missing or empty file means no offset.
    """

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._stamp = 0
        self._offset = timedelta()

    def now(self) -> datetime:
        """The instant, aware, in UTC, moved by the offset."""
        return datetime.now(UTC) + self._current_offset()

    def today(self) -> date:
        """The day in Europe/Berlin, moved by the offset."""
        return legal_date(self.now())

    def _current_offset(self) -> timedelta:
        if self._file is None:
            return self._offset
        stamp = _modified(self._file)
        if stamp != self._stamp:
            seconds = int(self._file.read_text().strip() or 0) if stamp else 0
            self._offset = timedelta(seconds=seconds)
            self._stamp = stamp
        return self._offset


class FixedClock:
    """A clock that stands still, for tests and for looking at another day."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant given, in UTC."""
        return self._instant

    def today(self) -> date:
        """The day of that instant in Europe/Berlin."""
        return legal_date(self._instant)


def seconds_to(day: date, instant: datetime) -> int:
    """The offset that moves `instant` to the same time of day in Berlin on `day`, for the offset file."""
    local = instant.astimezone(BERLIN)
    moved = datetime.combine(day, local.timetz().replace(tzinfo=None), tzinfo=BERLIN)
    return round((moved.astimezone(UTC) - instant.astimezone(UTC)).total_seconds())


def legal_date(instant: datetime) -> date:
    """The day of an aware instant in Europe/Berlin."""
    return instant.astimezone(BERLIN).date()


def start_of_day(day: date) -> datetime:
    """The instant at which `day` begins in Berlin, in UTC."""
    return datetime.combine(day, time(), tzinfo=BERLIN).astimezone(UTC)


def _modified(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
