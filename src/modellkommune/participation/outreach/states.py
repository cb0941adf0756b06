"""The states of a wheel and the transitions between them: the only place that says what may follow what."""

from typing import Final

PREPARED: Final = "prepared"
COMMITTED: Final = "committed"
OPEN: Final = "open"
PAUSED: Final = "paused"
CLOSED: Final = "closed"
REVEALED: Final = "revealed"

TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    PREPARED: frozenset({COMMITTED}),
    COMMITTED: frozenset({OPEN, CLOSED}),
    OPEN: frozenset({PAUSED, CLOSED}),
    PAUSED: frozenset({OPEN, CLOSED}),
    CLOSED: frozenset({REVEALED}),
    REVEALED: frozenset(),
}

STATES: Final = tuple(TRANSITIONS)
STOCK_CHANGES: Final = frozenset({PREPARED, COMMITTED, OPEN, PAUSED})
"""While the wheel is in one of these, entries may be made: once it is closed, the protocol is complete."""


def may_follow(state: str, following: str) -> bool:
    """Whether a wheel in `state` may come into `following`."""
    return following in TRANSITIONS[state]
