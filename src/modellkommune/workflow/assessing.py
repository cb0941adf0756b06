"""The fee of the day of the grant, where a municipality lets that day decide.

Nobody is charged what was not shown before: the fee is assessed anew before it is demanded. Once it is paid
it stays, and the decision says so.
"""

from typing import Final

from modellkommune.blueprint import Fee, plain
from modellkommune.casework.cases.models import Case
from modellkommune.casework.checks.queries import latest_run
from modellkommune.casework.fees.commands import record_fee
from modellkommune.casework.fees.models import FeeAssessment
from modellkommune.casework.fees.queries import fee_in_force, steps_of
from modellkommune.casework.payments.queries import booking_of
from modellkommune.foundation.registers.queries import replies_of
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import legal_date
from modellkommune.workflow.handing_in import with_supplements
from modellkommune.workflow.situation import application_content, pinned_service, situation
from modellkommune.workflow.statement import BY_HAND

FEE_DATE: Final = "fee_date"
"""The parameter that says which day decides the fee, where a blueprint has one."""
ISSUE: Final = "issue"


def assess_anew(case: Case) -> FeeAssessment | None:
    """The fee in force; assessed for today first where today decides it and nothing has been paid."""
    before, fee = fee_in_force(case.pk), fee_of_today(case)
    if before is None or fee is None or fee.total == before.total_cents or booking_of(case.pk):
        return before
    return record_fee(case, fee.total, [plain(step) for step in fee.steps])


def fee_of_today(case: Case) -> Fee | None:
    """The fee by today's rules; None where another day decides it, or a person has stated it."""
    service = pinned_service(case)
    if service.parameters.get(FEE_DATE) != ISSUE:
        return None
    run, before = latest_run(case.pk), fee_in_force(case.pk)
    if run is None or before is None:
        return None
    if legal_date(run.checked_at) == clock.today() or _by_hand(before, case):
        return None
    content = with_supplements(application_content(case), case)
    return service.preview(situation(case, content, {**replies_of(case.pk)})).fee


def _by_hand(fee: FeeAssessment, case: Case) -> bool:
    return any(step["id"] == BY_HAND for step in steps_of(fee, case))
