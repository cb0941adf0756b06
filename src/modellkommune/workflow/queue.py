"""Putting work behind the counter: jobs by name, in the same transaction as what leads to them.

Arguments are a municipality's key and ids, never personal data.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import DEFAULT_QUEUE, Job
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

CHECK: Final = "check_case"
START_PAYMENT: Final = "start_payment"
FOLLOW_PAYMENT: Final = "follow_payment"
HEAR_OF_PAYMENT: Final = "hear_of_payment"
ISSUE: Final = "issue"
DELIVER: Final = "deliver_message"
RECEIPT: Final = "write_receipt"
REFUSAL: Final = "write_refusal"
ROUND: Final = "sweep"
TASKS: Final = (CHECK, START_PAYMENT, FOLLOW_PAYMENT, HEAR_OF_PAYMENT, ISSUE, DELIVER, RECEIPT, REFUSAL)
PATIENT: Final = -1
"""The priority of jobs for which nobody waits at the screen: all others go first."""
_WAITING: Final = """
    SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)"""

# Not the app's own connector: inside a worker that is a connection of the worker's, so that a job would be
# queued before, and even without, the commit of what it is about.
_manager: Final = JobManager(DjangoConnector())
_withheld: ContextVar[bool] = ContextVar("withheld", default=False)
_kept: ContextVar["list[Order] | None"] = ContextVar("kept", default=None)


@dataclass(frozen=True)
class Order:
    """A job to be done: which, in which municipality, and about what."""

    task: str
    town: str
    ids: dict[str, int | str]

    @property
    def name(self) -> str:
        """The name of the task."""
        return f"modellkommune.{self.task}"

    @property
    def lock(self) -> str:
        """Jobs about the same thing share it."""
        # With the kind of thing: a mail that waits for its server must not hold up the case of its number.
        return ":".join([self.town, *(f"{name}={value}" for name, value in self.ids.items())])

    @property
    def waiting_lock(self) -> str:
        """Of the jobs that share it one waits at most."""
        return f"{self.task}:{self.lock}"


@contextmanager
def kept() -> Iterator[list[Order]]:
    """Keep the orders of the block instead of queueing them, for who follows them at once afterwards."""
    orders: list[Order] = []
    token = _kept.set(orders)
    try:
        yield orders
    finally:
        _kept.reset(token)


@contextmanager
def withheld() -> Iterator[None]:
    """Queue nothing while the block runs; what is left to do then is found by the sweep."""
    token = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(token)


def later(task: str, town: str, **ids: int | str) -> None:
    """Queue a job. Jobs about the same thing run one after another, never side by side."""
    order = Order(task, town, ids)
    if _withheld.get() or _is_kept(order):
        return
    configure_task(name=order.name, job_manager=_manager, lock=order.lock).defer(town=town, **ids)


def once(task: str, town: str, **ids: int | str) -> None:
    """Queue a job unless `once` has queued the same already and it still waits: sweeping never piles up."""
    order = Order(task, town, ids)
    if _withheld.get() or _is_kept(order):
        return
    waiting = configure_task(
        name=order.name, job_manager=_manager, lock=order.lock, queueing_lock=order.waiting_lock
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(town=town, **ids)


def seldom(task: str, town: str, places: int, **ids: int | str) -> None:
    """Queue a job that strangers ask for, behind all others, unless as many as there are `places` wait.

    Which place a job takes its ids say: whoever comes to a place that is taken is not waited for.
    """
    order = Order(task, town, ids)
    if _withheld.get() or _is_kept(order):
        return
    place = f"{task}:{town}:place={crc32(order.lock.encode()) % places}"
    waiting = configure_task(
        name=order.name, job_manager=_manager, lock=order.lock, queueing_lock=place, priority=PATIENT
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(town=town, **ids)


def patiently(task: str, town: str, about: str, ids: Sequence[int]) -> None:
    """Queue a job for each of many ids of things called `about`, like `once`, behind all that is urgent.

    In one statement, however many: thousands of cases may have waited for the same register.
    """
    orders = [Order(task, town, {about: each}) for each in ids]
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [[order.waiting_lock for order in orders]])
        waiting = {lock for (lock,) in cursor.fetchall()}
    jobs = [_patient(order) for order in orders if order.waiting_lock not in waiting]
    if jobs:
        with suppress(AlreadyEnqueued), transaction.atomic():
            _manager.batch_defer_jobs(jobs)


def round_soon() -> None:
    """Have the minute's round over all municipalities come at once: something is back that was waited for."""
    name = f"modellkommune.{ROUND}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        configure_task(name=name, job_manager=_manager, queueing_lock=ROUND).defer(timestamp=0)


def _patient(order: Order) -> Job:
    return Job(
        id=None,
        task_name=order.name,
        task_kwargs={"town": order.town, **order.ids},
        lock=order.lock,
        queueing_lock=order.waiting_lock,
        queue=DEFAULT_QUEUE,
        priority=PATIENT,
    )


def _is_kept(order: Order) -> bool:
    orders = _kept.get()
    if orders is not None and order not in orders:
        orders.append(order)
    return orders is not None
