"""The session of a resident: until when it lasts, staying longer, her other sessions, ending them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.identity.commands import (
    end_other_session,
    end_sessions_of,
    stay,
)
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import ends_at, ends_for_good, sessions_of_person
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_name
from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.citizen.desk import Desk
from modellkommune.portals.citizen.login import HOME, logged_out, own_path
from modellkommune.portals.citizen.login_cookie import hide_way_out, peek_session, session_of_request
from modellkommune.values.clock import BERLIN
from modellkommune.workflow.access import DRAFT_CODE


@dataclass(frozen=True)
class Note:
    """What a page with a form says of the session: when it ends, whether staying longer is possible.

    `code` opens the draft again afterwards; "" for who has logged in, and does so again. `way_back` is the
    address where she is led then.
    """

    ends: datetime
    left: int
    for_good: bool
    logged_in: bool
    code: str = ""
    way_back: str = ""

    @property
    def clock_time(self) -> str:
        """The end in legal time: 16:42."""
        return f"{self.ends.astimezone(BERLIN):%H:%M}"


@dataclass(frozen=True)
class Line:
    """One session in the list."""

    number: int
    device: str
    started: datetime
    seen: datetime
    here: bool


def note_of(session: ResidentSession) -> Note:
    """What to say of a session on a page with a form."""
    ends = ends_at(session)
    left = int((ends - clock.now()).total_seconds())
    return Note(ends, left, ends_for_good(session), session.logged_in)


def note_of_desk(desk: Desk, path: str) -> Note:
    """The same for an application, whose code stands beside it: without a log-in it is the way back in."""
    draft = desk.draft
    code = "" if draft.subject_digest else access_code(DRAFT_CODE, str(draft.pk))
    return replace(note_of(desk.session), code=code, way_back=way_back_in(draft, path, saved=False))


def way_back_in(draft: Draft, path: str, *, saved: bool) -> str:
    """Where a draft is taken up again after a session: with the log-in, or with its code."""
    note = "&gerettet=1" if saved else ""
    if draft.subject_digest:
        return f"/sitzung/ende/?weiter={path}{note}"
    return f"/antrag/fortsetzen/?antrag={draft.pk}{note}"


@open_to("anyone")
@require_http_methods(["GET", "POST"])
def remaining(request: HttpRequest) -> HttpResponse:
    """How many seconds are left, for the script of a page; sending the form means: I am still here."""
    with municipality(cast(PageRequest, request).municipality.key):
        session = peek_session(request)
        if session is not None and request.method == "POST":
            stay(session)
        note = note_of(session) if session else None
    told: dict[str, Any] = {"left": note.left, "ends": note.clock_time} if note else {"left": 0, "ends": ""}
    return JsonResponse({**told, "for_good": note is None or note.for_good})


@open_to("anyone")
@require_GET
def over(request: HttpRequest) -> HttpResponse:
    """The session has ended for want of a sign of life: what is kept, and how to go on."""
    onward = own_path(request.GET.get("weiter", ""), HOME)
    log_in = f"/anmelden/?next={onward}&ohne={HOME}"
    values = {"saved": "gerettet" in request.GET, "log_in": log_in, "inside": False}
    response = render(request, "citizen/session_ended.html", values)
    hide_way_out(response)
    return response


@open_to("resident")
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """All sessions of the person, by kind of device and time; each can be ended, or all at once."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        session = session_of_request(request)
        if session is None or not session.logged_in:
            return HttpResponseRedirect("/anmelden/?next=/sitzungen/&ohne=/dienste/")
        if request.method == "POST":
            if "alle" in request.POST:
                end_sessions_of(session)
                return logged_out(request)
            number = request.POST.get("ende", "")
            if number.isascii() and number.isdigit() and len(number) < 19:
                end_other_session(session, int(number))
            return HttpResponseRedirect("/sitzungen/")
        lines = [_line(each, session, page.language) for each in sessions_of_person(session)]
    return render(request, "citizen/sessions.html", {"lines": lines})


def _line(each: ResidentSession, here: ResidentSession, language: str) -> Line:
    return Line(each.pk, device_name(each.device, language), each.created, each.last_seen, each.pk == here.pk)
