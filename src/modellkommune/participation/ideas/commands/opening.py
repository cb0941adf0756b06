"""A market is opened, and its terms are changed as long as nobody was judged by them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS
from modellkommune.foundation.journal.commands import record
from modellkommune.participation.ideas.errors import Incomplete, MoveRefused
from modellkommune.participation.ideas.models import Assessment, Market
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.states import DAYS
from modellkommune.values.latin import normalise

MOST_CRITERIA: Final = 8
WEIGHTS: Final = range(1, 11)
DAYS_ALLOWED: Final = range(1, 731)
YEARS_ALLOWED: Final = range(1, 11)
LEAST_UNIT: Final = 3
"""Below three people a unit is a person, or two who know each other."""


@dataclass(frozen=True)
class Terms:
    """What holds in a market; as `Market` keeps it, None is not stated."""

    title: str
    first: datetime.date | None
    last: datetime.date | None
    criteria: Sequence[Mapping[str, Any]]
    units: Sequence[Mapping[str, Any]]
    bonus: str = ""
    smallest_unit: int = 5
    deadlines: Mapping[str, int] | None = None
    years_kept: int = 3


def open_market(terms: Terms, person: Person, market: Market | None = None) -> Market:
    """Open a market, or change the terms of one. Criteria stay once an idea was assessed by them.

    Raises `Incomplete`, `MoveRefused`.
    """
    if COORDINATE_IDEAS not in person.rights:
        raise MoveRefused(COORDINATE_IDEAS)
    wrong = [*_wrong_period(terms), *_wrong_terms(terms)]
    criteria = list(terms.criteria)
    if market is not None and criteria != market.criteria and is_judged_by(market):
        wrong.append(("criteria", "used"))
    if wrong:
        raise Incomplete(*wrong)
    market = market or Market()
    market.title = normalise(terms.title)
    market.first, market.last = _stated(terms.first), _stated(terms.last)
    market.criteria, market.units = criteria, list(terms.units)
    market.bonus, market.smallest_unit = normalise(terms.bonus), terms.smallest_unit
    market.deadlines, market.years_kept = dict(terms.deadlines or {}), terms.years_kept
    market.save()
    record("market_terms_set", f"market:{market.pk}", person.actor)
    return market


def is_judged_by(market: Market) -> bool:
    """Whether somebody assessed an idea by this market's criteria."""
    return Assessment.objects.filter(idea__market=market).exists()


def _wrong_period(terms: Terms) -> list[tuple[str, str]]:
    wrong = [(name, "missing") for name in ("first", "last") if getattr(terms, name) is None]
    if terms.first and terms.last and terms.last < terms.first:
        wrong.append(("last", "before"))
    title = normalise(terms.title)
    if not title or len(title) > 120:
        wrong.append(("title", "long" if title else "missing"))
    return wrong


def _wrong_terms(terms: Terms) -> list[tuple[str, str]]:
    wrong = []
    ids = [criterion["id"] for criterion in terms.criteria]
    weights = [criterion["weight"] for criterion in terms.criteria]
    if not ids or len(ids) > MOST_CRITERIA or len(set(ids)) < len(ids) or set(weights) - set(WEIGHTS):
        wrong.append(("criteria", "wrong"))
    names = [unit["name"] for unit in terms.units]
    if not names or len(set(names)) < len(names) or any(unit["size"] < 1 for unit in terms.units):
        wrong.append(("units", "wrong"))
    if terms.smallest_unit < LEAST_UNIT:
        wrong.append(("smallest_unit", "small"))
    if terms.years_kept not in YEARS_ALLOWED:
        wrong.append(("years_kept", "odd"))
    stated = (terms.deadlines or {}).items()
    odd = [state for state, days in stated if state not in DAYS or days not in DAYS_ALLOWED]
    return [*wrong, *((f"days-{state}", "range") for state in odd)]


def _stated(day: datetime.date | None) -> datetime.date:
    if day is None:
        raise Incomplete(("first", "missing"))
    return day
