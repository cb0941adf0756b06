"""Answering the question that comes before a decision against the applicant: words and files."""

import uuid
from contextlib import suppress
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.blueprint import FieldError
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import CLOSED
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text, open_to
from modellkommune.pages.errors import not_found
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import LANGUAGES, say
from modellkommune.portals.citizen.evidence import REMOVE, Place, files_after, with_pictures
from modellkommune.portals.citizen.status import readable
from modellkommune.workflow import handing_in, hearing
from modellkommune.workflow.handing_in import ANSWER, NoLongerWanted
from modellkommune.workflow.hearing import Asked, NothingAsked, NothingSaid
from modellkommune.workflow.situation import pinned_service

DONE: Final = "?beantwortet=1"
LONGEST: Final = 4000  # characters of an answer


@open_to("resident")
@free_text("words")
@require_http_methods(["GET", "POST"])
def answer_hearing(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Read what is asked, answer it, add files, look at them before sending."""
    page = cast(PageRequest, request)
    typed = _tidy(request.POST.get("words", ""))
    errors: list[FieldError] = []
    with municipality(page.municipality.key):
        case = readable(request, case_id)
        if case is None:
            return not_found(request)
        asked = hearing.asked(case)
        if asked is None or not asked.is_open or case.state in CLOSED:
            return HttpResponseRedirect(f"/vorgang/{case.public_id}/")
        if request.method == "POST":
            errors = _take(request, case)
    if request.POST.get("wish") == "send" and REMOVE not in request.POST and not errors:
        errors = _send(page, case, typed)
        if not errors:
            return HttpResponseRedirect(f"/vorgang/{case.public_id}/{DONE}")
    with municipality(page.municipality.key):
        return _show(page, case, asked, (typed, errors))


def _take(request: HttpRequest, case: Case) -> list[FieldError]:
    place = Place(case.key, handing_in.desk_of(case, ANSWER.id))
    return files_after(request, ANSWER, handing_in.on_desk(case, ANSWER.id), place)[1]


def _send(page: PageRequest, case: Case, words: str) -> list[FieldError]:
    if len(words) > LONGEST:
        return [_error("hearing.long")]
    try:
        with suppress(NoLongerWanted, NothingAsked):  # sent twice, or decided meanwhile: the status says so
            hearing.answer(page.municipality.key, case.pk, words)
    except NothingSaid:
        return [_error("hearing.nothing")]
    return []


def _error(key: str) -> FieldError:
    return FieldError("words", "words", {language: say(key, language) for language in LANGUAGES})


def _show(page: PageRequest, case: Case, asked: Asked, entered: tuple[str, list[FieldError]]) -> HttpResponse:
    typed, errors = entered
    inputs = pinned_service(case).inputs(ANSWER, _answers(case), {}, page.language)
    own = next((error for error in errors if error.field_id == "words"), None)
    values: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "typed": typed,
        "field": ANSWER,
        "inputs": with_pictures(inputs, f"/vorgang/{case.public_id}/datei/"),
        "errors": errors,
        "wrong": own.message.get(page.language, own.message["de"]) if own else "",
        "overdue": asked.hearing.answer_by < clock.today(),
        "back_address": f"/vorgang/{case.public_id}/",
        "form_id": "answer",
    }
    return render(page, "citizen/answer.html", values, status=422 if errors else 200)


def _answers(case: Case) -> dict[str, Any]:
    return {ANSWER.id: handing_in.on_desk(case, ANSWER.id)}


def _tidy(text: str) -> str:
    """Lines without blanks at their ends; paragraphs stay."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
