"""The permit of a case that is granted: from then on it has a number, and counts for whoever applies next."""

import datetime
from collections.abc import Mapping
from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.commands import Terms, person_digest, prepare_permit
from modellkommune.casework.permits.models import Permit
from modellkommune.workflow.numbering import PERMIT, next_number
from modellkommune.workflow.situation import application_content


def reserve_permit(case: Case, terms: Mapping[str, Any]) -> Permit:
    """The permit of a case by the terms that its checks found, prepared unless it was already."""
    return prepare_permit(
        case,
        next_number(PERMIT),
        Terms(
            person=person_digest(application_content(case)["answers"]),
            zone=str(terms["zone"]),
            plates=tuple(terms["plates"]),
            first=datetime.date.fromisoformat(terms["first"]),
            last=datetime.date.fromisoformat(terms["last"]),
        ),
        {},
    )
