"""Recording what a case costs."""

from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.fees.models import FeeAssessment
from modellkommune.casework.fees.queries import PURPOSE, fee_in_force
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert

RULES = Actor("system", "checks")


def record_fee(
    case: Case, total_cents: int, steps: list[dict[str, Any]], actor: Actor = RULES
) -> FeeAssessment:
    """Record an assessment with its steps [{id, sentence, cents}]; it replaces the one before.

    `actor` is the official who states a fee by hand.
    """
    before = fee_in_force(case.pk)
    fee = FeeAssessment(
        case=case,
        number=before.number + 1 if before else 1,
        total_cents=total_cents,
        content=seal_json(case.key, {"steps": steps}, PURPOSE),
        assessed_at=clock.now(),
    )
    insert(fee)
    record("fee_assessed", f"case:{case.pk}", actor, {"cents": total_cents}, case.key)
    return fee
