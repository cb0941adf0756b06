"""Applications for checks, documents and the resident's own copy."""

import uuid
from typing import Any

from modellkommune.casework.applications.commands import PURPOSE, digest_of
from modellkommune.casework.applications.models import Application
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

_OF_CASES = RowReader(lambda case_id: Application.objects.filter(case_id=case_id))


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
