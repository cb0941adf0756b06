"""/umfragen/ and /umfrage/<id>/: the surveys of the town, and answering one at home."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from modellkommune.blueprint.survey.definition import Channel
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering import asking, start
from modellkommune.pages.answering.drawing import TEXTS
from modellkommune.pages.answering.way import Way
from modellkommune.pages.bots import Verdict, verdict
from modellkommune.pages.entry import free_text, open_to, secret
from modellkommune.pages.results.council import asked_when
from modellkommune.pages.town_request import PageRequest
from modellkommune.participation.surveys.errors import SurveyNotFound
from modellkommune.participation.surveys.queries import (
    definition,
    may_begin,
    public_survey,
    public_surveys,
)
from modellkommune.values.period import date_text

LIST: Final = "/umfragen/"
FORM: Final = ("GET", "HEAD", "POST")


@open_to("anyone")
@require_safe
def show_surveys(request: HttpRequest) -> HttpResponse:
    """The surveys that are open now, and those that were."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        rows = [_row(found, page.language) for found in public_surveys()]
    values = {"open": [row for row in rows if row["open"]], "past": [row for row in rows if not row["open"]]}
    return render(request, "citizen/surveys.html", {**values, "nav": "surveys"})


def _row(found: Any, language: str) -> dict[str, Any]:
    return {
        "survey": definition(found),
        "address": f"/umfrage/{found.key}/",
        "open": may_begin(found),
        "results": found.published_at is not None,
        "last_day": date_text(found.last_day, language) if found.last_day else "",
        "asked": asked_when(found, language),
    }


def _of_survey(channel: Channel, *methods: str) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A page of the survey that the address names, by a channel."""

    def found(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def entered(request: HttpRequest, key: str, **more: Any) -> HttpResponse:
            try:
                with municipality(cast(PageRequest, request).municipality.key):
                    survey = public_survey(key)
            except SurveyNotFound:
                raise Http404 from None
            return view(request, survey, Way(channel, f"/umfrage/{key}/", LIST), **more)

        return open_to("anyone")(require_http_methods(methods)(entered))

    return found


@_of_survey("open", *FORM)
def show_survey(request: HttpRequest, survey: Any, way: Way) -> HttpResponse:
    """The first page of a survey."""
    return start.show_start(request, survey, way)


@secret("code")
@_of_survey("code", *FORM)
def show_code(request: HttpRequest, survey: Any, way: Way) -> HttpResponse:
    """Beginning with a code."""
    return start.show_code(request, survey, way)


@free_text(TEXTS)
@_of_survey("open", *FORM)
def show_question(
    request: HttpRequest, survey: Any, way: Way, visit_id: uuid.UUID, question_id: str
) -> HttpResponse:
    """One question."""
    return asking.show_question(request, survey, way, visit_id, question_id)


@_of_survey("open", *FORM)
def show_check(request: HttpRequest, survey: Any, way: Way, visit_id: uuid.UUID) -> HttpResponse:
    """All answers, before they are sent; without proof of work they wait for somebody to look at them."""
    return asking.show_check(request, survey, way, visit_id, _needs_a_look)


def _needs_a_look(request: HttpRequest) -> bool:
    return verdict(cast(PageRequest, request), "survey") is not Verdict.PROVEN


@_of_survey("open", *FORM)
def show_thanks(request: HttpRequest, survey: Any, way: Way) -> HttpResponse:
    """The receipt."""
    return start.show_thanks(request, survey, way)
