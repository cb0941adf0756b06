"""An official releases proposals, one or a batch, or takes a case into review."""

from dataclasses import dataclass
from typing import Final

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.errors import CaseNotFound, TransitionRefused
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import PAID, READY, REVIEW
from modellkommune.casework.decisions.models import GRANTED
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.foundation.journal.commands import Actor, written_together
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import notices
from modellkommune.workflow.deciding import go_on, grant
from modellkommune.workflow.protection import check_hands
from modellkommune.workflow.situation import pinned_service
from modellkommune.workflow.statement import Statement, lacking, record_statement

GRANTED_MEANWHILE: Final = "Another permit for the same person or car was granted meanwhile: it is in review."


class CannotBeApproved(Exception):
    """The case is not waiting for an approval."""


class OneByOne(Exception):
    """The municipality approves each case on its own page, after a look at it."""


class ChecksIncomplete(Exception):
    """What the permit would say or cost is not known yet, so the review cannot end with a grant."""


@dataclass(frozen=True)
class ApprovalResult:
    """Ids of the approved cases, and the others with the reason why not."""

    approved: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def approve(town: str, case_ids: list[int], staff_id: str, *, from_list: bool = False) -> ApprovalResult:
    """Release proposals; each case is a unit of work of its own, so one that cannot go holds up none.

    `from_list`: they were selected in the list of proposals, which is refused where each is to be looked at.
    """
    approved: list[int] = []
    refused: list[tuple[int, str]] = []
    for case_id in case_ids:
        try:
            with municipality(town), written_together():
                granted = _approve_one(case_id, Actor("staff", staff_id), from_list=from_list)
        except (CaseNotFound, CannotBeApproved, OneByOne, TransitionRefused) as error:
            refused.append((case_id, str(error) or type(error).__doc__ or ""))
        else:
            if granted:
                approved.append(case_id)
            else:
                refused.append((case_id, GRANTED_MEANWHILE))
    return ApprovalResult(tuple(approved), tuple(refused))


def take_into_review(town: str, case_id: int, staff_id: str, note: str) -> None:
    """Take a proposal into review, with a note why. Raises `CaseNotFound`, `TransitionRefused`."""
    with municipality(town):
        case = locked_case(case_id)
        check_hands(case, staff_id)
        if case.state != REVIEW:
            move_held(case, REVIEW, Actor("staff", staff_id), note)
            notices.tell(case, "in_review")


def finish_review(
    town: str, case_id: int, staff_id: str, note: str, statement: Statement | None = None
) -> None:
    """A person has looked and sees no obstacle: the case goes on as if the rules had said so.

    What the rules could not say, she states. Safe to repeat.
    Raises `CaseNotFound`, `ChecksIncomplete`, `StatementRefused`, `TransitionRefused`.
    """
    with municipality(town), written_together():
        actor, case = Actor("staff", staff_id), locked_case(case_id)
        check_hands(case, staff_id)
        if lacking(case):
            if statement is None or case.state != REVIEW:
                raise ChecksIncomplete
            record_statement(case, statement, actor)
        move_held(case, READY, actor, note)
        go_on(case, actor)


def one_by_one(case: Case) -> bool:
    """Whether the municipality wants each case looked at before it is approved."""
    return pinned_service(case).process.approval == "single"


def _approve_one(case_id: int, actor: Actor, *, from_list: bool) -> bool:
    """Whether the case is granted now."""
    case = locked_case(case_id)
    check_hands(case, actor.id)
    decision = decision_of(case.pk)
    if decision is not None and decision.outcome == GRANTED:
        return True
    if case.state not in {READY, PAID}:
        raise CannotBeApproved
    if from_list and one_by_one(case):
        raise OneByOne
    return grant(case, actor)
