"""What a job leads to, the worker that did the job does at once instead of queueing it.

A job that waits in the table costs more than most of what it does. So a worker keeps the orders that its job
gives and follows them itself, each in its own units of work as if it were a job of its own. Nothing is lost:
the job that gave the orders stays in the table until all are followed. If the worker dies, the job is done
again by another one, which first looks for what is left to do for the case. An order that fails is queued.
"""

import logging
from collections.abc import Callable
from typing import Any

from procrastinate import JobContext
from procrastinate.worker import Worker

from modellkommune.casework.payments.models import DUE
from modellkommune.casework.payments.queries import latest_payment, payment_of_transaction
from modellkommune.casework.payments.queries import payment as payment_of
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices, queue
from modellkommune.workflow.deciding import advance
from modellkommune.workflow.situation import opened_once

SYSTEM = Actor("system", "worker")

log = logging.getLogger(__name__)


def carry_on(do: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Do a job and everything it leads to (a task middleware of the worker)."""
    about = context.job.task_kwargs
    if "town" not in about:  # a round over all municipalities: what it finds is queued
        return do()
    with opened_once():
        with queue.kept() as orders:
            result = do()
            if context.job.attempts:
                _find_what_is_left(about)
        _follow(orders, worker)
    return result


def _follow(orders: list[queue.Order], worker: Worker) -> None:
    # Mails last: their server may be slow, and somebody may be waiting at the screen for the rest.
    for order in sorted(orders, key=lambda order: order.task == queue.DELIVER):
        _follow(_led_to(order, worker), worker)


def _led_to(order: queue.Order, worker: Worker) -> list[queue.Order]:
    try:
        with queue.kept() as orders:
            worker.find_task(order.name)(town=order.town, **order.ids)
    except Exception:
        log.exception("%s comes back as a job of its own", order)
        queue.later(order.task, order.town, **order.ids)
        return []
    return orders


def _find_what_is_left(about: dict[str, Any]) -> None:
    """Order again what the case of a job may still need; what is done already is left alone."""
    with municipality(about["town"]):
        case_id = _case_id(about)
        if case_id is None:
            return
        advance(case_id, SYSTEM)
        payment = latest_payment(case_id)
        if payment is not None and payment.state == DUE:
            queue.later(queue.START_PAYMENT, about["town"], payment_id=payment.pk)
        notices.send_written(case_id)


def _case_id(about: dict[str, Any]) -> int | None:
    if "transaction_id" in about:
        found = payment_of_transaction(about["transaction_id"])
        return found.case_id if found else None
    if "payment_id" in about:
        return payment_of(about["payment_id"]).case_id
    return about.get("case_id")
