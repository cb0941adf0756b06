"""Applications for checks, documents and the resident's own copy."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.applications.commands import PURPOSE, digest_of
from modellkommune.casework.applications.models import Application, Supplement
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader, RowsReader

_OF_CASES = RowReader(lambda case_id: Application.objects.filter(case_id=case_id))
NEWEST_SUPPLEMENT = RowReader(lambda case_id: Supplement.objects.filter(case_id=case_id).order_by("-pk"))
_SUPPLEMENTS = RowsReader(lambda case_id: Supplement.objects.filter(case_id=case_id).order_by("pk"))


@dataclass(frozen=True)
class HandedInLater:
    """Files that came after the application: when, and their descriptors by field."""

    at: datetime.datetime
    files: dict[str, list[dict[str, Any]]]


class ApplicationAltered(Exception):
    """The stored application does not match the digest taken when it was handed in."""


def application_of(case: Case) -> Application:
    """The application of a case."""
    found = _OF_CASES.read(case.pk)
    if found is None:
        raise Application.DoesNotExist
    return found


def applications_of(case_ids: list[int]) -> dict[int, Application]:
    """The applications of several cases, in one query."""
    return {found.case_id: found for found in Application.objects.filter(case_id__in=case_ids)}


def case_id_of_draft(draft_id: uuid.UUID) -> int | None:
    """The case that a draft became, or None."""
    return Application.objects.filter(draft_id=draft_id).values_list("case_id", flat=True).first()


def content_of(application: Application, case: Case) -> dict[str, Any]:
    """What was handed in. Raises `ApplicationAltered` if it is not what was handed in then."""
    content: dict[str, Any] = unseal_json(case.key, bytes(application.content), PURPOSE)
    if digest_of(content) != application.digest:
        raise ApplicationAltered
    return content


def supplements_of(case: Case) -> tuple[HandedInLater, ...]:
    """What was handed in later, oldest first. Raises `ApplicationAltered`."""
    rows = _SUPPLEMENTS.read(case.pk)
    return tuple(HandedInLater(row.handed_in_at, _supplement_of(row, case)["files"]) for row in rows)


def newest_supplements(case_ids: list[int]) -> dict[int, datetime.datetime]:
    """When something was handed in last for each of the cases for which it was, in one query."""
    rows = Supplement.objects.filter(case_id__in=case_ids).order_by("case_id", "-pk").distinct("case_id")
    return dict(rows.values_list("case_id", "handed_in_at"))


def _supplement_of(supplement: Supplement, case: Case) -> dict[str, Any]:
    content: dict[str, Any] = unseal_json(case.key, bytes(supplement.content), PURPOSE)
    if digest_of(content) != supplement.digest:
        raise ApplicationAltered
    return content
