"""The author's page of results: putting together, looking, publishing, saying what followed."""

from datetime import date
from typing import Any, Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.identity.rights import WRITE_SURVEYS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import FieldView, InputError, Part
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.renewing import renew
from modellkommune.pages.results.council import asked_when, council_pdf
from modellkommune.pages.results.sources import Beside, source_of
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.commands import publish, staff_actor
from modellkommune.participation.surveys.freezing import results_row
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.releasing import Told, add_measure, measures, put_together
from modellkommune.portals.clerk.findings.desk import ordered, show
from modellkommune.portals.clerk.surveys.desk import found

REFRESH: Final = 3  # seconds
LONGEST: Final = 500
TEXTS: Final = ("said_de", "done_de", "said_en", "done_en")
DAY: Final = {"day": 2, "month": 2, "year": 4}
"""The parts of a date, and how wide each is."""


@office(WRITE_SURVEYS)
@require_GET
def results_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """How far the results are, and what the author may do now."""
    page = cast(OfficeRequest, request)
    return _show(page, found(page, survey_id), {}, [])


@office(WRITE_SURVEYS)
@require_POST
def put_results_together(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Let them be counted."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    ordered(page, "ordered", lambda: put_together(_town(page), survey.pk, page.officer.staff_id))
    return _back(survey)


@office(WRITE_SURVEYS)
@require_GET
def preview(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The council's PDF before everybody can see the results."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    with municipality(_town(page)):
        row = results_row(survey.pk)
        if row is None or not row.hash:
            raise Http404
        source = source_of(page.municipality, survey, row)
        beside = Beside({}, measures(survey.pk))
    asked = asked_when(survey, page.language)
    content = council_pdf(page.municipality, source, beside, asked, page.language)
    return HttpResponse(content, content_type="application/pdf", headers={"Cache-Control": "no-store"})


@office(WRITE_SURVEYS)
@require_POST
def publish_results(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Let everybody see them."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    actor = staff_actor(page.officer.staff_id)
    ordered(page, "published", lambda: publish(_town(page), survey.pk, actor))
    return _back(survey)


@office(WRITE_SURVEYS)
@require_http_methods(["GET", "POST"])
def tell_measure(request: HttpRequest, survey_id: int) -> HttpResponse:
    """An entry of "You said - we did"."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("office-results", args=[survey.pk]))
    names = (*TEXTS, *DAY, "question", "service")
    entered = {name: request.POST.get(name, "").strip()[:LONGEST] for name in names}
    told, errors = _read(page, survey, entered)
    if told is None:
        return _show(page, survey, entered, errors)
    town, staff_id = _town(page), page.officer.staff_id
    ordered(page, "told", lambda: add_measure(town, survey.pk, staff_id, told))
    return _back(survey)


def _read(
    page: OfficeRequest, survey: Survey, entered: dict[str, str]
) -> tuple[Told | None, list[InputError]]:
    known = {"question": set(_questions(survey, "de")), "service": {"", *_services(page)}}
    wrong = [name for name in ("said_de", "done_de") if not entered[name]]
    wrong += [name for name in ("question", "service") if entered[name] not in known[name]]
    day = _day(entered)
    if day is None:
        wrong.append("day")
    if wrong or day is None:
        return None, [InputError(name, say(f"office.findings.wrong.{name}", page.language)) for name in wrong]
    said = {"de": entered["said_de"], "en": entered["said_en"]}
    done = {"de": entered["done_de"], "en": entered["done_en"]}
    return Told(entered["question"], said, done, day, entered["service"]), []


def _day(entered: dict[str, str]) -> date | None:
    try:
        return date(int(entered["year"]), int(entered["month"]), int(entered["day"]))
    except ValueError:
        return None


def _show(
    page: OfficeRequest, survey: Survey, entered: dict[str, str], errors: list[InputError]
) -> HttpResponse:
    with municipality(_town(page)):
        row, told = results_row(survey.pk), measures(survey.pk)
    counting = row is not None and not row.hash
    labels = _questions(survey, page.language)
    values: dict[str, Any] = {
        "row": row,
        "counting": counting,
        "measures": [(labels[one.question], one) for one in told],
        "questions": [("", say("office.findings.choose", page.language)), *labels.items()],
        "services": [("", say("office.findings.no_service", page.language)), *_services(page).items()],
        "entered": entered,
        "day": _day_field(entered, errors, page.language),
        "errors": errors,
        "error": {one.input_id: one.message for one in errors},
        "language": page.language,
        "nav": "surveys",
    }
    return renew(page, show(page, "results", survey, values), REFRESH if counting else 0)


def _day_field(entered: dict[str, str], errors: list[InputError], language: str) -> FieldView:
    wrong = next((one.message for one in errors if one.input_id == "day"), "")
    parts = (
        Part(
            name,
            name,
            label=say(f"office.findings.{name}_part", language),
            value=entered.get(name, ""),
            autocomplete="off",
            inputmode="numeric",
            width=f"kern-form-input__input--width-{width}",
            invalid=bool(wrong),
        )
        for name, width in DAY.items()
    )
    label = say("office.findings.day", language)
    return FieldView("date", "day", tuple(parts), label=label, error=wrong)


def _questions(survey: Survey, language: str) -> dict[str, str]:
    return {one.id: in_language(one.label, language) for one in definition(survey).questions}


def _services(page: OfficeRequest) -> dict[str, str]:
    with municipality(_town(page)):
        return {service.id: service.text("service.title", page.language) for service in offered()}


def _town(page: OfficeRequest) -> str:
    return page.municipality.key


def _back(survey: Survey) -> HttpResponse:
    return HttpResponseRedirect(reverse("office-results", args=[survey.pk]))
