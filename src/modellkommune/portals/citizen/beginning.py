"""Beginning an application: after a log-in, or without one."""

import re
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.blueprint import Service
from modellkommune.casework.cases.queries import cases_of_subject
from modellkommune.casework.drafts.commands import Pin, start_draft
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.drafts.queries import open_drafts_of
from modellkommune.foundation.catalogue.errors import ServiceNotOffered
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.identity.limits import LEVELS, reaches
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import identity_of
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_of
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import not_found, too_much
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import is_too_much
from modellkommune.pages.wording import base_of
from modellkommune.portals.citizen.desk import holder_of
from modellkommune.portals.citizen.login_cookie import give_token, session_of_request
from modellkommune.portals.citizen.renewing import words_of, words_of_spent
from modellkommune.workflow.renewing import OPEN, renewals_of

_PAGE: Final = re.compile(r"/dienste/([a-z0-9-]+)/antrag/")


@open_to("anyone")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, service_id: str) -> HttpResponse:
    """Log in or go on without; a visitor who is logged in just goes on, or takes up an open draft."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        try:
            service = current(service_id)
        except ServiceNotOffered:
            return not_found(request)
        session = session_of_request(request)
        trusted = _suffices(session, service)
        if request.method == "POST" and trusted:
            if (session is None or not session.subject_digest) and is_too_much(request, "drafts"):
                return too_much(request)
            return _begin_draft(request, service, session)
        identity = identity_of(session) if session else None
        drafts = _open_drafts(session, service_id) if session else []
        spent = _spent(drafts, page.language)
        permits = _renewable(session, service_id, page.language) if session else []
    return render(
        request,
        "citizen/begin.html",
        {
            "service": service,
            "service_title": service.text("service.title", page.language),
            "identity": identity,
            "trusted": trusted,
            "drafts": [draft for draft in drafts if draft.pk not in {one.pk for one, _ in spent}],
            "spent": spent,
            "deleted": "geloescht" in request.GET,
            "permits": permits,
            "log_in": _log_in(request, service),
        },
    )


def _suffices(session: ResidentSession | None, service: Service) -> bool:
    """Whether the visitor is known well enough to apply for the service."""
    return reaches(session.level if session else "none", service.trust["minimum"])


def _log_in(request: HttpRequest, service: Service) -> str:
    """Where to log in with the level that the service needs or offers; empty where it offers none.

    Without a level of its own `substantial` is asked for: from there on registers take the person as known.
    """
    minimum, offered = service.trust["minimum"], service.trust["offered"]
    if offered == "none" and minimum == "none":
        return ""
    level = minimum if minimum != "none" else min("substantial", offered, key=LEVELS.index)
    return f"/anmelden/?next={request.path}&ohne={request.path}&stufe={level}"


def begun_at_once(onward: str, session: ResidentSession, language: str) -> str:
    """Where somebody goes on who has just logged in in order to apply: the first step of an application.

    `onward` where the log-in was for something else, or where an application is under way already: whether
    to take that up is for her to say. Inside `with municipality(...)`.
    """
    wanted = _PAGE.fullmatch(onward)
    if wanted is None or _open_drafts(session, wanted[1]):
        return onward
    try:
        service = current(wanted[1])
    except ServiceNotOffered:
        return onward
    return _first_step(service, session, language) if _suffices(session, service) else onward


def _open_drafts(session: ResidentSession, service_id: str) -> list[Draft]:
    drafts = open_drafts_of(session.subject_digest, session.holder)
    return [draft for draft in drafts if draft.service_id == service_id]


def _spent(drafts: list[Draft], language: str) -> list[tuple[Draft, dict[str, Any]]]:
    """Those of the drafts that can no longer be handed in, and what is said of them."""
    said = ((draft, words_of_spent(draft, language)) for draft in drafts)
    return [(draft, words) for draft, words in said if words]


def _renewable(session: ResidentSession, service_id: str, language: str) -> list[dict[str, Any]]:
    """The permits of a person that she can renew now, instead of applying anew."""
    cases = [case for case in cases_of_subject(session.subject_digest) if case.service_id == service_id]
    return [words_of(renewal, language) for renewal in renewals_of(cases) if renewal.stage == OPEN]


def _begin_draft(request: HttpRequest, service: Service, session: ResidentSession | None) -> HttpResponse:
    token = ""
    if session is None:
        session, token = start_session("none", device=device_of(request))
    response = HttpResponseRedirect(_first_step(service, session, cast(PageRequest, request).language))
    if token:
        give_token(response, token)
    return response


def _first_step(service: Service, session: ResidentSession, language: str) -> str:
    """Start a draft; the address of its first step."""
    pin = Pin(service.id, service.release_hash, service.overlay_hash)
    draft = start_draft(pin, holder_of(session), Content(identity=identity_of(session)), base_of(language))
    return f"/antrag/{draft.pk}/{service.steps[0].id}/"
