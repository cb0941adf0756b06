"""Putting work behind the counter: jobs by name, in the same transaction as what leads to them.

Arguments are a municipality's key and ids, never personal data.
"""

from typing import Final

from procrastinate.contrib.django import app

CHECK: Final = "check_case"
START_PAYMENT: Final = "start_payment"
FOLLOW_PAYMENT: Final = "follow_payment"
HEAR_OF_PAYMENT: Final = "hear_of_payment"
ISSUE: Final = "issue"
DELIVER: Final = "deliver_message"
TASKS: Final = (CHECK, START_PAYMENT, FOLLOW_PAYMENT, HEAR_OF_PAYMENT, ISSUE, DELIVER)


def later(task: str, town: str, **ids: int | str) -> None:
    """Queue a job. Jobs about the same thing run one after another, never side by side."""
    lock = ":".join([town, *(str(value) for value in ids.values())])
    app.configure_task(f"modellkommune.{task}", lock=lock).defer(town=town, **ids)
