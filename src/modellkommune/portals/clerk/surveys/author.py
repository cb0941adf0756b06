"""The author's pages: list, one survey, handing in, opening, closing, what is held."""

from datetime import date
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.identity.rights import WRITE_SURVEYS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import WIDTHS, FieldView, InputError, Part
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.commands import close, hand_in, open_survey, staff_actor
from modellkommune.participation.surveys.errors import ClosingDayPast
from modellkommune.participation.surveys.holding import discard_held, release_held
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import all_surveys, code_count, held_counts
from modellkommune.portals.clerk.surveys.desk import found, ordered, row_of, show

DAY: Final = {"day": 2, "month": 2, "year": 4}
"""The parts of a date and how many digits they have."""


@office(WRITE_SURVEYS)
@require_GET
def surveys_page(request: HttpRequest) -> HttpResponse:
    """All surveys, the newest first."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        held = held_counts()
        rows = [(row_of(one, page.language), held.get(one.pk, 0)) for one in all_surveys()]
    return show(request, "list", {"rows": rows, "nav": "surveys"})


@office(WRITE_SURVEYS)
@require_GET
def survey_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One survey: what is asked, where it stands, what the author may do now."""
    page = cast(OfficeRequest, request)
    return _show(page, found(page, survey_id), {}, [])


def _show(
    page: OfficeRequest, survey: Survey, entered: dict[str, str], errors: list[InputError]
) -> HttpResponse:
    with municipality(page.municipality.key):
        held = held_counts().get(survey.pk, 0)
        codes = code_count(survey.pk)
    values: dict[str, Any] = {
        "row": row_of(survey, page.language),
        "held": held,
        "codes": codes,
        "last_day": _last_day(entered, errors[0].message if errors else "", page.language),
        "errors": errors,
        "nav": "surveys",
    }
    return show(page, "survey", values)


def _last_day(entered: dict[str, str], error: str, language: str) -> FieldView:
    """The date as three fields, as everywhere."""
    parts = tuple(
        Part(
            name=name,
            id=name,
            label=say(f"office.surveys.{name}", language),
            value=entered.get(name, ""),
            autocomplete="off",
            inputmode="numeric",
            width=WIDTHS[digits],
            optional=True,
            invalid=bool(error),
        )
        for name, digits in DAY.items()
    )
    label, hint = say("office.surveys.last_day", language), say("office.surveys.last_day_hint", language)
    return FieldView("date", "last_day", parts, label=label, hint=hint, error=error, optional=True)


@office(WRITE_SURVEYS)
@require_POST
def hand_in_survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Give it to the data protection officer."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    ordered(page, "handed_in", lambda: hand_in(_town(page), survey.pk, page.officer.staff_id))
    return _back(survey)


@office(WRITE_SURVEYS)
@require_POST
def open_this(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Open it, until a last day or until somebody closes it."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    entered = {part: request.POST.get(part, "").strip() for part in DAY}
    try:
        last_day = _day(entered)
        ordered(page, "opened", lambda: open_survey(_town(page), survey.pk, page.officer.staff_id, last_day))
    except ClosingDayPast:
        error = say("office.surveys.day_past", page.language)
    except ValueError:
        error = say("office.surveys.day_wrong", page.language)
    else:
        return _back(survey)
    return _show(page, survey, entered, [InputError("day", error)])


def _day(entered: dict[str, str]) -> date | None:
    """The day that was typed; None if none was. Raises ValueError."""
    if not any(entered.values()):
        return None
    return date(int(entered["year"]), int(entered["month"]), int(entered["day"]))


@office(WRITE_SURVEYS)
@require_http_methods(["GET", "POST"])
def close_this(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Close it, after a page that says what that means."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    if request.method == "GET":
        return show(page, "close", {"row": row_of(survey, page.language), "nav": "surveys"})
    ordered(page, "closed", lambda: close(_town(page), survey.pk, staff_actor(page.officer.staff_id)))
    return _back(survey)


@office(WRITE_SURVEYS)
@require_http_methods(["GET", "POST"])
def held_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Release or discard what is held, all of it together."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    deeds = {"release": release_held, "discard": discard_held}
    deed = deeds.get(request.POST.get("wish", ""))
    if deed is None:
        with municipality(page.municipality.key):
            held = held_counts().get(survey.pk, 0)
        values = {"row": row_of(survey, page.language), "held": held, "nav": "surveys"}
        return show(page, "held", values)
    ordered(page, request.POST["wish"], lambda: deed(_town(page), survey.pk, page.officer.staff_id))
    return _back(survey)


def _town(page: OfficeRequest) -> str:
    return page.municipality.key


def _back(survey: Survey) -> HttpResponse:
    return HttpResponseRedirect(reverse("office-survey", args=[survey.pk]))
