"""Fees for decisions, payments and everybody who has to explain them."""

from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.fees.models import FeeAssessment
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "fee"
FEE_IN_FORCE = RowReader(lambda case_id: FeeAssessment.objects.filter(case_id=case_id).order_by("-number"))


def fee_in_force(case_id: int) -> FeeAssessment | None:
    """The newest assessment of a case, or None where none was made."""
    return FEE_IN_FORCE.read(case_id)


def fees_in_force(case_ids: list[int]) -> dict[int, FeeAssessment]:
    """The newest assessment of each of the cases, in one query."""
    rows = FeeAssessment.objects.filter(case_id__in=case_ids).order_by("case_id", "-number")
    return {fee.case_id: fee for fee in rows.distinct("case_id")}


def steps_of(fee: FeeAssessment, case: Case) -> list[dict[str, Any]]:
    """How the fee came about: [{id, sentence: {language: text}, cents}]."""
    steps: list[dict[str, Any]] = unseal_json(case.key, bytes(fee.content), PURPOSE)["steps"]
    return steps
