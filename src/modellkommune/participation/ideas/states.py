"""The states of an idea, who may move it where, and how many days it may stay: the only place."""

from collections.abc import Iterable, Mapping
from typing import Final

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, DECIDE_IDEAS

SUBMITTED: Final = "submitted"
CHECKED: Final = "checked"
OPEN: Final = "open"
IN_ASSESSMENT: Final = "in_assessment"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
DEFERRED: Final = "deferred"
MERGED: Final = "merged"
IN_IMPLEMENTATION: Final = "in_implementation"
IMPLEMENTED: Final = "implemented"
EFFECT_MEASURED: Final = "effect_measured"
WITHDRAWN: Final = "withdrawn"

AUTHOR: Final = "author"
"""Whoever submitted the idea, by her account or by her reply code; beside the rights of staff."""

_BEFORE_DECISION: Final = {MERGED: COORDINATE_IDEAS, WITHDRAWN: AUTHOR}
_DECISIONS: Final = dict.fromkeys((ACCEPTED, REJECTED, DEFERRED), DECIDE_IDEAS)

MOVES: Final[Mapping[str, Mapping[str, str]]] = {
    SUBMITTED: {CHECKED: COORDINATE_IDEAS, **_BEFORE_DECISION},
    CHECKED: {OPEN: COORDINATE_IDEAS, **_BEFORE_DECISION},
    OPEN: {IN_ASSESSMENT: COORDINATE_IDEAS, **_BEFORE_DECISION},
    IN_ASSESSMENT: {**_DECISIONS, **_BEFORE_DECISION},
    DEFERRED: {IN_ASSESSMENT: COORDINATE_IDEAS, **_BEFORE_DECISION},
    ACCEPTED: {IN_IMPLEMENTATION: COORDINATE_IDEAS},
    IN_IMPLEMENTATION: {IMPLEMENTED: COORDINATE_IDEAS},
    IMPLEMENTED: {EFFECT_MEASURED: COORDINATE_IDEAS},
    EFFECT_MEASURED: {},
    REJECTED: {},
    MERGED: {},
    WITHDRAWN: {},
}
"""From each state where to, and the right it takes (or AUTHOR)."""

STATES: Final = tuple(MOVES)
OUTCOMES: Final = tuple(_DECISIONS)
PLAIN: Final = frozenset({CHECKED, OPEN, IN_ASSESSMENT, IN_IMPLEMENTATION, IMPLEMENTED, EFFECT_MEASURED})
"""States that need nothing but somebody who says so; a decision and a merger say more."""
TALKED_ABOUT: Final = frozenset({OPEN, IN_ASSESSMENT, DEFERRED})
"""States in which colleagues support and comment."""
SEEN: Final = frozenset(STATES) - {SUBMITTED, WITHDRAWN}
"""States in which all employees see an idea; before only its author and the coordinator do."""
DONE: Final = frozenset({IMPLEMENTED, EFFECT_MEASURED})

ENDED: Final = frozenset(state for state, onward in MOVES.items() if not onward)
"""States that nothing follows."""

DAYS: Final[Mapping[str, int]] = {
    SUBMITTED: 14,
    CHECKED: 14,
    OPEN: 42,
    IN_ASSESSMENT: 42,
    DEFERRED: 180,
    ACCEPTED: 60,
    IN_IMPLEMENTATION: 180,
    IMPLEMENTED: 180,
}
"""Usual days until an idea has to leave a state; a market may state others, a decision its own day."""


def may_move(state: str, target: str, held: Iterable[str]) -> bool:
    """Whether somebody who holds these rights (AUTHOR among them) may move an idea from here to there."""
    return MOVES[state].get(target) in set(held)


def targets(state: str, held: Iterable[str]) -> tuple[str, ...]:
    """Where somebody with these rights may move an idea that is in this state."""
    return tuple(target for target in MOVES[state] if may_move(state, target, held))
