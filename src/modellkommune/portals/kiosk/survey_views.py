"""The survey at the tablet: the questions as at home; what was begun goes with the visit."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering import asking, start
from modellkommune.pages.answering.way import Way
from modellkommune.participation.outreach.stations import content_of, keep
from modellkommune.participation.surveys.answering import forget
from modellkommune.participation.surveys.errors import SurveyNotFound
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import (
    definition,
    may_begin,
    public_survey,
    public_surveys,
)
from modellkommune.portals.kiosk.guard import HOME, StationRequest, in_visit

CHANNEL: Final = "kiosk"
FRAME: Final = "kiosk/frame.html"


def open_surveys() -> list[Survey]:
    """The surveys that can be answered at a tablet now. Inside `with municipality(...)`."""
    return [
        survey for survey in public_surveys() if may_begin(survey) and CHANNEL in definition(survey).channels
    ]


def _of_survey(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the survey that the address names; if it names answers, they have to be this person's."""

    @wraps(view)
    def entered(request: HttpRequest, key: str, **more: Any) -> HttpResponse:
        page = cast(StationRequest, request)
        try:
            with municipality(page.municipality.key):
                survey = public_survey(key)
                if not _is_theirs(page, more.get("visit_id")):
                    return HttpResponseRedirect(HOME)
        except SurveyNotFound:
            raise Http404 from None
        return view(request, survey, Way(CHANNEL, f"{HOME}umfrage/{key}/", HOME, FRAME), **more)

    return in_visit(require_http_methods(["GET", "POST"])(entered))


def _is_theirs(page: StationRequest, visit_id: uuid.UUID | None) -> bool:
    if visit_id is None:
        return True
    begun = content_of(page.visit).get("survey")
    if begun is None:
        keep(page.visit, survey=str(visit_id))
    return begun in (None, str(visit_id))


def _leave_behind(page: StationRequest) -> None:
    town = page.municipality.key
    with municipality(town):
        begun = content_of(page.visit).get("survey")
        keep(page.visit, survey=None)
    if begun:
        forget(town, uuid.UUID(begun))


@_of_survey
def show_survey(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """The first page of a survey. Who begins once more leaves the answers of before behind."""
    if request.method == "POST":
        _leave_behind(cast(StationRequest, request))
    return start.show_start(request, survey, way)


@_of_survey
def show_question(
    request: HttpRequest, survey: Survey, way: Way, visit_id: uuid.UUID, question_id: str
) -> HttpResponse:
    """One question."""
    return asking.show_question(request, survey, way, visit_id, question_id)


@_of_survey
def show_check(request: HttpRequest, survey: Survey, way: Way, visit_id: uuid.UUID) -> HttpResponse:
    """All answers, before they are sent."""
    return asking.show_check(request, survey, way, visit_id)


@_of_survey
def show_thanks(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """The receipt."""
    return start.show_thanks(request, survey, way)
