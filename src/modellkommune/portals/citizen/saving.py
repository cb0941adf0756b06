"""Saving for later and taking up again: after a log-in, or with link and code on any device."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.casework.drafts.commands import hand_over
from modellkommune.casework.drafts.errors import DraftNotFound
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import locked_draft
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.keys.codes import access_code, code_matches
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_of
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.application import address_of, of_draft
from modellkommune.portals.citizen.desk import desk_of, holder_of
from modellkommune.portals.citizen.login_cookie import give_token, session_of_request
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.workflow.access import DRAFT_CODE


@open_to("resident")
@require_GET
@of_draft
def saved(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Say that everything is saved, until when, and how to come back."""
    with municipality(cast(PageRequest, request).municipality.key):
        desk = desk_of(request, draft_id)
        code = "" if desk.draft.subject_digest else access_code(DRAFT_CODE, str(draft_id))
    return render(
        request,
        "citizen/saved.html",
        {
            "draft": desk.draft,
            "service": desk.service,
            "code": code,
            "link": request.build_absolute_uri(f"/antrag/fortsetzen/?antrag={draft_id}"),
            "onward": address_of(desk, desk.first_open()),
        },
    )


@open_to("anyone")
@secret("code")
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Link and code open a draft on this device."""
    if request.method == "GET":
        values = {"draft_id": request.GET.get("antrag", ""), "saved": "gerettet" in request.GET}
        return render(request, "citizen/resume.html", values)
    draft_id, code = request.POST.get("antrag", "").strip(), request.POST.get("code", "")
    with municipality(cast(PageRequest, request).municipality.key):
        draft = _draft_with_code(draft_id, code)
        if draft is not None:
            return _hand_over(request, draft)
    trouble = Trouble("code", say("resume.wrong", cast(PageRequest, request).language))
    values = {"draft_id": draft_id, "code": code, "errors": [trouble]}
    return render(request, "citizen/resume.html", values, status=422)


def _draft_with_code(draft_id: str, code: str) -> Draft | None:
    try:
        draft = locked_draft(uuid.UUID(draft_id))
    except (ValueError, DraftNotFound):
        return None
    if draft.subject_digest or not code_matches(DRAFT_CODE, str(draft.pk), code):
        return None
    return draft


def _hand_over(request: HttpRequest, draft: Draft) -> HttpResponse:
    session, token = session_of_request(request), ""
    if session is None:
        session, token = start_session("none", device=device_of(request))
    hand_over(draft, holder_of(session))
    response = HttpResponseRedirect(f"/antrag/{draft.pk}/")
    if token:
        give_token(response, token)
    return response
