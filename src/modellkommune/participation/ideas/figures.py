"""Figures of the market for staff council and coordinator: counts only, small ones not by unit."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from django.db.models import Count, Sum

from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.models import Comment, Dots, Idea, MarketDay, Stall, Step, Support
from modellkommune.participation.ideas.states import OUTCOMES, STATES, SUBMITTED

DECISIONS: Final = frozenset(OUTCOMES)


@dataclass(frozen=True)
class MarketFigures:
    """How many ideas, in which states, from which units; how long a decision took; what is late.

    `by_unit`: units with fewer ideas than the market's smallest unit are counted together, under "".
    """

    ideas: int
    by_state: tuple[tuple[str, int], ...]
    by_unit: tuple[tuple[str, int], ...]
    pseudonymous: int
    supports: int
    comments: int
    overdue: int
    decided: int
    median_days: int | None


@dataclass(frozen=True)
class StallResult:
    """The dots of a stall, and how many codes gave any."""

    stall: Stall
    dots: int
    codes: int


def market_figures() -> MarketFigures:
    """The figures of all markets together."""
    ideas = list(Idea.objects.select_related("market"))
    states = Counter(idea.state for idea in ideas)
    days = _days_to_decision()
    return MarketFigures(
        ideas=len(ideas),
        by_state=tuple((state, states[state]) for state in STATES if states[state]),
        by_unit=_by_unit(ideas),
        pseudonymous=sum(not idea.author for idea in ideas),
        supports=Support.objects.count(),
        comments=Comment.objects.filter(kind=Comment.Kind.COMMENT).count(),
        overdue=sum(idea.due_on is not None and idea.due_on < clock.today() for idea in ideas),
        decided=len(days),
        median_days=round(median(days)) if days else None,
    )


def results(market_day: MarketDay) -> list[StallResult]:
    """The stalls of a market day, most dots first."""
    counted = Dots.objects.filter(stall__market_day=market_day).values("stall_id")
    rows = counted.annotate(sum=Sum("dots"), codes=Count("pk")).values_list("stall_id", "sum", "codes")
    found = {stall_id: (dots, codes) for stall_id, dots, codes in rows}
    stalls = Stall.objects.filter(market_day=market_day).select_related("idea")
    told = [StallResult(stall, *found.get(stall.pk, (0, 0))) for stall in stalls]
    return sorted(told, key=lambda result: (-result.dots, result.stall.number))


def _by_unit(ideas: Iterable[Idea]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    least = 1
    for idea in ideas:
        counts[idea.unit] += 1
        least = max(least, idea.market.smallest_unit)
    told = {unit: n for unit, n in counts.items() if unit and n >= least}
    rest = sum(counts.values()) - sum(told.values())
    named = sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))
    return (*named, ("", rest)) if rest else tuple(named)


def _days_to_decision() -> list[int]:
    """Days from submission to the first decision, of all ideas that have one."""
    came: dict[int, datetime.date] = {}
    days: dict[int, int] = {}
    for idea_id, state, day in Step.objects.order_by("pk").values_list("idea_id", "state", "day"):
        if state == SUBMITTED:
            came.setdefault(idea_id, day)
        elif state in DECISIONS and idea_id in came:
            days.setdefault(idea_id, (day - came[idea_id]).days)
    return list(days.values())
