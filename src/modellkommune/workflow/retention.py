"""Deleting what a closed case has kept long enough, as the data categories of its release promise.

In this order: evidence by the category of its field, then everything sealed (the key of the case is
destroyed, whose it was is forgotten), at last its payments. Number, states, days and the journal stay.
"""

import datetime
import logging
from typing import Final

from django.db import transaction

from modellkommune.blueprint.retention import LastDays, Moments, last_days
from modellkommune.casework.applications.queries import application_of
from modellkommune.casework.cases.commands import DAY, empty_case, look_again
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import cases_to_look_at
from modellkommune.casework.cases.states import CLOSED
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.drafts.commands import delete_submitted_draft
from modellkommune.casework.payments.commands import delete_payments
from modellkommune.casework.payments.queries import booking_of, has_open_task
from modellkommune.casework.permits.commands import empty_permit
from modellkommune.casework.permits.models import ISSUED
from modellkommune.casework.permits.queries import permit_of
from modellkommune.foundation.files.commands import remove, remove_all, remove_forgotten
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import legal_date
from modellkommune.workflow.handing_in import DESK, evidence_of
from modellkommune.workflow.situation import pinned_service

SYSTEM: Final = Actor("system", "retention")
CASES: Final = 50
"""So many cases are one unit of work: few enough that nobody waits for a case that is held."""
UNITS: Final = 20
"""So many units follow each other at most; the next minute's round goes on."""

log = logging.getLogger(__name__)


def delete_what_ran_out(town: str) -> None:
    """Look at the closed cases whose turn has come. Safe to repeat; what is left the next round does."""
    for _ in range(UNITS):
        if _look_at_some(town) < CASES:
            return


def _look_at_some(town: str) -> int:
    """One unit of work; how many cases it looked at."""
    with municipality(town):
        cases = cases_to_look_at(clock.today(), CASES)
        for case in cases:
            _look_at(case)
        if cases:
            numbers = sorted(case.pk for case in cases)
            record("retention_applied", f"cases:{numbers[0]}-{numbers[-1]}", SYSTEM)
    return len(cases)


def _look_at(case: Case) -> None:
    """Delete what has run out of one case. One that fails holds up no other and is looked at tomorrow."""
    try:
        with transaction.atomic():
            look_again(case, _apply(case))
    except Exception:
        log.exception("Retention of case %s failed: tried again tomorrow.", case.pk)
        look_again(case, clock.today() + DAY)


def _apply(case: Case) -> datetime.date | None:
    """Delete what has run out; the day after the next last day, None when nothing is left."""
    today = clock.today()
    if case.state not in CLOSED:
        return None
    if has_open_task(case.pk):
        return today + DAY
    days = last_days(pinned_service(case), _moments(case))
    if case.emptied_on is None:
        _delete_evidence(case, days)
        if days.content < today:
            _empty(case)
    if days.payments < today:
        delete_payments(case)
    following = days.next_after(today)
    return following + DAY if following else None


def _moments(case: Case) -> Moments:
    decision, permit, booking = decision_of(case.pk), permit_of(case.pk), booking_of(case.pk)
    return Moments(
        closed=legal_date(case.moved_at),
        decided=legal_date(decision.decided_at) if decision else None,
        permit_ends=permit.last if permit and permit.state == ISSUED else None,
        paid=legal_date(booking.booked_at) if booking else None,
    )


def _delete_evidence(case: Case, days: LastDays) -> None:
    over = {name for name, last in days.files.items() if last < clock.today()}
    for evidence in evidence_of(case) if over else ():
        if evidence.field.id in over:
            for file in evidence.files:
                remove(file.pk)


def _empty(case: Case) -> None:
    draft_id = application_of(case).draft_id
    for owner in (f"case:{case.pk}", f"draft:{draft_id}"):
        remove_all(owner)
    remove_forgotten(f"{DESK}:{case.pk}:", clock.now())
    delete_submitted_draft(draft_id)
    empty_permit(case)
    empty_case(case, SYSTEM)
