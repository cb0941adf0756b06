"""What happens by itself every minute: nothing stays stuck, nothing is kept too long."""

import logging

from procrastinate.manager import JobManager

from modellkommune.casework.cases.queries import cases_in
from modellkommune.casework.cases.states import CHECKING, GRANTED, PAID, READY, REVIEW
from modellkommune.casework.checks.queries import latest_runs
from modellkommune.casework.decisions.queries import refusals_without_paper
from modellkommune.casework.drafts.commands import delete_expired_drafts
from modellkommune.casework.payments.models import DUE
from modellkommune.casework.payments.queries import unfinished_payments
from modellkommune.foundation.identity.commands import delete_ended_sessions
from modellkommune.foundation.identity.staff_sessions import delete_old_staff_sessions
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.sealing import publish_head, seal_rows
from modellkommune.foundation.keys.commands import delete_unused_keys
from modellkommune.foundation.messages.queries import undelivered
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.workflow import queue
from modellkommune.workflow.deciding import advance
from modellkommune.workflow.handing_in import clear_desks
from modellkommune.workflow.paying import lapse_overdue_payments

SYSTEM = Actor("system", "sweep")
BATCH = 500
STALLED_AFTER_SECONDS = 30
"""A job whose worker has not given a sign of life for so long is taken up by another."""

log = logging.getLogger(__name__)


def sweep() -> None:
    """One round over all municipalities."""
    for town in municipality_keys():
        with municipality(town):
            _check_what_was_left(town)
            _heal_silent_checks(town)
            _follow_payments(town)
            _write_refusals(town)
            _send_what_waits(town)
            delete_expired_drafts()
            clear_desks()
            delete_ended_sessions()
            delete_unused_keys()
        _advance_what_is_ready(town)
        publish_head(town)
        lapse_overdue_payments(town)
    delete_old_staff_sessions()


async def retry_stalled_jobs(manager: JobManager, seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Give back the jobs of workers that gave no sign of life for so many seconds; how many."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


def seal_journal() -> None:
    """Chain the journal's new rows in every municipality."""
    for town in municipality_keys():
        seal_rows(town)


def _check_what_was_left(town: str) -> None:
    for case in cases_in((CHECKING,), BATCH):
        queue.once(queue.CHECK, town, case_id=case.pk)


def _heal_silent_checks(town: str) -> None:
    waiting = cases_in((REVIEW,), BATCH)
    runs = latest_runs([case.pk for case in waiting])
    for case in waiting:
        run = runs.get(case.pk)
        if run and run.silent:
            queue.once(queue.CHECK, town, case_id=case.pk)


def _send_what_waits(town: str) -> None:
    for message_id in undelivered(BATCH):
        queue.once(queue.DELIVER, town, message_id=message_id)


def _write_refusals(town: str) -> None:
    for case_id in refusals_without_paper(BATCH):
        queue.once(queue.REFUSAL, town, case_id=case_id)


def _follow_payments(town: str) -> None:
    for payment in unfinished_payments(BATCH):
        task = queue.START_PAYMENT if payment.state == DUE else queue.FOLLOW_PAYMENT
        queue.once(task, town, payment_id=payment.pk)


def _advance_what_is_ready(town: str) -> None:
    """State by state, so that a long row of cases that wait for an official holds up no other.

    Each case is a unit of work of its own: it is locked, and nobody at the counter shall wait for the others.
    """
    for state in (GRANTED, PAID, READY):
        with municipality(town):
            cases = cases_in((state,), BATCH)
        for case in cases:
            with municipality(town):
                advance(case.pk, SYSTEM)
