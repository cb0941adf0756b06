"""Permits for the resident, the public check and the wardens."""

import datetime
from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.models import ISSUED, Permit, PermitPlate
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "permit"
_OF_CASES = RowReader(lambda case_id: Permit.objects.select_related("case__key").filter(case_id=case_id))


def permit_of(case_id: int) -> Permit | None:
    """The permit of a case, or None."""
    return _OF_CASES.read(case_id)


def content_of(permit: Permit, case: Case) -> dict[str, Any]:
    """What the permit shows: {plates, ...}."""
    content: dict[str, Any] = unseal_json(case.key, bytes(permit.content), PURPOSE)
    return content


def issued_permit(number: str) -> Permit | None:
    """The issued permit with this number, or None."""
    return Permit.objects.filter(number=number, state=ISSUED).first()


def is_valid(number: str, day: datetime.date) -> bool:
    """Whether a permit with this number was issued and holds on `day`."""
    permit = issued_permit(number)
    return permit is not None and permit.first <= day <= permit.last


def permits_of_person(person: str, day: datetime.date, except_case: int) -> int:
    """How many issued permits of a person (by digest) hold on `day` or later, this case's aside."""
    rows = Permit.objects.filter(person_digest=person, state=ISSUED, last__gte=day)
    return rows.exclude(case_id=except_case).count()


def permits_of_plate(plate: str, except_person: str, day: datetime.date) -> int:
    """How many issued permits of other persons hold for a plate (by digest) on `day` or later."""
    rows = PermitPlate.objects.filter(digest=plate, last__gte=day, permit__state=ISSUED)
    return rows.exclude(permit__person_digest=except_person).count()
