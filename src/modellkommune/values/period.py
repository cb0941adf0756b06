"""Periods of whole days, counting months the way people do, and dates in words."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_MONTHS = {
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class PeriodEndsBeforeItStarts(ValueError):
    """A period cannot end before it starts."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from the first to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodEndsBeforeItStarts(f"{self.first} to {self.last}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days the period has; at least 1."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: Self) -> bool:
        """Whether at least one day is in both periods."""
        return self.first <= other.last and other.first <= self.last

    def text(self, language: str = "de") -> str:
        """The period in digits: "03.12.2026 bis 02.12.2027"."""
        between = "bis" if language.startswith("de") else "to"
        return f"{date_digits(self.first, language)} {between} {date_digits(self.last, language)}"


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); where that month is shorter, its last day (BGB § 188 (3))."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_period(first: date, months: int) -> Period:
    """A period of `months` months from `first`: 12 months from 3 Dec 2026 end on 2 Dec 2027.

    Where the closing month has no such day, its last day closes the period (BGB § 188 (2) and (3)):
    six months from 31 August end on the last day of February.
    """
    following = add_months(first, months)
    shortened = following.day < first.day
    return Period(first, following if shortened else following - timedelta(days=1))


def date_text(day: date, language: str = "de") -> str:
    """The date in words: "Donnerstag, 3. Dezember 2026" or "Thursday, 3 December 2026"."""
    tongue = "de" if language.startswith("de") else "en"
    point = "." if tongue == "de" else ""
    weekday, month = _WEEKDAYS[tongue][day.weekday()], _MONTHS[tongue][day.month - 1]
    return f"{weekday}, {day.day}{point} {month} {day.year}"


def date_digits(day: date, language: str = "de") -> str:
    """The date in digits: "03.12.2026"; in English with the month as a word, so that nobody mixes it up."""
    if language.startswith("de"):
        return f"{day.day:02d}.{day.month:02d}.{day.year}"
    return f"{day.day} {_MONTHS['en'][day.month - 1][:3]} {day.year}"
