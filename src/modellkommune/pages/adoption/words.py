"""Figures in words: shares, times, months, and what is said where a number is not known."""

import datetime
from collections.abc import Callable

from modellkommune.pages.wording import base_of, say
from modellkommune.participation.ideas.metrics import Effect

MINUTE, HOUR, DAY = 60, 3600, 86_400


def share(value: float | None, language: str) -> str:
    """A share as percent with one place: "60,7 %"; said plainly where it cannot be known."""
    if value is None:
        return say("adoption.unknown", language)
    return f"{decimal(100 * value, language)}\u202f%"


def decimal(value: float, language: str, places: int = 1) -> str:
    """A number with so many places, grouped by thousands."""
    text = f"{value:,.{places}f}"
    return text if base_of(language) == "en" else text.translate(str.maketrans(",.", ".,"))


def whole(value: int | None, language: str) -> str:
    """A count, or that it is not known."""
    return say("adoption.unknown", language) if value is None else decimal(value, language, 0)


def duration(seconds: int | None, language: str) -> str:
    """A time in its largest fitting unit."""
    if seconds is None:
        return say("adoption.nothing_decided", language)
    if seconds < MINUTE:
        return say("adoption.less_than_a_minute", language)
    for unit, size, until in (("minutes", MINUTE, 2 * HOUR), ("hours", HOUR, 2 * DAY)):
        if seconds < until:
            return say(f"adoption.{unit}", language, count=round(seconds / size))
    return say("adoption.days", language, count=round(seconds / DAY))


def month_name(month: datetime.date, language: str) -> str:
    """A month as "2026-11" reads in words."""
    return f"{say(f'adoption.month_{month.month}', language)} {month.year}"


def counted_in(language: str) -> Callable[[datetime.date, datetime.date], str]:
    """Says that a value was counted by the portal from a month to a month."""

    def words(first: datetime.date, last: datetime.date) -> str:
        names = {"first": month_name(first, language), "last": month_name(last, language)}
        key = "adoption.counted_month" if first == last else "adoption.counted_months"
        return say(key, language, **names)

    return words


def figure_name(effect: Effect, language: str) -> str:
    """The name of the figure that an idea changed, and whether the portal counted it."""
    name = say(f"ideas.metric.{effect.metric.id}", language)
    return say("ideas.effect.counted", language, metric=name) if effect.counted else name
