"""Protected people: officials with a right of their own see those whose disclosure block a register names."""

from collections.abc import Mapping
from typing import Any, Final

from modellkommune.casework.cases.commands import protect_case
from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.foundation.identity.queries import rights_in_office
from modellkommune.foundation.identity.rights import SEE_PROTECTED
from modellkommune.foundation.journal.commands import Actor

BLOCK: Final = "disclosure_block"
"""The name under which every register's reply states a block of the person asked about."""


def protect_if_blocked(case: Case, replies: Mapping[str, Mapping[str, Any] | None], actor: Actor) -> None:
    """Protect the case if a register names a disclosure block. Before, no official has seen it."""
    if any(reply and reply.get(BLOCK) for reply in replies.values()):
        protect_case(case, actor)


def may_see(case: Case, *, protected: bool) -> bool:
    """Whether an official sees the case; `protected`: she has the right to see protected ones."""
    return protected or not case.protected


def may_see_task(task: PaymentTask, *, protected: bool) -> bool:
    """The same for a matter of money, which may belong to no case."""
    return task.payment is None or may_see(task.payment.case, protected=protected)


def check_hands(case: Case, staff_id: str) -> None:
    """Refuse the order of an official for whom the case is not there. Raises `CaseNotFound`."""
    if case.protected and SEE_PROTECTED not in rights_in_office(int(staff_id)):
        raise CaseNotFound
