"""Findings for fees, decisions, the office and the resident."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from modellkommune.casework.cases.models import Case
from modellkommune.casework.checks.models import CheckRun
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "check-run"
LATEST_RUN = RowReader(lambda case_id: CheckRun.objects.filter(case_id=case_id).order_by("-number"))


def latest_run(case_id: int) -> CheckRun | None:
    """The newest run of a case, or None before the first."""
    return LATEST_RUN.read(case_id)


def latest_runs(case_ids: list[int]) -> dict[int, CheckRun]:
    """The newest run of each of the cases, in one query."""
    rows = CheckRun.objects.filter(case_id__in=case_ids).order_by("case_id", "-number").distinct("case_id")
    return {run.case_id: run for run in rows}


def silent_runs(state: str, limit: int) -> tuple[CheckRun, ...]:
    """The newest runs, of up to `limit` cases in a state, for which a register did not answer; by case."""
    rows = CheckRun.objects.filter(~Q(silent=[]), case__state=state).order_by("case_id", "-number")
    later = CheckRun.objects.filter(case_id=OuterRef("case_id"), number__gt=OuterRef("number"))
    return tuple(rows.filter(~Exists(later)).defer("content")[:limit])


def findings_of(run: CheckRun, case: Case) -> dict[str, Any]:
    """What the run found: {facts, findings, reasons, office_reasons, explained, evidence, terms, held}.

    `reasons` are the sentences for the applicant, `office_reasons` those for the office; `held` is what the
    municipality's own permits said. Runs of older versions have neither `office_reasons` nor `held`.
    """
    content: dict[str, Any] = unseal_json(case.key, bytes(run.content), PURPOSE)
    return content


def runs_of(case_id: int) -> tuple[CheckRun, ...]:
    """All runs of a case, oldest first."""
    return tuple(CheckRun.objects.filter(case_id=case_id).order_by("number"))
