"""The states of a case and the transitions between them: the only place that says what may follow what.

Sources: StVG section 6a(5a) for the fee, VwVfG sections 26, 35a, 37 and 41 for review, decision and
announcement. A blueprint's process may skip a stage; it may not add a transition. What only a person may
decide stands in `BY_PERSON`.
"""

from typing import Final

SUBMITTED: Final = "submitted"
CHECKING: Final = "checking"
REVIEW: Final = "review"
READY: Final = "ready"
PAYMENT_DUE: Final = "payment_due"
PAID: Final = "paid"
GRANTED: Final = "granted"
ISSUED: Final = "issued"
LAPSED: Final = "lapsed"
WITHDRAWN: Final = "withdrawn"
REFUSED: Final = "refused"

TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    SUBMITTED: frozenset({CHECKING, WITHDRAWN}),
    CHECKING: frozenset({REVIEW, READY, WITHDRAWN}),
    REVIEW: frozenset({CHECKING, READY, REFUSED, WITHDRAWN}),
    READY: frozenset({REVIEW, PAYMENT_DUE, GRANTED, WITHDRAWN}),
    PAYMENT_DUE: frozenset({PAID, LAPSED, WITHDRAWN}),
    PAID: frozenset({GRANTED, REVIEW, ISSUED, WITHDRAWN}),
    GRANTED: frozenset({PAYMENT_DUE, ISSUED}),
    LAPSED: frozenset({PAYMENT_DUE}),
    ISSUED: frozenset(),
    WITHDRAWN: frozenset(),
    REFUSED: frozenset(),
}

STATES: Final = tuple(TRANSITIONS)
CLOSED: Final = frozenset({ISSUED, WITHDRAWN, LAPSED, REFUSED})
COME_TO_NOTHING: Final = frozenset({WITHDRAWN, LAPSED, REFUSED})
"""States in which nothing is handed over any more, whatever was granted before."""
BY_PERSON: Final = frozenset({REFUSED})
"""States into which only an official moves a case: no rule and no job refuses what somebody asks for."""


def may_follow(state: str, following: str) -> bool:
    """Whether a case in `state` may move to `following`."""
    return following in TRANSITIONS[state]
