"""By which figures an effect is shown, and the port through which values come.

A coordinator enters values with source and day; what the portal counts itself comes through another `Figures`
(`workflow.effects`). It stands beside what was entered and does not replace it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from modellkommune.participation.ideas.models import Link


@dataclass(frozen=True)
class Metric:
    """A figure: its unit (a text key's last part), and whether less is better."""

    id: str
    unit: str
    less_is_better: bool = False


METRICS: Final[Mapping[str, Metric]] = {
    metric.id: metric
    for metric in (
        Metric("online_share", "percent"),
        Metric("completion", "percent"),
        Metric("satisfaction", "of_five"),
        Metric("processing_days", "days", less_is_better=True),
        Metric("minutes_per_case", "minutes", less_is_better=True),
        Metric("media_breaks", "per_case", less_is_better=True),
    )
}


@dataclass(frozen=True)
class Reading:
    """A value of a figure, where it comes from, and the day it was true on."""

    value: Decimal
    source: str
    day: datetime.date


@dataclass(frozen=True)
class Effect:
    """A figure before and after; `counted` by the portal, or entered by somebody."""

    link: Link
    metric: Metric
    before: Reading | None
    after: Reading | None
    counted: bool = False

    @property
    def has_values(self) -> bool:
        """Whether there is a value at all."""
        return self.before is not None or self.after is not None

    @property
    def difference(self) -> Decimal | None:
        """After minus before; None while one of them is missing."""
        return self.after.value - self.before.value if self.before and self.after else None

    @property
    def improved(self) -> bool | None:
        """Whether it went the right way; None while that is unknown or nothing changed."""
        if not self.difference:
            return None
        return (self.difference < 0) == self.metric.less_is_better


class Figures(Protocol):
    """Where values of a figure come from."""

    def before(self, link: Link) -> Reading | None:
        """The value before the service changed."""

    def after(self, link: Link) -> Reading | None:
        """The value after it."""


class EnteredFigures:
    """What a coordinator entered."""

    def before(self, link: Link) -> Reading | None:
        """The entered value before the change."""
        return _reading(link.before, link.before_source, link.before_on)

    def after(self, link: Link) -> Reading | None:
        """The entered value after it."""
        return _reading(link.after, link.after_source, link.after_on)


ENTERED: Final[Figures] = EnteredFigures()


def effect_of(link: Link, figures: Figures = ENTERED, *, counted: bool = False) -> Effect:
    """The effect that a link shows."""
    return Effect(link, METRICS[link.metric], figures.before(link), figures.after(link), counted)


def _reading(value: Decimal | None, source: str, day: datetime.date | None) -> Reading | None:
    return None if value is None or day is None else Reading(value, source, day)
