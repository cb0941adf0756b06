"""Cases for everybody who reads them."""

import datetime
import uuid
from collections.abc import Collection

from django.db.models import Count, QuerySet

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import COME_TO_NOTHING
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import SESSIONS, digest_of, open_session
from modellkommune.foundation.tenants.logs import name_case
from modellkommune.foundation.tenants.reading import RowReader, RowsTogether

_WITH_KEY = Case.objects.select_related("key")
_LOCKED = _WITH_KEY.select_for_update(of=("self",))
_CASES = RowReader(lambda case_id: _WITH_KEY.filter(pk=case_id))
_LOCKED_CASES = RowReader(lambda case_id: _LOCKED.filter(pk=case_id))
_CASES_OF_LINKS = RowReader(lambda public_id: _WITH_KEY.filter(public_id=public_id))
_VISITS = RowsTogether(_CASES_OF_LINKS, SESSIONS)


def case(case_id: int) -> Case:
    """The case with its data key. Raises `CaseNotFound`."""
    return _one(_CASES.read(case_id))


def locked_case(case_id: int) -> Case:
    """The case, held until the transaction ends, so that two orders cannot overtake each other."""
    return _one(_LOCKED_CASES.read(case_id))


def case_of_link(public_id: uuid.UUID) -> Case:
    """The case that a status link names. Raises `CaseNotFound`."""
    return _one(_CASES_OF_LINKS.read(public_id))


def visit(public_id: uuid.UUID, token: str) -> tuple[Case, ResidentSession | None]:
    """The case that a status link names, and who is there, None unless her session holds; in one statement.

    Raises `CaseNotFound`.
    """
    found, session = _VISITS.read(public_id, digest_of(token))
    return _one(found), open_session(session)


def case_of_number(number: str) -> Case:
    """The case with this number. Raises `CaseNotFound`."""
    return _one(Case.objects.select_related("key").filter(number=number).first())


def cases_of_subject(subject_digest: str) -> tuple[Case, ...]:
    """The newest fifty cases of a person who logged in."""
    if not subject_digest:
        return ()
    return tuple(Case.objects.filter(subject_digest=subject_digest).order_by("-opened_at")[:50])


def cases_of_permits(numbers: Collection[str], kind: str) -> dict[str, Case]:
    """The newest case of a kind about each of the permits, unless it came to nothing, by number of permit."""
    rows = Case.objects.filter(of_permit__in=numbers, kind=kind).exclude(state__in=COME_TO_NOTHING)
    return {found.of_permit: found for found in rows.order_by("pk")}


def count_others_of_permit(case: Case) -> int:
    """How many other cases of its kind are about the same permit and have not come to nothing."""
    rows = Case.objects.filter(of_permit=case.of_permit, kind=case.kind).exclude(pk=case.pk)
    return rows.exclude(state__in=COME_TO_NOTHING).count()


def cases_in(
    states: tuple[str, ...], limit: int, after: int = 0, *, protected: bool = True
) -> tuple[Case, ...]:
    """Up to `limit` cases in the given states, oldest first, behind `after`; protected ones if wanted."""
    rows = _shown(protected=protected).select_related("key").filter(state__in=states, pk__gt=after)
    return tuple(rows.order_by("pk")[:limit])


def count_protected(states: tuple[str, ...]) -> int:
    """How many protected cases are in the given states."""
    return Case.objects.filter(protected=True, state__in=states).count()


def cases_to_look_at(today: datetime.date, limit: int) -> tuple[Case, ...]:
    """Closed cases of which something may have been kept long enough, held; those held elsewhere wait."""
    rows = _WITH_KEY.select_for_update(of=("self",), skip_locked=True).filter(look_on__lte=today)
    return tuple(rows.order_by("look_on", "pk")[:limit])


def taken_numbers(numbers: Collection[str]) -> set[str]:
    """Those of the numbers that belong to a case."""
    return set(Case.objects.filter(number__in=numbers).values_list("number", flat=True))


def count_by_state(*, protected: bool = True) -> dict[str, int]:
    """How many cases there are in each state that occurs; protected ones are counted if wanted."""
    rows = _shown(protected=protected).values("state").annotate(cases=Count("id")).order_by("state")
    return {row["state"]: row["cases"] for row in rows}


def opened_between(begin: datetime.datetime, end: datetime.datetime) -> dict[str, int]:
    """How many applications came from `begin` until before `end`, by service."""
    rows = Case.objects.filter(opened_at__gte=begin, opened_at__lt=end).values_list("service_id")
    return dict(rows.annotate(cases=Count("id")).order_by("service_id"))


def services_of(case_ids: Collection[int]) -> dict[int, str]:
    """Which service each of the cases is of."""
    return dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "service_id"))


def _shown(*, protected: bool) -> QuerySet[Case]:
    return Case.objects.all() if protected else Case.objects.filter(protected=False)


def _one(found: Case | None) -> Case:
    if found is None:
        raise CaseNotFound
    name_case(found.number)
    return found
