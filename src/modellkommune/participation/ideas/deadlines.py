"""When an idea is due in its state, and what happens when that day has passed."""

import datetime
from typing import Final

from modellkommune.foundation.tenants import clock
from modellkommune.participation.ideas.models import Idea, Market
from modellkommune.participation.ideas.states import DAYS, DEFERRED, IN_IMPLEMENTATION

PATIENCE: Final = datetime.timedelta(days=14)
"""After so long past a deadline the committee is told as well."""
STATED: Final = frozenset({DEFERRED, IN_IMPLEMENTATION})
"""States that last until the day that the decision named."""


def due_day(
    market: Market, state: str, since: datetime.date, decided: datetime.date | None
) -> datetime.date | None:
    """The last day in a state that began on `since`; None where an idea may stay for ever."""
    if state in STATED and decided is not None:
        return decided
    days = market.deadlines.get(state, DAYS.get(state))
    return None if days is None else since + datetime.timedelta(days=int(days))


def is_overdue(idea: Idea) -> bool:
    """Whether the deadline of an idea has passed."""
    return idea.due_on is not None and idea.due_on < clock.today()
