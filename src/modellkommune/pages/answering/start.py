"""Before the first question: what it is about, how long it takes, what becomes of the answers; the code."""

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering.codes import carry_code, drop_code
from modellkommune.pages.answering.stamps import lot, lot_of
from modellkommune.pages.answering.way import Way
from modellkommune.pages.bots import is_crowded
from modellkommune.pages.fields import InputError
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.answering import begin, leave_contact
from modellkommune.participation.surveys.codes import code_of
from modellkommune.participation.surveys.errors import CodeUnknown, CodeUsed, SurveyOver
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition, may_begin
from modellkommune.values.period import date_text

LONGEST_CONTACT: Final = 120  # characters: a mail address or a telephone number


def show_start(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """The first page; a POST begins, by this door's channel."""
    if not may_begin(survey):
        return show_over(request, survey, way)
    if request.method == "POST":
        return _begun(request, survey, way)
    return render(request, "answering/start.html", about(request, survey, way))


def about(request: HttpRequest, survey: Survey, way: Way) -> dict[str, Any]:
    """What the templates say of a survey."""
    language = cast(PageRequest, request).language
    found = definition(survey)
    return {
        "survey": found,
        "way": way,
        # At a station the results stand under another address than the survey.
        "published": survey.published_at is not None and way.channel != "kiosk",
        "by_code": "code" in found.channels and way.channel == "open",
        "by_channel": way.channel in found.channels,
        "last_day": date_text(survey.last_day, language) if survey.last_day else "",
        "months": say_period(found.retention.answers, language),
        "contact_months": say_period(found.retention.contacts, language),
    }


def say_period(period: str, language: str) -> str:
    """ "24M" as people say it."""
    count, unit = int(period[:-1]), period[-1]
    key = f"answering.period.{unit.lower()}{'1' if count == 1 else ''}"
    return say(key, language, count=count)


def show_over(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """The survey has ended."""
    return render(request, "answering/over.html", about(request, survey, way), status=410)


def show_code(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """Type a code. A link with one has it behind its #, which browsers keep to themselves."""
    if not may_begin(survey):
        return show_over(request, survey, way)
    if request.method != "POST":
        return _ask_code(request, survey, way, "", [])
    page, typed = cast(PageRequest, request), request.POST.get("code", "").strip()
    try:
        with municipality(page.municipality.key):
            code_id = code_of(survey, typed)
    except CodeUsed:
        return _refuse_code(request, survey, way, typed, "used")
    except CodeUnknown:
        return _refuse_code(request, survey, way, typed, "unknown" if typed else "missing")
    # Only tries that failed are counted: a good code leaves no trace, and nobody locks out her household.
    response = _begun(request, survey, way)
    carry_code(response, way, str(code_id))
    return response


def _refuse_code(request: HttpRequest, survey: Survey, way: Way, typed: str, fault: str) -> HttpResponse:
    page, bare = cast(PageRequest, request), "".join(filter(str.isalnum, typed.upper()))
    crowded = bool(bare) and is_crowded(page, "survey-code", bare)
    error = InputError("code", say(f"answering.code.{'too_often' if crowded else fault}", page.language))
    return _ask_code(request, survey, way, typed, [error], 429 if crowded else 422)


def _ask_code(
    request: HttpRequest, survey: Survey, way: Way, typed: str, errors: list[InputError], status: int = 200
) -> HttpResponse:
    values = {"typed": typed, "errors": errors, "error": errors[0].message if errors else ""}
    return render(request, "answering/code.html", {**about(request, survey, way), **values}, status=status)


def _begun(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    page = cast(PageRequest, request)
    try:
        visit = begin(page.municipality.key, survey, way.channel)
    except SurveyOver:
        return show_over(request, survey, way)
    first = definition(survey).questions[0]
    return HttpResponseRedirect(way.question(visit, first.id))


def thanks_of(survey: Survey, way: Way) -> str:
    """The address of the receipt, with a lot where something is raffled."""
    return f"{way.thanks}?los={lot()}" if definition(survey).raffle else way.thanks


def show_thanks(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """The receipt; without a lot it says the same to everybody and can be bookmarked."""
    page, text = cast(PageRequest, request), request.GET.get("los", "")
    drawn = lot_of(text) if text and definition(survey).raffle else ""
    typed, error = request.POST.get("contact", "").strip(), ""
    if request.method == "POST" and drawn:
        error = "" if 0 < len(typed) <= LONGEST_CONTACT else say("answering.raffle.missing", page.language)
        if not error:
            leave_contact(page.municipality.key, survey, drawn, typed)
            return HttpResponseRedirect(f"{way.thanks}?dabei=1")
    values = {
        **about(request, survey, way),
        "raffled": drawn,
        "typed": typed,
        "errors": [InputError("contact", error)] if error else [],
        "error": error,
        "in_raffle": "dabei" in request.GET and definition(survey).raffle,
    }
    response = render(request, "answering/thanks.html", values, status=422 if error else 200)
    drop_code(response)
    return response
