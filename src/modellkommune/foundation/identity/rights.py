"""What each role may do. The only place: views ask for a right, memberships give roles."""

from collections.abc import Iterable, Mapping
from typing import Final

CLERK: Final = "clerk"
PROTECTED_CLERK: Final = "protected-clerk"
ADMINISTRATOR: Final = "administrator"
SURVEY_AUTHOR: Final = "survey-author"
DATA_PROTECTION_OFFICER: Final = "data-protection-officer"
PAPER_CLERK: Final = "paper-clerk"
ANALYST: Final = "analyst"
EMPLOYEE: Final = "employee"
IDEAS_COORDINATOR: Final = "ideas-coordinator"
IDEAS_ASSESSOR: Final = "ideas-assessor"
IDEAS_COMMITTEE: Final = "ideas-committee"
STAFF_COUNCIL: Final = "staff-council"
STAND_STAFF: Final = "stand-staff"
SECURITY_STAFF: Final = "security"

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

WRITE_SURVEYS: Final = "write-surveys"
"""Taking a survey's folder over, handing it in for approval, opening, closing and publishing it."""
APPROVE_SURVEYS: Final = "approve-surveys"
"""Approving a survey as the data protection officer: never somebody who writes it."""
ENTER_PAPER: Final = "enter-paper"
"""Entering answers that came on paper; every batch is entered twice, by two people."""
ANALYSE: Final = "analyse"
"""Raw answers of a closed survey (each look is noted), counts of other channels, the adoption figures."""
SHARE_IDEAS: Final = "share-ideas"
"""Submitting, supporting and commenting ideas: what every employee may."""
COORDINATE_IDEAS: Final = "coordinate-ideas"
ASSESS_IDEAS: Final = "assess-ideas"
"""Assessing ideas of others; one's own is refused whatever the role."""
DECIDE_IDEAS: Final = "decide-ideas"
WATCH_IDEAS: Final = "watch-ideas"
"""The staff council's view: reading everything that employees can read, and the figures; changing nothing."""
RUN_STAND: Final = "run-stand"
"""Preparing and running an event: stations, wheel, stock, handouts."""
SECURITY: Final = "security"
"""The firewall's incidents, bans, exemptions and test modes, and the health of the installation."""

_CLERICAL: Final = frozenset({SEE_OFFICE, SEE_PROPOSALS, APPROVE, REVIEW, REFUSE, CLEAR_MONEY, SEND_LETTERS})

ROLES: Final[Mapping[str, frozenset[str]]] = {
    CLERK: _CLERICAL,
    PROTECTED_CLERK: _CLERICAL | {SEE_PROTECTED},
    ADMINISTRATOR: frozenset({SEE_OFFICE, SEE_STAFF, CLEAR_MONEY}),
    SURVEY_AUTHOR: frozenset({SEE_OFFICE, WRITE_SURVEYS}),
    DATA_PROTECTION_OFFICER: frozenset({SEE_OFFICE, APPROVE_SURVEYS}),
    PAPER_CLERK: frozenset({SEE_OFFICE, ENTER_PAPER}),
    ANALYST: frozenset({SEE_OFFICE, ANALYSE}),
    EMPLOYEE: frozenset({SEE_OFFICE, SHARE_IDEAS}),
    IDEAS_COORDINATOR: frozenset({SEE_OFFICE, SHARE_IDEAS, COORDINATE_IDEAS}),
    IDEAS_ASSESSOR: frozenset({SEE_OFFICE, SHARE_IDEAS, ASSESS_IDEAS}),
    IDEAS_COMMITTEE: frozenset({SEE_OFFICE, SHARE_IDEAS, DECIDE_IDEAS}),
    STAFF_COUNCIL: frozenset({SEE_OFFICE, WATCH_IDEAS}),
    STAND_STAFF: frozenset({SEE_OFFICE, RUN_STAND}),
    SECURITY_STAFF: frozenset({SEE_OFFICE, SECURITY}),
}
"""An administrator keeps the accounts, clears up money and sees no application: least privilege
(TR-03172-3, 3.9.10)."""


class UnknownRole(ValueError):
    """There is no such role; rights.ROLES lists them."""


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """All rights that these roles give together; a role that no longer exists gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
