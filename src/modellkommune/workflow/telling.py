"""What an applicant is told of what registers and own records say.

Who has not proved who she is may have typed anybody's name and plate. Until an official has looked, she is
told what follows from her own entries alone, so that nobody learns about others by an application.
"""

from typing import Any, Final

from modellkommune.blueprint import Assessment, Service, Situation
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.checks.commands import record_run
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.foundation.identity.limits import reaches
from modellkommune.foundation.journal.commands import Actor, written_together
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices
from modellkommune.workflow.handing_in import has_come_since
from modellkommune.workflow.protection import check_hands

KNOWN_FROM: Final = "substantial"
"""From this trust level on registers take the person as known."""
WITHHELD, TOLD = "withheld", "told"
"""In a run of the checks: what the applicant is not told yet; that an official has let it be told."""


def is_known(identity: dict[str, Any] | None, found: dict[str, Any]) -> bool:
    """Whether the applicant has proved who she is, or an official has looked at that (`found`: last run)."""
    level = str((identity or {}).get("level") or "none")
    return reaches(level, KNOWN_FROM) or bool(found.get(TOLD))


def told_to_stranger(service: Service, situation: Situation, found: dict[str, Any]) -> dict[str, Any]:
    """Of what was found: {reasons, evidence} that the entries alone lead to, and all of them as withheld."""
    alone = service.assess_entries(situation)
    evidence = [name for name in found["evidence"] if name in alone.evidence]
    everything = {name: found[name] for name in ("reasons", "evidence")}
    return {"reasons": said_by(alone), "evidence": evidence, WITHHELD: everything}


def said_by(assessment: Assessment) -> list[dict[str, str]]:
    """The sentences for the applicant."""
    return [dict(reason) for reason in assessment.said]


def withholds(run: CheckRun | None, case: Case) -> bool:
    """Whether the applicant is not told yet what registers say."""
    return run is not None and case.state == REVIEW and WITHHELD in findings_of(run, case)


def tell_applicant(town: str, case_id: int, staff_id: str) -> None:
    """An official has looked at who applies: she reads everything, and is asked for what is missing.

    Safe to repeat. Raises `CaseNotFound`.
    """
    with municipality(town), written_together():
        actor, case = Actor("staff", staff_id), locked_case(case_id)
        check_hands(case, staff_id)
        run = latest_run(case.pk)
        if run is None or not withholds(run, case) or has_come_since(case, run):
            return
        found = findings_of(run, case)
        everything = found.pop(WITHHELD)
        content = {**found, **everything, TOLD: True}
        record_run(case, run.proposal, tuple(run.silent), content, actor)
        if set(everything["evidence"]) - set(found["evidence"]):
            notices.tell(case, "evidence_wanted")
