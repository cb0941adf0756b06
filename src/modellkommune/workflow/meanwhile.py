"""What was granted meanwhile: the municipality's own permits, looked at again before another is granted.

The checks see what there is when they are made. Two applications of one person, or for one car, can be
checked side by side; the one that is granted first wins, and a person looks at the other.
"""

import json
from collections.abc import Mapping
from typing import Any

from modellkommune.blueprint import Assessment, Reason, plain
from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.checks.commands import record_run
from modellkommune.casework.checks.models import CheckRun
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.registers.queries import replies_of
from modellkommune.workflow import notices
from modellkommune.workflow.handing_in import with_supplements
from modellkommune.workflow.ownrecords import OWN_PERMITS, permits_held
from modellkommune.workflow.situation import application_content, known, pinned_service, situation
from modellkommune.workflow.statement import BY_HAND
from modellkommune.workflow.telling import WITHHELD, is_known

SYSTEM = Actor("system", "checks")


def must_be_looked_at(case: Case, run: CheckRun | None, found: dict[str, Any]) -> bool:
    """Whether permits granted since the last checks, `run`, are a new reason for a person to look.

    `found` is what these found. Then the case is in review; what was paid stays booked. Until the unit of
    work ends, no permit is granted that would change the answer.
    """
    held = _held_now(case)
    if run is None or held is None or held == found.get("held"):
        return False
    assessment = _assessed(case, held)
    seen = {_told(reason) for reason in found.get("explained", ())}
    new = tuple(reason for reason in assessment.explained if _told(plain(reason)) not in seen)
    if not new:
        return False
    content = _content(found, assessment, new, held)
    if not is_known(application_content(case)["identity"], found):
        content |= {"reasons": [], WITHHELD: {"reasons": content["reasons"], "evidence": found["evidence"]}}
    record_run(case, "review", tuple(run.silent), content)
    move_held(case, REVIEW, SYSTEM, "another permit was granted meanwhile")
    notices.tell(case, "in_review")
    return True


def _held_now(case: Case) -> dict[str, Any] | None:
    """What the own permits say, held fast; None where the service does not ask them."""
    content = application_content(case)
    queries = pinned_service(case).queries(
        content["answers"], known(content["identity"], case.language, case.kind)
    )
    asked = next((query for query in queries if query.register == OWN_PERMITS), None)
    return permits_held(asked.parameters, case, alone=True) if asked else None


def _assessed(case: Case, held: dict[str, Any]) -> Assessment:
    content = with_supplements(application_content(case), case)
    replies: dict[str, dict[str, Any] | None] = {**replies_of(case.pk), OWN_PERMITS: held}
    return pinned_service(case).assess(situation(case, content, replies))


def _told(reason: Mapping[str, Any]) -> str:
    """A reason with the values that it looks at: one that got worse is told anew."""
    return json.dumps([reason["id"], reason["values"]], sort_keys=True)


def _content(
    found: dict[str, Any], assessment: Assessment, new: tuple[Reason, ...], held: dict[str, Any]
) -> dict[str, Any]:
    """The findings with what is new; what an official has stated or settled stays."""
    by_hand = [finding for finding in found["findings"] if finding["rule"] == BY_HAND]
    return {
        **found,
        "findings": [*(plain(finding) for finding in assessment.findings), *by_hand],
        "reasons": [dict(reason.sentence) for reason in new],
        "office_reasons": [dict(reason.for_office) for reason in new],
        "explained": [plain(reason) for reason in assessment.explained],
        "held": held,
    }
