"""Permits for the resident, the public check and the wardens."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.models import ISSUED, Permit
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import RowReader

PURPOSE = "permit"
CHUNK = 500  # rows of long lists that are in memory at a time
PERMIT = RowReader(lambda case_id: Permit.objects.select_related("case__key").filter(case_id=case_id))
_HELD = """
    SELECT (SELECT count(*) FROM permits_permit
            WHERE person_digest = %s AND "last" >= %s AND case_id <> %s AND state = 'issued'),
           (SELECT count(*)
            FROM permits_permitplate AS plate JOIN permits_permit AS permit ON permit.id = permit_id
            WHERE plate.digest = %s AND plate."last" >= %s AND person_digest <> %s AND state = 'issued')"""


def permit_of(case_id: int) -> Permit | None:
    """The permit of a case, or None."""
    return PERMIT.read(case_id)


def content_of(permit: Permit, case: Case) -> dict[str, Any]:
    """What the permit shows: {plates, ...}."""
    content: dict[str, Any] = unseal_json(case.key, bytes(permit.content), PURPOSE)
    return content


def issued_permit(number: str) -> Permit | None:
    """The issued permit with this number, or None."""
    return Permit.objects.filter(number=number, state=ISSUED).first()


def permits_ending_until(day: datetime.date) -> Iterator[Permit]:
    """Issued permits with their cases whose last day is today or later, but no later than `day`."""
    rows = Permit.objects.select_related("case__key").filter(state=ISSUED, last__range=(clock.today(), day))
    return rows.order_by("pk").iterator(CHUNK)


def is_valid(number: str, day: datetime.date) -> bool:
    """Whether a permit with this number was issued and holds on `day`."""
    permit = issued_permit(number)
    return permit is not None and permit.first <= day <= permit.last


def permits_held(person: str, plate: str, day: datetime.date, except_case: int) -> tuple[int, int]:
    """Issued permits that hold on `day` or later: how many of a person, this case's aside, and how many of
    others for a plate.

    Person and plate are named by their digests; an empty plate has none.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    held, others = database.run(_HELD, [person, day, except_case, plate, day, person]).fetchone()
    return int(held), int(others)


def running_permits_of_zones(
    zones: Iterable[str], day: datetime.date
) -> tuple[tuple[str, str, datetime.date], ...]:
    """Zone, case number and last day of the issued permits for some zones that hold on `day` or later."""
    rows = Permit.objects.filter(zone__in=tuple(zones), state=ISSUED, last__gte=day)
    return tuple(rows.order_by("zone", "case__number").values_list("zone", "case__number", "last"))
