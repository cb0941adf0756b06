"""The states of a survey and the transitions between them: the only place that says what may follow what.

Nothing is asked before the data protection officer has approved the version (GDPR article 35(2), 39(1)).
"""

from typing import Final

DRAFT: Final = "draft"
REVIEW: Final = "review"
APPROVED: Final = "approved"
OPEN: Final = "open"
CLOSED: Final = "closed"
PUBLISHED: Final = "published"
PURGED: Final = "purged"

TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    DRAFT: frozenset({REVIEW}),
    REVIEW: frozenset({APPROVED, DRAFT}),
    APPROVED: frozenset({OPEN, DRAFT}),
    OPEN: frozenset({CLOSED}),
    CLOSED: frozenset({PUBLISHED, PURGED}),
    PUBLISHED: frozenset({PURGED}),
    PURGED: frozenset(),
}

STATES: Final = tuple(TRANSITIONS)
CHANGEABLE: Final = frozenset({DRAFT, REVIEW, APPROVED})
"""States in which a newer version may take the place of the present one; it has to be approved again."""
RUNNING: Final = CHANGEABLE | {OPEN, CLOSED}
"""States of which a survey of the same name can be in one only."""


def may_follow(state: str, following: str) -> bool:
    """Whether a survey in `state` may move to `following`."""
    return following in TRANSITIONS[state]
