"""Handing in an application: the draft becomes a case, once."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from modellkommune.blueprint import Service
from modellkommune.casework.applications.commands import record_application
from modellkommune.casework.applications.queries import case_id_of_draft
from modellkommune.casework.cases.commands import Opening, move_held, note_assisted, note_typed, open_case
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.states import CHECKING
from modellkommune.casework.drafts.commands import mark_submitted
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of, locked_draft
from modellkommune.foundation.catalogue.queries import service as service_of
from modellkommune.foundation.identity.limits import reaches
from modellkommune.foundation.journal.commands import Actor, written_together
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.workflow import notices, queue
from modellkommune.workflow.numbering import CASE, next_number
from modellkommune.workflow.renewing import made_before
from modellkommune.workflow.situation import known


class ApplicationIncomplete(Exception):
    """A question that has to be answered is still open."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class LevelTooLow(Exception):
    """The service needs a log-in of a higher trust level."""


class DeclarationMissing(Exception):
    """The declaration on the check page has not been confirmed."""


@dataclass(frozen=True)
class Submission:
    """What handing in needs besides the draft: whether the declaration was confirmed, and the level.

    `assisted`: a member of staff stood by, at the counter or at a stand.
    """

    draft_id: uuid.UUID
    declared: bool
    level: str
    assisted: bool = False


def submit(town: str, submission: Submission) -> uuid.UUID:
    """Make a case of a draft and start its checks; the public id of the case.

    A draft handed in twice leads to the same case, and so do two that renew one permit. Raises
    `ApplicationIncomplete`, `DeclarationMissing`, `DraftNotFound`, `LevelTooLow` and `NotRenewable`.
    """
    with municipality(town), written_together():
        draft = locked_draft(submission.draft_id)
        before = _case_of_draft(draft) if draft.submitted else made_before(draft) if draft.of_permit else None
        if before is not None:
            return before.public_id
        case = make_case(draft, submission)
        queue.later(queue.CHECK, town, case_id=case.pk)
        reached("application_recorded")
        return case.public_id


def make_case(draft: Draft, submission: Submission) -> Case:
    """The case of a finished draft, its checks about to begin.

    Raises `ApplicationIncomplete`, `DeclarationMissing` and `LevelTooLow`.
    """
    content, service = content_of(draft), service_of(draft.release_hash, draft.overlay_hash)
    if not reaches(submission.level, service.trust["minimum"]):
        raise LevelTooLow
    _refuse_unfinished(service, content, draft, declared=submission.declared)
    actor = Actor("resident", str(draft.holder))
    case = open_case(_opening(draft, service, submission.level), draft.key, actor)
    record_application(case, draft.pk, _application(content, service, draft), actor)
    _note_how_it_came(case, service, content, actor, assisted=submission.assisted)
    mark_submitted(draft)
    move_held(case, CHECKING, actor)
    notices.write(case, "received")  # the checks, which are queued with it, send it
    return case


def _note_how_it_came(
    case: Case, service: Service, content: Content, actor: Actor, *, assisted: bool
) -> None:
    """Note what is counted later: that staff stood by, and that somebody typed what her card says."""
    if assisted:
        note_assisted(case, actor)
    if service.typed(content.answers, known(content.identity, case.language)):
        note_typed(case, actor)


def _refuse_unfinished(service: Service, content: Content, draft: Draft, *, declared: bool) -> None:
    unfinished = service.open_questions(content.answers, known(content.identity, draft.language, draft.kind))
    if unfinished:
        raise ApplicationIncomplete(unfinished[0])
    if not declared:
        raise DeclarationMissing


def _opening(draft: Draft, service: Service, level: str) -> Opening:
    return Opening(
        number=next_number(CASE),
        service_id=draft.service_id,
        kind=draft.kind or service.process.kinds[0].id,
        of_permit=draft.of_permit,
        release_hash=draft.release_hash,
        overlay_hash=draft.overlay_hash,
        language=draft.language,
        holder=draft.holder,
        subject_digest=draft.subject_digest,
        level=level,
        unit="",
        deadline=clock.today() + datetime.timedelta(days=service.process.deadlines["review"]),
    )


def _application(content: Content, service: Service, draft: Draft) -> dict[str, Any]:
    return {
        "answers": content.answers,
        "identity": content.identity,
        "declaration": service.text("check.declaration", draft.language),
        "language": draft.language,
        "release": draft.release_hash,
        "overlay": draft.overlay_hash,
    }


def _case_of_draft(draft: Draft) -> Case:
    return case_of(case_id_of_draft(draft.pk) or 0)
