"""Reminders before something ends: the term of a payment, of evidence, of a permit, of a draft.

Which there are, and how many days before, says the release (`reminders` in process.yaml). They go out with
the first round of a day. One that was missed goes out later, while its term lasts and no nearer one is due.
"""

import datetime
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from modellkommune.blueprint.process import Reminder
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import cases_in, locked_case
from modellkommune.casework.cases.states import PAYMENT_DUE, REVIEW
from modellkommune.casework.drafts.errors import DraftAlreadySubmitted, DraftNotFound
from modellkommune.casework.drafts.queries import drafts_ending_until, locked_draft
from modellkommune.casework.payments.queries import payments_due_until
from modellkommune.casework.permits.queries import permits_ending_until
from modellkommune.foundation.catalogue.queries import service as service_of
from modellkommune.foundation.keys.errors import KeyDestroyed, SealBroken
from modellkommune.foundation.messages.queries import last_told
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import legal_date
from modellkommune.workflow import notices
from modellkommune.workflow.handing_in import due_on, wanted
from modellkommune.workflow.renewing import EARLY, renewal_of

PAYMENT: Final = "payment_due"
DOCUMENTS: Final = "documents_due"
PERMIT: Final = "permit_ends"
DRAFT: Final = "draft_deleted"
EARLIEST: Final = datetime.timedelta(days=92)
"""Nobody is reminded earlier: what ends later need not be looked at today."""
AT_A_TIME: Final = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Term:
    """What ends and on which day, for a case as it was when somebody looked, or for a draft."""

    event: str
    ends: datetime.date
    pins: tuple[str, str]  # hashes of release and overlay
    of: Case | uuid.UUID  # a draft by its id

    @property
    def about(self) -> str:
        """The subject of its mails."""
        return f"case:{self.of.pk}" if isinstance(self.of, Case) else f"draft:{self.of}"

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """What its release says."""
        return service_of(*self.pins).process.reminders


def remind(town: str) -> int:
    """Send the reminders that are due today and have not gone out; how many. Safe to repeat.

    One that fails holds up no other and is tried again with the first round of the next day.
    """
    with municipality(town):
        today = clock.today()
        told = {event: last_told(_template(event), today - EARLIEST) for event in _TERMS}
        due = [
            term for terms in _TERMS.values() for term in terms(today + EARLIEST) if _due(term, told, today)
        ]
    return sum(_send(town, term) for term in due)


def due_since(
    reminders: tuple[Reminder, ...], event: str, ends: datetime.date, today: datetime.date
) -> datetime.date | None:
    """The day since which a reminder of an event is due, of several the last one; None where none is."""
    days = [ends - datetime.timedelta(days=one.days_before) for one in reminders if one.event == event]
    return max((day for day in days if day <= today <= ends), default=None)


def _due(term: Term, told: Mapping[str, Mapping[str, datetime.date]], today: datetime.date) -> bool:
    since = due_since(term.reminders, term.event, term.ends, today)
    last = told[term.event].get(term.about)
    return since is not None and (last is None or last < since)


def _send(town: str, term: Term) -> bool:
    try:
        return _told(town, term)
    except Exception:
        # Not of what: no line of the log holds the id of a draft.
        log.exception("A reminder %s in %s failed: tried again tomorrow.", term.event, town)
        return False


def _told(town: str, term: Term) -> bool:
    """One mail, unless what it is about has moved on meanwhile or nobody gave an address."""
    with municipality(town):
        if isinstance(term.of, Case):
            case = locked_case(term.of.pk)
            return case.state == term.of.state and _remind(case, term)
        with suppress(DraftNotFound, DraftAlreadySubmitted):
            return notices.remind_of_draft(locked_draft(term.of), _template(term.event), term.ends)
    return False


def _remind(case: Case, term: Term) -> bool:
    """Of the end of a permit nobody is reminded who has asked for the next one; the others may renew it."""
    renewal = renewal_of(case) if term.event == PERMIT else None
    if renewal is None:
        return notices.remind(case, _template(term.event), term.ends)
    if renewal.made is not None:
        return False
    opens = renewal.opens if renewal.stage == EARLY else None
    return notices.remind_of_renewal(case, _template(term.event), term.ends, opens)


def _template(event: str) -> str:
    return f"reminder_{event}"


def _payments(until: datetime.date) -> Iterator[Term]:
    for payment in payments_due_until(until):
        if payment.case.state == PAYMENT_DUE:
            yield _of_case(PAYMENT, payment.case, payment.due_on)


def _evidence(_until: datetime.date) -> Iterator[Term]:
    after = 0
    while cases := cases_in((REVIEW,), AT_A_TIME, after):
        yield from filter(None, map(_evidence_of, cases))
        after = cases[-1].pk


def _evidence_of(case: Case) -> Term | None:
    """None where nothing is wanted, or nobody can read any more what was."""
    try:
        return _of_case(DOCUMENTS, case, due_on(case)) if wanted(case) else None
    except (SealBroken, KeyDestroyed):
        log.exception("What case %s waits for cannot be read: nobody is reminded of it.", case.pk)
        return None


def _permits(until: datetime.date) -> Iterator[Term]:
    for permit in permits_ending_until(until):
        yield _of_case(PERMIT, permit.case, permit.last)


def _drafts(until: datetime.date) -> Iterator[Term]:
    for draft in drafts_ending_until(until):
        pins = draft.release_hash, draft.overlay_hash
        yield Term(DRAFT, legal_date(draft.expires_at), pins, draft.pk)


def _of_case(event: str, case: Case, ends: datetime.date) -> Term:
    return Term(event, ends, (case.release_hash, case.overlay_hash), case)


_TERMS: Final = {PAYMENT: _payments, DOCUMENTS: _evidence, PERMIT: _permits, DRAFT: _drafts}
