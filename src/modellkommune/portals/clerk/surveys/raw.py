"""The analyst's page: raw answers of a survey that is over, as a file; every look is noted."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.identity.rights import ANALYSE
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.participation.surveys.errors import AnswersClosed
from modellkommune.participation.surveys.looking import look_at_answers
from modellkommune.participation.surveys.queries import surveys_in
from modellkommune.participation.surveys.states import CLOSED, OPEN, PUBLISHED
from modellkommune.portals.clerk.surveys.desk import RESULT, found, row_of, show


@office(ANALYSE)
@require_GET
def raw_page(request: HttpRequest) -> HttpResponse:
    """The surveys whose raw answers can be looked at, and those that still run."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        rows = [row_of(one, page.language) for one in surveys_in(OPEN, CLOSED, PUBLISHED)]
    return show(request, "raw", {"rows": rows, "nav": "raw"})


@office(ANALYSE)
@require_POST
def raw_answers(request: HttpRequest, survey_id: int) -> HttpResponse:
    """All responses as CSV."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    try:
        text = look_at_answers(page.municipality.key, survey.pk, page.officer.staff_id)
    except AnswersClosed:
        page.session[RESULT] = "closed_answers"
        return HttpResponseRedirect(reverse("office-raw"))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.key}.csv"'
    return response
