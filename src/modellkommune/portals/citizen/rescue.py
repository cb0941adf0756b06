"""A form that arrives after the end of its session: nothing that was typed is lost.

Who still has the token of the session that has ended may write what she typed into her draft, and read
nothing. Anybody else sees her own entries again, held by the page, and enters the code or logs in.
"""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from modellkommune.blueprint import Step
from modellkommune.casework.drafts.commands import hand_over, save_content
from modellkommune.casework.drafts.errors import DraftNotFound
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import locked_draft
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.keys.codes import code_matches
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_of
from modellkommune.pages.entries import entries_of
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.desk import Desk, belongs, desk_for, holder_of
from modellkommune.portals.citizen.evidence import take_files
from modellkommune.portals.citizen.login_cookie import ended_session_of_request
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.workflow.access import DRAFT_CODE

ACCESS: Final = "_zugang"
"""Name of the input for the code on a page that shows entries again."""


def rescued(request: HttpRequest, draft: Draft, step_id: str) -> bool:
    """Keep what was typed into a step in its draft; whether it was kept."""
    if not step_id:
        return False
    with municipality(cast(PageRequest, request).municipality.key):
        ended = ended_session_of_request(request)
        try:
            found = locked_draft(draft.pk)
        except DraftNotFound:
            return False
        if ended is None or found.submitted or not belongs(found, ended):
            return False
        desk = desk_for(ended, found)
        asked = desk.step(step_id)
        return asked is not None and desk.may_open(step_id) and _keep(request, desk, asked)


def taken_in_with_code(request: HttpRequest, draft: Draft) -> str:
    """The token of a new session for who has sent the code of the draft with her entries; "" for others."""
    typed = request.POST.get(ACCESS, "")
    if not typed or draft.subject_digest:
        return ""
    with municipality(cast(PageRequest, request).municipality.key):
        if not code_matches(DRAFT_CODE, str(draft.pk), typed):
            return ""
        session, token = start_session("none", device=device_of(request))
        hand_over(locked_draft(draft.pk), holder_of(session))
    return token


def session_over(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The entries once more, and what to do so that they are taken."""
    language, typed = cast(PageRequest, request).language, request.POST.get(ACCESS, "")
    errors = [Trouble(ACCESS, say("session.over.wrong", language))] if typed else []
    values: dict[str, Any] = {
        "entries": entries_of(request),
        "hidden": [pair for pair in _inputs(request) if pair[0] not in (ACCESS, "csrfmiddlewaretoken")],
        "with_code": not draft.subject_digest,
        "typed": typed,
        "errors": errors,
        "log_in": f"/anmelden/?next=/antrag/{draft.pk}/",
        "address": request.get_full_path(),
    }
    return render(request, "citizen/session_over.html", values, status=403)


def _keep(request: HttpRequest, desk: Desk, asked: Step) -> bool:
    answers, _refused = take_files(request, desk, asked)
    form = {name: request.POST.getlist(name) for name in request.POST}
    reading = desk.service.read(asked.id, form, answers, desk.known)
    files = {field.id: answers[field.id] for field in asked.fields if field.type == "upload"}
    content = desk.content.with_entered(asked.id, {**reading.answers, **files}, reading.entered)
    save_content(desk.draft, content)
    return True


def _inputs(request: HttpRequest) -> list[tuple[str, str]]:
    entries = entries_of(request)
    return list(entries.inputs) if entries else []
