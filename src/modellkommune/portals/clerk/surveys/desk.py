"""What these pages share: a survey by its number, its row in a list, orders that may be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

from modellkommune.blueprint.survey.definition import Survey as Definition
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office import guard
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.errors import SurveyNotFound, TransitionRefused
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.queries import survey as survey_of
from modellkommune.portals.clerk.listing import day_of
from modellkommune.values.period import date_text

RESULT: Final = "office_surveys"
"""Where a session keeps what the last order came to, until the next page has said it."""


@dataclass(frozen=True)
class Row:
    """A survey in the words of a list."""

    survey: Survey
    definition: Definition
    title: str
    state: str
    since: str
    last_day: str


def show(request: HttpRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    """A page of these, with what the last order came to."""
    told = {"result": request.session.pop(RESULT, "")} if request.method == "GET" else {}
    return guard.show(request, f"surveys/{name}.html", {**told, **values})


def found(page: OfficeRequest, survey_id: int) -> Survey:
    """A survey of this office. Raises `Http404`."""
    try:
        with municipality(page.municipality.key):
            return survey_of(survey_id)
    except SurveyNotFound:
        raise Http404 from None


def row_of(survey: Survey, language: str) -> Row:
    """A survey as lists show it."""
    instants = (
        survey.purged_at,
        survey.published_at,
        survey.closed_at,
        survey.opened_at,
        survey.approved_at,
        survey.handed_in_at,
        survey.version.taken_over_at,
    )
    since = next(instant for instant in instants if instant is not None)
    asked = definition(survey)
    return Row(
        survey,
        asked,
        in_language(asked.title, language),
        say(f"office.surveys.state.{survey.state}", language),
        day_of(since, language),
        date_text(survey.last_day, language) if survey.last_day else "",
    )


def ordered(page: OfficeRequest, done: str, order: Callable[[], Any]) -> None:
    """Carry an order out; what it came to is said by the next page."""
    try:
        order()
    except TransitionRefused:
        done = "before"
    page.session[RESULT] = done
