"""Decisions for documents, the resident and the office."""

from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import Decision
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "decision"
_OF_CASES = RowReader(lambda case_id: Decision.objects.select_related("case__key").filter(case_id=case_id))


def decision_of(case_id: int) -> Decision | None:
    """The decision of a case, or None while it is open."""
    return _OF_CASES.read(case_id)


def content_of(decision: Decision, case: Case) -> dict[str, Any]:
    """What the act says: {terms, fee_cents, fee_steps, reasons, provision, official_name}."""
    content: dict[str, Any] = unseal_json(case.key, bytes(decision.content), PURPOSE)
    return content
