"""Permits for the resident, the public check and the wardens."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import COME_TO_NOTHING
from modellkommune.casework.permits.models import ISSUED, Permit
from modellkommune.foundation.keys.commands import unseal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.reading import CHUNK, RowReader

PURPOSE = "permit"
PERMIT = RowReader(lambda case_id: Permit.objects.select_related("case__key").filter(case_id=case_id))
_OF_PERSON = """
    SELECT count(*), max("last") FROM permits_permit AS permit JOIN cases_case AS c ON c.id = permit.case_id
    WHERE person_digest = %s AND "last" >= %s AND permit.case_id <> %s AND permit.number <> %s
        AND c.state <> ALL(%s)"""
_OF_PLATES = """
    SELECT count(DISTINCT permit.id)
    FROM permits_permitplate AS plate JOIN permits_permit AS permit ON permit.id = plate.permit_id
        JOIN cases_case AS c ON c.id = permit.case_id
    WHERE plate.digest = ANY(%s) AND plate."last" >= %s AND person_digest <> %s AND c.state <> ALL(%s)"""
_COME_TO_NOTHING = sorted(COME_TO_NOTHING)
_HOLD = "SELECT pg_advisory_xact_lock(lock) FROM unnest(%s::bigint[]) AS lock"


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


def held_permit(number: str) -> Permit | None:
    """The issued permit with this number, held: until the unit of work ends, nobody else follows on to it."""
    rows = Permit.objects.select_for_update(of=("self",)).select_related("case__key")
    return rows.filter(number=number, state=ISSUED).first()


def permits_of_cases(case_ids: Iterable[int]) -> dict[int, Permit]:
    """The issued permits of some cases, by case."""
    return {
        found.case_id: found for found in Permit.objects.filter(case_id__in=tuple(case_ids), state=ISSUED)
    }


def permits_ending_until(day: datetime.date) -> Iterator[Permit]:
    """Issued permits with their cases whose last day is today or later, but no later than `day`."""
    rows = Permit.objects.select_related("case__key").filter(state=ISSUED, last__range=(clock.today(), day))
    return rows.order_by("pk").iterator(CHUNK)


def is_valid(number: str, day: datetime.date) -> bool:
    """Whether a permit with this number was issued and holds on `day`."""
    permit = issued_permit(number)
    return permit is not None and permit.first <= day <= permit.last


def permits_of_person(
    person: str, day: datetime.date, except_case: int, except_permit: str = ""
) -> tuple[int, datetime.date | None]:
    """How many permits of a person (by digest) hold on `day` or later, this case's aside; their last day.

    A permit counts from the moment it is granted, before it is paid or made; the one of number
    `except_permit`, which is to be followed by another, does not.
    """
    count, last = _found(_OF_PERSON, person, day, except_case, except_permit, _COME_TO_NOTHING)
    return int(count), last


def permits_of_plates(plates: Iterable[str], except_person: str, day: datetime.date) -> int:
    """How many permits of other persons hold for any of the plates (by digest) on `day` or later."""
    return int(_found(_OF_PLATES, list(plates), day, except_person, _COME_TO_NOTHING)[0])


def hold_permits_of(person: str, plates: Iterable[str]) -> None:
    """Let nobody else grant a permit to this person or for these plates (by digest) in the meantime.

    It ends with the unit of work. Who waits for it then sees what was granted before.
    """
    # All in one order, so that two who want the same do not wait for each other.
    locks = sorted({int(digest[:16], 16) - 2**63 for digest in (person, *plates)})
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [locks])


def _found(statement: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(cursor.fetchone())


def running_permits_of_zones(
    zones: Iterable[str], day: datetime.date
) -> tuple[tuple[str, str, datetime.date], ...]:
    """Zone, case number and last day of the issued permits for some zones that hold on `day` or later."""
    rows = Permit.objects.filter(zone__in=tuple(zones), state=ISSUED, last__gte=day)
    return tuple(rows.order_by("zone", "case__number").values_list("zone", "case__number", "last"))
