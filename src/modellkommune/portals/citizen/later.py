"""Handing evidence in after the application, for whoever may read the case: same browser, log-in or code."""

import uuid
from dataclasses import replace
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.blueprint import Field, FieldError
from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case_of_link
from modellkommune.foundation.files.errors import FileNotFound
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.identity.commands import end_session
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import not_found
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import LANGUAGES, say
from modellkommune.portals.citizen.evidence import REMOVE, Place, files_after, with_pictures
from modellkommune.portals.citizen.login_cookie import ended_session_of_request, session_of_request
from modellkommune.portals.citizen.pictures import show_file, show_page
from modellkommune.portals.citizen.sessions import Note, note_of
from modellkommune.portals.citizen.status import readable
from modellkommune.values.period import date_text
from modellkommune.workflow import handing_in
from modellkommune.workflow.access import may_read
from modellkommune.workflow.handing_in import NoLongerWanted, NothingChosen
from modellkommune.workflow.situation import pinned_service

DONE: Final = "?eingereicht=1"
SAVED: Final = "?gerettet=1"


@open_to("resident")
@require_http_methods(["GET", "POST"])
def hand_in_later(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Choose files for what is wanted, look at them, hand them in."""
    page = cast(PageRequest, request)
    errors: tuple[FieldError, ...] = ()
    with municipality(page.municipality.key):
        case = readable(request, case_id)
        if case is None:
            return _after_the_end(request, case_id)
        fields = handing_in.wanted(case)
        if not fields:
            return HttpResponseRedirect(f"/vorgang/{case.public_id}/")
        if request.method == "POST":
            errors = _take(request, case, fields)
            if request.POST.get("wish") == "end":
                return _end(request, case)
    if request.method == "POST" and not errors:
        if REMOVE in request.POST or request.POST.get("wish") != "hand_in":
            return HttpResponseRedirect(request.get_full_path())
        errors = _hand_in(page, case, fields)
        if not errors:
            return HttpResponseRedirect(f"/vorgang/{case.public_id}/{DONE}")
    with municipality(page.municipality.key):
        return _show(page, case, fields, errors)


@open_to("resident")
@require_GET
def look_at_case(request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """All pages of a file of a case."""
    with municipality(cast(PageRequest, request).municipality.key):
        found = _file(request, case_id, file_id)
        if found is None:
            return not_found(request)
        waits = found.owner.startswith(f"{handing_in.DESK}:")
        return show_file(request, found, f"/vorgang/{case_id}/{'unterlagen/' if waits else ''}")


@open_to("resident")
@require_GET
def page_of_case(request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID, number: int) -> HttpResponse:
    """One page of a file of a case, as an image."""
    with municipality(cast(PageRequest, request).municipality.key):
        return show_page(request, _file(request, case_id, file_id), number)


def _after_the_end(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """To the status page, which asks for the code; files of a session that has ended wait on the desk."""
    try:
        case = case_of_link(case_id)
    except CaseNotFound:
        return not_found(request)
    ended = ended_session_of_request(request) if request.method == "POST" else None
    if ended is None or not may_read(case, ended.holder, ended.subject_digest):
        return HttpResponseRedirect(f"/vorgang/{case.public_id}/")
    _take(request, case, handing_in.wanted(case))
    return HttpResponseRedirect(f"/vorgang/{case.public_id}/{SAVED}")


def _end(request: HttpRequest, case: Case) -> HttpResponse:
    session = session_of_request(request)
    if session is not None:
        end_session(session)
    return HttpResponseRedirect(f"/vorgang/{case.public_id}/{SAVED}")


def _take(request: HttpRequest, case: Case, fields: tuple[Field, ...]) -> tuple[FieldError, ...]:
    errors: list[FieldError] = []
    for field in fields:
        place = Place(case.key, handing_in.desk_of(case, field.id))
        _, refused = files_after(request, field, handing_in.on_desk(case, field.id), place)
        errors.extend(refused)
    return tuple(errors)


def _hand_in(page: PageRequest, case: Case, fields: tuple[Field, ...]) -> tuple[FieldError, ...]:
    try:
        handing_in.hand_in(page.municipality.key, case.pk)
    except NothingChosen:
        message = {language: say("later.nothing", language) for language in LANGUAGES}
        return (FieldError(fields[0].id, fields[0].id, message),)
    except NoLongerWanted:
        return ()
    return ()


def _show(
    page: PageRequest, case: Case, fields: tuple[Field, ...], errors: tuple[FieldError, ...]
) -> HttpResponse:
    due = handing_in.due_on(case)
    values = {
        "case": case,
        "drawn": [_drawn(case, field, page.language) for field in fields],
        "errors": errors,
        "due_on": date_text(due, page.language),
        "overdue": due < clock.today(),
        "back_address": f"/vorgang/{case.public_id}/",
        "form_id": "later",
        "note": _note(page, f"/vorgang/{case.public_id}/"),
    }
    return render(page, "citizen/later.html", values, status=422 if errors else 200)


def _note(page: PageRequest, way_back: str) -> Note | None:
    session = session_of_request(page)
    return replace(note_of(session), way_back=way_back) if session else None


def _drawn(case: Case, field: Field, language: str) -> tuple[Field, Any]:
    here = replace(field, settings={**field.settings, "later": False})
    answers = {field.id: handing_in.on_desk(case, field.id)}
    inputs = pinned_service(case).inputs(here, answers, {}, language)
    return here, with_pictures(inputs, f"/vorgang/{case.public_id}/datei/")


def _file(request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile | None:
    case = readable(request, case_id)
    if case is None:
        return None
    try:
        return handing_in.file_of(case, file_id)
    except FileNotFound:
        return None
