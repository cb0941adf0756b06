"""The author's page of papers: the form to print, and letters with codes that exist only on them."""

from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity.rights import WRITE_SURVEYS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.surveypapers.form import paper_form
from modellkommune.pages.surveypapers.letters import MOST, code_letters
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.errors import TransitionRefused
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import code_count, definition
from modellkommune.participation.surveys.states import APPROVED, OPEN
from modellkommune.portals.clerk.findings.desk import show
from modellkommune.portals.clerk.surveys.desk import found

WITH_LETTERS: Final = (APPROVED, OPEN)


@office(WRITE_SURVEYS)
@require_http_methods(["GET", "POST"])
def papers_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Both papers; a POST makes letters and hands them out, this one time."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    if request.method == "GET":
        return _show(page, survey, "", [])
    typed = request.POST.get("count", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and 1 <= int(typed) <= MOST):
        error = InputError("count", say("office.findings.count_wrong", page.language, most=MOST))
        return _show(page, survey, typed, [error])
    try:
        content = code_letters(page.municipality, survey, int(typed), page.officer.staff_id, page.language)
    except TransitionRefused:
        return _show(page, survey, typed, [])
    return _pdf(content, f"briefe-{survey.key}", "attachment")


@office(WRITE_SURVEYS)
@require_GET
def form(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The paper form of the survey's version."""
    page = cast(OfficeRequest, request)
    asked = definition(found(page, survey_id))
    if "paper" not in asked.channels:
        raise Http404
    return _pdf(paper_form(page.municipality, asked, page.language), f"bogen-{asked.id}", "inline")


def _pdf(content: bytes, name: str, place: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{place}; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(page: OfficeRequest, survey: Survey, typed: str, errors: list[InputError]) -> HttpResponse:
    channels = definition(survey).channels
    with municipality(page.municipality.key):
        codes = code_count(survey.pk)
    values = {
        "by_code": "code" in channels,
        "on_paper": "paper" in channels,
        "may_make": survey.state in WITH_LETTERS,
        "codes": codes,
        "most": MOST,
        "typed": typed,
        "errors": errors,
        "error": errors[0].message if errors else "",
        "language": page.language,
        "nav": "surveys",
    }
    return show(page, "papers", survey, values)
