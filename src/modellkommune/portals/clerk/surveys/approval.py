"""The data protection officer's pages: what waits, what is stored where and how long, yes or no."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.blueprint.survey.definition import Survey as Definition
from modellkommune.foundation.identity.rights import APPROVE_SURVEYS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering.start import say_period
from modellkommune.pages.entry import free_text
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import in_language, say
from modellkommune.participation.surveys.commands import approve, send_back
from modellkommune.participation.surveys.errors import OwnSurvey
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.purging import answers_until, contacts_until
from modellkommune.participation.surveys.queries import all_surveys
from modellkommune.participation.surveys.states import DRAFT, REVIEW
from modellkommune.participation.surveys.stored import STAFF, Stored, kept_of
from modellkommune.portals.clerk.desk import note_of
from modellkommune.portals.clerk.surveys.desk import found, ordered, row_of, show
from modellkommune.values.period import date_text


@dataclass(frozen=True)
class Kept:
    """A table in plain words: what stands in it, why, and how long."""

    name: str
    what: str
    why: str
    until: str


@dataclass(frozen=True)
class Asked:
    """A question as the officer reads it; `choices` are empty for a text of at most `longest` characters."""

    label: str
    hint: str
    choices: tuple[str, ...]
    longest: int
    condition: str


@office(APPROVE_SURVEYS)
@require_GET
def approvals_page(request: HttpRequest) -> HttpResponse:
    """The surveys that wait for a decision, then all others that were handed in once."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        rows = [row_of(one, page.language) for one in all_surveys() if one.state != DRAFT]
    values = {
        "waiting": [row for row in rows if row.survey.state == REVIEW],
        "others": [row for row in rows if row.survey.state != REVIEW],
        "nav": "approvals",
    }
    return show(request, "approvals", values)


@free_text("note")
@office(APPROVE_SURVEYS)
@require_http_methods(["GET", "POST"])
def approval_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """What is asked and stored; approve it, or send it back with a reason."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    if request.method == "GET":
        return _show(page, survey, "", [])
    town, staff_id = page.municipality.key, page.officer.staff_id
    if request.POST.get("wish") == "approve":
        try:
            ordered(page, "approved", lambda: approve(town, survey.pk, staff_id))
        except OwnSurvey:
            return _show(page, survey, "", [InputError("note", say("office.surveys.own", page.language))])
    else:
        note, errors = note_of(request, page.language, "surveys.reason")
        if errors:
            return _show(page, survey, note, errors)
        ordered(page, "sent_back", lambda: send_back(town, survey.pk, staff_id, note))
    return HttpResponseRedirect(reverse("office-approvals"))


def _show(page: OfficeRequest, survey: Survey, note: str, errors: list[InputError]) -> HttpResponse:
    row = row_of(survey, page.language)
    values: dict[str, Any] = {
        "row": row,
        "questions": questions_of(row.definition, page.language),
        "channels": [
            say(f"office.surveys.channel.{name}", page.language) for name in row.definition.channels
        ],
        "kept": kept_words(survey, row.definition, page.language),
        "staff": [say(f"office.surveys.kept.{one.name}.what", page.language) for one in STAFF],
        "waits": survey.state == REVIEW,
        "note": note,
        "errors": errors,
        "error": errors[0].message if errors else "",
        "nav": "approvals",
    }
    return show(page, "approval", values)


def questions_of(asked: Definition, language: str) -> list[Asked]:
    """All questions with their choices."""
    return [
        Asked(
            in_language(one.label, language),
            in_language(one.hint, language),
            tuple(in_language(choice.label, language) for choice in one.choices),
            one.longest,
            one.shown_if,
        )
        for one in asked.questions
    ]


def kept_words(survey: Survey, asked: Definition, language: str) -> list[Kept]:
    """What is kept of those who take part, from the tables' own description."""
    tables = kept_of(asked.channels, raffle=asked.raffle is not None)
    return [
        Kept(
            stored.name,
            say(f"office.surveys.kept.{stored.name}.what", language),
            say(f"office.surveys.kept.{stored.name}.why", language),
            _until(stored, survey, asked, language),
        )
        for stored in tables
    ]


def _until(stored: Stored, survey: Survey, asked: Definition, language: str) -> str:
    if stored.until not in _DAYS:
        return say(f"office.surveys.until.{stored.until}", language)
    period = say_period(getattr(asked.retention, stored.until), language)
    known = survey.last_day or survey.closed_at
    day = date_text(_DAYS[stored.until](survey), language) if known else ""
    key = f"office.surveys.until.{stored.until}_{'day' if day else 'period'}"
    return say(key, language, day=day, period=period)


_DAYS: Final = {"answers": answers_until, "contacts": contacts_until}
