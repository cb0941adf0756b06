"""What these pages share: a survey by its number, and orders that may be refused."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from modellkommune.pages.office import guard
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import in_language
from modellkommune.participation.surveys.errors import (
    HeldAnswersWait,
    NotSettled,
    ResultsMissing,
    TransitionRefused,
)
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition

RESULT: Final = "office_findings"
"""Where a session keeps what the last order came to, until the next page has said it."""
_REFUSALS: Final[dict[type[Exception], str]] = {
    TransitionRefused: "before",
    NotSettled: "not_settled",
    HeldAnswersWait: "held",
    ResultsMissing: "missing",
}


def show(request: HttpRequest, name: str, survey: Survey, values: dict[str, Any]) -> HttpResponse:
    """A page of these, with what the last order came to."""
    told = {"result": request.session.pop(RESULT, "")} if request.method == "GET" else {}
    title = in_language(definition(survey).title, str(values["language"]))
    shared = {"survey": survey, "title": title, "survey_page": f"/amt/umfragen/{survey.pk}/"}
    return guard.show(request, f"findings/{name}.html", {**told, **shared, **values})


def ordered(page: OfficeRequest, done: str, order: Callable[[], Any]) -> None:
    """Carry an order out; what it came to is said by the next page."""
    try:
        order()
    except tuple(_REFUSALS) as refusal:
        done = _REFUSALS[type(refusal)]
    page.session[RESULT] = done
