"""Opening a case and moving it along the table of transitions."""

import datetime
import uuid
from dataclasses import dataclass

from modellkommune.casework.cases.errors import OnlyByPerson, TransitionRefused
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import BY_PERSON, CLOSED, SUBMITTED, may_follow
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.verbs import CASE_ASSISTED, DATA_TYPED
from modellkommune.foundation.keys.commands import destroy
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.logs import name_case
from modellkommune.foundation.tenants.writing import insert, update

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Opening:
    """What a new case is pinned to and whose it is; `of_permit`: the permit that it is about."""

    number: str
    service_id: str
    kind: str
    release_hash: str
    overlay_hash: str
    language: str
    holder: uuid.UUID
    subject_digest: str
    level: str
    unit: str
    deadline: datetime.date
    of_permit: str = ""


def open_case(opening: Opening, key: DataKey, actor: Actor) -> Case:
    """Open a submitted case. The caller's transaction makes it one with the application."""
    now = clock.now()
    case = Case(key=key, state=SUBMITTED, opened_at=now, moved_at=now, **vars(opening))
    insert(case)
    name_case(case.number)
    record("case_opened", f"case:{case.pk}", actor, {"kind": case.kind}, key)
    return case


def note_assisted(case: Case, actor: Actor) -> None:
    """Note that a member of staff stood by while the application was handed in; whom is nobody's business."""
    record(CASE_ASSISTED, f"case:{case.pk}", actor)


def note_typed(case: Case, actor: Actor) -> None:
    """Note that the applicant typed what her identity card says; what it was stands in the application."""
    record(DATA_TYPED, f"case:{case.pk}", actor)


def hand_over_case(case: Case, holder: uuid.UUID) -> None:
    """Let another visit of the same person read the case (she entered its code on another device)."""
    if case.holder == holder:
        return
    case.holder = holder
    update(case, "holder")
    record("case_handed_over", f"case:{case.pk}", Actor("resident", str(holder)))


def protect_case(case: Case, actor: Actor) -> None:
    """Show the case only to officials with the right for it; for good, even if the block should end."""
    if case.protected:
        return
    case.protected = True
    update(case, "protected")
    record("case_protected", f"case:{case.pk}", actor)


def move_held(case: Case, following: str, actor: Actor, reason: str = "") -> Case:
    """Move a case that this unit of work has locked, or opened itself, to the `following` state.

    Already being there is success, so that a repeated order changes nothing. Raises `OnlyByPerson`,
    `TransitionRefused`.
    """
    if case.state == following:
        return case
    if following in BY_PERSON and actor.kind != "staff":
        raise OnlyByPerson
    if not may_follow(case.state, following):
        raise TransitionRefused(case.number, case.state, following)
    case.state, case.moved_at = following, clock.now()
    case.look_on = clock.today() + DAY if following in CLOSED else None
    update(case, "state", "moved_at", "look_on")
    record(f"case_{following}", f"case:{case.pk}", actor, {"reason": reason} if reason else None, case.key)
    return case


def look_again(case: Case, day: datetime.date | None) -> None:
    """Note when something of a closed case will have been kept long enough next; None: never.

    What was deleted is in the journal already, the day itself is no news.
    """
    case.look_on = day
    update(case, "look_on")


def empty_case(case: Case, actor: Actor) -> None:
    """Destroy the key of a case and forget whose it was: numbers and states stay. Safe to repeat."""
    if case.emptied_on is not None:
        return
    case.holder, case.subject_digest, case.emptied_on = uuid.uuid4(), "", clock.today()
    update(case, "holder", "subject_digest", "emptied_on")
    destroy(case.key)
    record("case_emptied", f"case:{case.pk}", actor)
