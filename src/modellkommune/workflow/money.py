"""Matters of money that a person clears up: late, repeated, wrong or nobody's."""

from modellkommune.casework.payments.commands import close_task
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality


def clear_up(town: str, task_id: int, staff_id: str, reason: str) -> bool:
    """Close a task with what was done about it; False if it was closed before. Raises `TaskNotFound`."""
    with municipality(town):
        return close_task(task_id, reason, Actor("staff", staff_id))
