"""Recording what a run of the checks found."""

from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import PURPOSE, latest_run
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert

RULES = Actor("system", "checks")


def record_run(
    case: Case, proposal: str, silent: tuple[str, ...], content: dict[str, Any], actor: Actor = RULES
) -> CheckRun:
    """Record findings; `content` is what `queries.findings_of` gives, as JSON.

    `actor` is the official who states by hand what the rules could not say.
    """
    before = latest_run(case.pk)
    run = CheckRun(
        case=case,
        number=before.number + 1 if before else 1,
        proposal=proposal,
        silent=sorted(silent),
        content=seal_json(case.key, content, PURPOSE),
        checked_at=clock.now(),
    )
    insert(run)
    record(
        "checks_recorded",
        f"case:{case.pk}",
        actor,
        {"proposal": proposal, "silent": sorted(silent)},
        case.key,
    )
    return run
