"""Putting work behind the counter: jobs by name, in the same transaction as what leads to them.

Arguments are a municipality's key and ids, never personal data.
"""

from typing import Final

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

CHECK: Final = "check_case"
START_PAYMENT: Final = "start_payment"
FOLLOW_PAYMENT: Final = "follow_payment"
HEAR_OF_PAYMENT: Final = "hear_of_payment"
ISSUE: Final = "issue"
DELIVER: Final = "deliver_message"
TASKS: Final = (CHECK, START_PAYMENT, FOLLOW_PAYMENT, HEAR_OF_PAYMENT, ISSUE, DELIVER)


def later(task: str, town: str, **ids: int | str) -> None:
    """Queue a job. Jobs about the same thing run one after another, never side by side."""
    app.configure_task(f"modellkommune.{task}", lock=_lock(town, ids)).defer(town=town, **ids)


def later_once(task: str, town: str, **ids: int | str) -> None:
    """Queue a job unless the same one waits already: for whoever comes by again and again."""
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name=f"modellkommune.{task}")
    if not waiting.filter(lock=_lock(town, ids)).exists():
        later(task, town, **ids)


def _lock(town: str, ids: dict[str, int | str]) -> str:
    return ":".join([town, *(str(value) for value in ids.values())])
