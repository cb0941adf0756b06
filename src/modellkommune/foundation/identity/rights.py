"""What each role may do. The only place: views ask for a right, memberships give roles."""

from collections.abc import Iterable, Mapping
from typing import Final

CLERK: Final = "clerk"
PROTECTED_CLERK: Final = "protected-clerk"
ADMINISTRATOR: Final = "administrator"

SEE_OFFICE: Final = "see-office"
SEE_PROPOSALS: Final = "see-proposals"
APPROVE: Final = "approve"
REVIEW: Final = "review"
SEE_STAFF: Final = "see-staff"
CLEAR_MONEY: Final = "clear-money"
SEND_LETTERS: Final = "send-letters"
"""Printing acts that go out on paper, and noting that they were given to the post."""
REFUSE: Final = "refuse"
"""Asking an applicant before a decision against her, and that decision: a right of its own."""
SEE_PROTECTED: Final = "see-protected"
"""Cases of people with a disclosure block in a register: for everybody else they are not there."""

_CLERICAL: Final = frozenset({SEE_OFFICE, SEE_PROPOSALS, APPROVE, REVIEW, REFUSE, CLEAR_MONEY, SEND_LETTERS})

ROLES: Final[Mapping[str, frozenset[str]]] = {
    CLERK: _CLERICAL,
    PROTECTED_CLERK: _CLERICAL | {SEE_PROTECTED},
    ADMINISTRATOR: frozenset({SEE_OFFICE, SEE_STAFF, CLEAR_MONEY}),
}
"""An administrator keeps the accounts, clears up money and sees no application: least privilege
(TR-03172-3, 3.9.10)."""


class UnknownRole(ValueError):
    """There is no such role; rights.ROLES lists them."""


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """All rights that these roles give together; a role that no longer exists gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
