"""Who may read what of a case: the link shows its status, papers need the person or her code."""

import uuid

from modellkommune.casework.cases.commands import hand_over_case
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.keys.codes import access_code

CASE_CODE = "case-code"
DRAFT_CODE = "draft-code"
PERMIT_CODE = "permit-code"


def may_read(case: Case, holder: uuid.UUID | None, subject_digest: str) -> bool:
    """Whether a visit belongs to whose case it is: the browser it was made in, or the same log-in.

    Of an emptied case nothing is left to read.
    """
    if case.emptied_on is not None:
        return False
    return case.holder == holder or bool(subject_digest and subject_digest == case.subject_digest)


def code_of_case(case: Case) -> str:
    """The code with which papers of a case are opened on another device."""
    return access_code(CASE_CODE, str(case.public_id))


def adopt_case(case: Case, holder: uuid.UUID) -> None:
    """The code of the case was entered in another visit: from now on that visit reads it."""
    hand_over_case(case, holder)
