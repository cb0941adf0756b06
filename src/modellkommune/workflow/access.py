"""Who may read what of a case: the link shows its status, papers need the same log-in or the case's code."""

import uuid

from modellkommune.casework.cases.commands import hand_over_case
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.keys.codes import access_code, code_matches

CASE_CODE = "case-code"
DRAFT_CODE = "draft-code"
PERMIT_CODE = "permit-code"


class LogInNeeded(Exception):
    """The case was made after a log-in: nothing but that log-in opens it."""


def needs_log_in(case: Case) -> bool:
    """Whether the case was made after a log-in: what registers said of that person is opened by no code."""
    return bool(case.subject_digest)


def may_read(case: Case, holder: uuid.UUID | None, subject_digest: str) -> bool:
    """Whether a visit belongs to whose case it is: the same log-in or, without one, the same browser.

    Of an emptied case nothing is left to read.
    """
    if case.emptied_on is not None:
        return False
    return subject_digest == case.subject_digest if needs_log_in(case) else case.holder == holder


def code_of_case(case: Case) -> str:
    """The code with which papers of a case are opened on another device; "" where only the log-in does."""
    return "" if needs_log_in(case) else access_code(CASE_CODE, str(case.public_id))


def code_opens(case: Case, typed: str) -> bool:
    """Whether this is the code with which the case is opened."""
    return not needs_log_in(case) and code_matches(CASE_CODE, str(case.public_id), typed)


def adopt_case(case: Case, holder: uuid.UUID) -> None:
    """The code of the case was entered in another visit: from now on that visit reads it.

    Raises `LogInNeeded`.
    """
    if needs_log_in(case):
        raise LogInNeeded
    hand_over_case(case, holder)
