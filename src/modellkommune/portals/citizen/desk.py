"""What every page of an application needs: who is there, her draft, the service, and which step comes next.

All functions run inside `with municipality(...)`.
"""

import uuid
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from modellkommune.blueprint import Known, Progress, Service, Step
from modellkommune.casework.drafts.commands import Holder, hand_over, save_content
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import content_of, locked_draft, visit
from modellkommune.foundation.catalogue.queries import service as service_of
from modellkommune.foundation.identity.commands import keep_alive
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import identity_of
from modellkommune.portals.citizen.login_cookie import token_of_request
from modellkommune.workflow.renewing import own_reply
from modellkommune.workflow.situation import known


class NotYours(Exception):
    """The draft belongs to somebody else, or the session has ended: log in again or enter the code."""

    def __init__(self, found: Draft) -> None:
        super().__init__()
        self.draft = found


class HandedIn(Exception):
    """The draft has become a case."""

    def __init__(self, found: Draft) -> None:
        super().__init__()
        self.draft = found


@dataclass(frozen=True)
class Desk:
    """An application on the desk: its draft, what it holds, and the service it is for."""

    session: ResidentSession
    draft: Draft
    content: Content
    service: Service
    known: Known

    @cached_property
    def progress(self) -> Progress:
        """How far the application is; computed once, for everything here follows from it."""
        return self.service.progress(self.content.answers, self.known)

    @cached_property
    def own_reply(self) -> dict[str, dict[str, Any] | None]:
        """What the town's own records say already: of the permit that the application is about, if any."""
        return own_reply(self.draft.of_permit)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that ask something, given the answers so far."""
        return self.progress.steps

    def step(self, step_id: str) -> Step | None:
        """A step by its id, if it asks something."""
        return next((step for step in self.steps if step.id == step_id), None)

    def first_open(self) -> Step | None:
        """The first step that is not complete, or None when everything is answered."""
        unfinished, answered = self.progress.open, self.content.steps
        open_steps = (s for s in self.steps if s.id not in answered or s.id in unfinished)
        return next(open_steps, None)

    def may_open(self, step_id: str) -> bool:
        """Steps come in their order: answered ones may be opened again, then the first open one."""
        first = self.first_open()
        ids = [step.id for step in self.steps]
        return first is None or ids.index(step_id) <= ids.index(first.id)

    def after(self, step_id: str) -> Step | None:
        """The step behind this one, or None for the check page."""
        ids = [step.id for step in self.steps]
        place = ids.index(step_id) + 1
        return self.steps[place] if place < len(ids) else None

    def before(self, step_id: str) -> Step | None:
        """The step in front of this one, or None for the first."""
        ids = [step.id for step in self.steps]
        return self.steps[ids.index(step_id) - 1] if ids.index(step_id) else None


def desk_of(request: HttpRequest, draft_id: uuid.UUID, *, locked: bool = False) -> Desk:
    """The desk for a visitor and her draft; `locked` for whoever is about to write.

    Raises `DraftNotFound`, `NotYours`, `HandedIn`.
    """
    session, found = visit(token_of_request(request), draft_id, locked=locked)
    if session is not None:
        keep_alive(session)
    if session is None or not belongs(found, session):
        raise NotYours(found)
    just_logged_in = bool(session.subject_digest and not found.subject_digest)
    if just_logged_in and not locked:
        found = locked_draft(draft_id)
    if found.submitted:
        raise HandedIn(found)
    if just_logged_in:
        _take_over_log_in(found, session)
    return desk_for(session, found)


def desk_for(session: ResidentSession, found: Draft) -> Desk:
    """The desk of a session's own draft that has not been handed in."""
    content = content_of(found)
    return Desk(
        session=session,
        draft=found,
        content=content,
        service=service_of(found.release_hash, found.overlay_hash),
        known=known(content.identity, found.language, found.kind),
    )


def _take_over_log_in(found: Draft, session: ResidentSession) -> None:
    """A log-in on the way loses nothing: the draft becomes that person's, and her card answers for her."""
    hand_over(found, holder_of(session))
    save_content(found, replace(content_of(found), identity=identity_of(session)))


def with_content(desk: Desk, content: Content) -> Desk:
    """The same desk after something was written."""
    return Desk(desk.session, desk.draft, content, desk.service, desk.known)


def holder_of(session: ResidentSession) -> Holder:
    """Whose drafts a session starts."""
    return Holder(session.holder, session.subject_digest)


def belongs(found: Draft, session: ResidentSession) -> bool:
    """Whether a draft is that of a session: of its browser or, after a log-in, of its person."""
    if found.subject_digest:
        return found.subject_digest == session.subject_digest
    return found.holder == session.holder
