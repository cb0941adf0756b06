"""What an idea brought: the counted figures of the service it changed, before and after it did.

An idea names the release in which the service changed. What the town counted in whole months before it
adopted that release stands against the whole months after. The month of the change counts for neither.
"""

import calendar
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from modellkommune.foundation.catalogue.queries import adopted_on
from modellkommune.participation.ideas.metrics import Effect, Reading, effect_of
from modellkommune.participation.ideas.models import Idea, Link
from modellkommune.participation.outreach.adoption import Summary, month_of, summary_of
from modellkommune.participation.outreach.adoption_queries import months_over
from modellkommune.participation.outreach.models import AdoptionMonth

MONTHS: Final = 12
"""So many months at most on each side."""
DAY: Final = 86_400  # seconds
PROCESSING: Final = "processing_days"

Words = Callable[[datetime.date, datetime.date], str]
"""Says where a value comes from that was counted from a month to a month."""


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


_FIGURES: Final[Mapping[str, Callable[[Summary], float | None]]] = {
    "online_share": lambda summary: _percent(summary.online_share),
    "completion": lambda summary: _percent(summary.completion),
    "satisfaction": lambda summary: summary.grade,
    "media_breaks": lambda summary: summary.breaks_per_case,
}
"""What sums of months tell. Working time a case is an assumption of the town's and is never counted."""


@dataclass(frozen=True)
class CountedFigures:
    """Values that the portal counted itself. Inside `with municipality(...)`."""

    words: Words

    def before(self, link: Link) -> Reading | None:
        """The value of the months before the release was adopted."""
        changed = adopted_on(link.release_hash)
        if changed is None:
            return None
        return self._read(link, months_over(link.service_id, until=month_of(changed))[-MONTHS:])

    def after(self, link: Link) -> Reading | None:
        """The value of the months after it."""
        changed = adopted_on(link.release_hash)
        if changed is None:
            return None
        return self._read(link, months_over(link.service_id, after=month_of(changed))[:MONTHS])

    def _read(self, link: Link, months: Sequence[AdoptionMonth]) -> Reading | None:
        if link.metric == PROCESSING:
            # Nobody can tell the median of several months from theirs: the newest stands for all.
            months = [month for month in months if month.median_seconds is not None][-1:]
        value = _value(link.metric, months) if months else None
        if value is None:
            return None
        first, last = months[0].month, months[-1].month
        return Reading(round(Decimal(value), 2), self.words(first, last), _last_day(last))


def effects_of(idea: Idea, words: Words) -> list[Effect]:
    """The effects of an idea, what was entered beside what was counted. Inside `with municipality(...)`."""
    return [each for link in Link.objects.filter(idea=idea).order_by("pk") for each in _of(link, words)]


def _of(link: Link, words: Words) -> Iterator[Effect]:
    entered, counted = effect_of(link), effect_of(link, CountedFigures(words), counted=True)
    if entered.has_values or not counted.has_values:
        yield entered
    if counted.has_values:
        yield counted


def _value(metric: str, months: Sequence[AdoptionMonth]) -> float | None:
    if metric == PROCESSING:
        return (months[-1].median_seconds or 0) / DAY
    return _FIGURES[metric](summary_of(months)) if metric in _FIGURES else None


def _last_day(month: datetime.date) -> datetime.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
