"""The permit of a case that is granted: from then on it has a number, and counts for whoever applies next."""

import datetime

from modellkommune.casework.cases.models import Case
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.permits.commands import Terms, person_digest, prepare_permit
from modellkommune.casework.permits.models import Permit
from modellkommune.casework.permits.queries import permit_of
from modellkommune.workflow.numbering import PERMIT, next_number
from modellkommune.workflow.situation import application_content


def reserve_permit(case: Case) -> Permit:
    """The permit of a case, prepared unless it was already."""
    return permit_of(case.pk) or _prepared(case)


def _prepared(case: Case) -> Permit:
    run = latest_run(case.pk)
    terms = findings_of(run, case)["terms"] if run else {}
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
