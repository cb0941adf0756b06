"""What happens by itself every minute: nothing stays stuck, nothing is kept too long.

Only municipalities in which something waits are entered, and there only what waits is looked at.
"""

import logging
from collections.abc import Callable
from random import shuffle
from typing import Final

from procrastinate.manager import JobManager

from modellkommune.casework.cases.queries import cases_in
from modellkommune.casework.cases.states import CHECKING, GRANTED, PAID, REVIEW
from modellkommune.casework.checks.queries import silent_runs
from modellkommune.casework.decisions.queries import decided_cases, refusals_without_paper
from modellkommune.casework.drafts.commands import delete_expired_drafts
from modellkommune.casework.payments.models import DUE
from modellkommune.casework.payments.queries import unfinished_payments
from modellkommune.foundation.files.commands import delete_removed
from modellkommune.foundation.files.strays import delete_strays
from modellkommune.foundation.guarding.commands import delete_old_incidents
from modellkommune.foundation.identity.commands import delete_ended_sessions
from modellkommune.foundation.identity.staff_sessions import delete_old_staff_sessions
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.sealing import publish_head, seal_rows
from modellkommune.foundation.keys.commands import delete_unused_keys
from modellkommune.foundation.messages.commands import delete_old_messages
from modellkommune.foundation.messages.queries import undelivered
from modellkommune.foundation.registers.queries import resting_registers
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.cache import delete_expired_counts
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import queue, waiting
from modellkommune.workflow.adoption import count_months
from modellkommune.workflow.deciding import advance
from modellkommune.workflow.handing_in import clear_desks
from modellkommune.workflow.letters import turn_into_letters
from modellkommune.workflow.paying import lapse_overdue_payments
from modellkommune.workflow.reminding import remind
from modellkommune.workflow.retention import delete_what_ran_out
from modellkommune.workflow.security_report import report_security
from modellkommune.workflow.withheld import ask_about_quarantined

SYSTEM = Actor("system", "sweep")
BATCH = 500
BATCH_OF_SILENT = 10_000
"""More than some workers check in a minute, so that they never wait for the next round."""
STALLED_AFTER_SECONDS = 30
"""A job whose worker has not given a sign of life for so long is taken up by another."""

log = logging.getLogger(__name__)


def sweep() -> None:
    """One round over all municipalities. What fails in one of them holds up no other."""
    found = list(waiting.waiting().items())
    shuffle(found)  # so that none always comes after one whose registers let everybody wait
    for town, matters in found:
        for matter, take_up in _ROUND.items():
            if matter in matters:
                try:
                    take_up(town)
                except Exception:
                    log.exception("%s in %s: the next round tries again.", matter, town)
    delete_old_staff_sessions()
    delete_expired_counts()


async def retry_stalled_jobs(manager: JobManager, seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Give back the jobs of workers that gave no sign of life for so many seconds; how many."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


def seal_journal() -> None:
    """Chain the journal's new rows in every municipality."""
    for town in waiting.unsealed():
        seal_rows(town)


def _check_what_was_left(town: str) -> None:
    with municipality(town):
        for case in cases_in((CHECKING,), BATCH):
            queue.once(queue.CHECK, town, case_id=case.pk)


def _heal_silent_checks(town: str) -> None:
    """Check again what a register was silent for; while one rests, a single case tries it for all."""
    with municipality(town):
        resting = resting_registers()
        tried: set[str] = set()
        again: list[int] = []
        for run in silent_runs(REVIEW, BATCH_OF_SILENT):
            rest = resting.intersection(run.silent)
            if not rest or rest - tried:
                again.append(run.case_id)
            tried |= rest
        queue.patiently(queue.CHECK, town, "case_id", again)


def _send_what_waits(town: str) -> None:
    with municipality(town):
        for message_id in undelivered(BATCH):
            queue.once(queue.DELIVER, town, message_id=message_id)


def _write_refusals(town: str) -> None:
    with municipality(town):
        for case_id in refusals_without_paper(BATCH):
            queue.once(queue.REFUSAL, town, case_id=case_id)


def _follow_payments(town: str) -> None:
    with municipality(town):
        for payment in unfinished_payments(BATCH):
            task = queue.START_PAYMENT if payment.state == DUE else queue.FOLLOW_PAYMENT
            queue.once(task, town, payment_id=payment.pk)


def _advance_what_is_decided(town: str) -> None:
    """Issue what lost its job. Whatever else may follow does so in the unit of work of what it follows.

    Each case is a unit of work of its own: it is locked, and nobody at the counter shall wait for the others.
    """
    with municipality(town):
        cases = decided_cases((GRANTED, PAID), BATCH)
    for case_id in cases:
        with municipality(town):
            advance(case_id, SYSTEM)


def _delete_strays(town: str) -> None:
    delete_strays(town, clock.today().toordinal())


def _tidied(tidy: Callable[[], object]) -> Callable[[str], object]:
    def in_town(town: str) -> None:
        with municipality(town):
            tidy()

    return in_town


_ROUND: Final[dict[str, Callable[[str], object]]] = {
    waiting.UNCHECKED: _check_what_was_left,
    waiting.QUARANTINED: ask_about_quarantined,
    waiting.SILENT: _heal_silent_checks,
    waiting.PAYMENTS: _follow_payments,
    waiting.REFUSALS: _write_refusals,
    waiting.MAILS: _send_what_waits,
    waiting.DECIDED: _advance_what_is_decided,
    waiting.OVERDUE: lapse_overdue_payments,
    waiting.UNFETCHED: turn_into_letters,
    waiting.STRAYS: _delete_strays,
    waiting.OLD_MAILS: _tidied(delete_old_messages),
    waiting.REMINDERS: remind,  # before the head, which ends the day's first round
    waiting.FIGURES: count_months,
    waiting.SECURITY_REPORT: report_security,  # before what it counts is deleted
    waiting.INCIDENTS: _tidied(delete_old_incidents),
    waiting.HEAD: publish_head,
    waiting.DRAFTS: _tidied(delete_expired_drafts),
    waiting.DESKS: _tidied(clear_desks),
    waiting.SESSIONS: _tidied(delete_ended_sessions),
    waiting.RETENTION: delete_what_ran_out,
    waiting.REMOVED: delete_removed,
    waiting.KEYS: _tidied(delete_unused_keys),
}
"""What is done for each matter, in this order: what residents wait for comes first."""
