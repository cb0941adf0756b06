"""One question after the other, then all answers together, then sending."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from modellkommune.blueprint.survey.asking import Given, Questionnaire, read_answer
from modellkommune.blueprint.survey.definition import Question
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.answering.codes import carried_code
from modellkommune.pages.answering.drawing import drawn, errors_of, input_name, lines
from modellkommune.pages.answering.stamps import is_fresh, stamp
from modellkommune.pages.answering.start import about, show_over, thanks_of
from modellkommune.pages.answering.way import Way
from modellkommune.pages.fields import InputError
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.answering import (
    answers_of,
    forget,
    lifetime,
    save_answer,
    send,
    was_thrown_away,
)
from modellkommune.participation.surveys.errors import AnswersMissing, CodeUsed, SurveyOver, VisitGone
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import may_send, questionnaire
from modellkommune.participation.surveys.queries import visit as visit_of

CHECK: Final = "pruefen"
Held = Callable[[HttpRequest], bool]
"""Whether somebody has to look at these answers before they count."""


def show_question(
    request: HttpRequest, survey: Survey, way: Way, visit: uuid.UUID, question_id: str
) -> HttpResponse:
    """Ask one question, or keep its answer and go on."""
    answers = _answers(request, survey, visit)
    if answers is None:
        return show_gone(request, survey, way)
    if not may_send(survey):
        return show_over(request, survey, way)
    asked = questionnaire(survey.version)
    question = next((one for one in asked.asked(answers) if one.id == question_id), None)
    if question is None:
        return HttpResponseRedirect(way.check(visit))
    page = _Page(request, survey, way, visit, asked, question, answers)
    return page.take() if request.method == "POST" else page.show(answers.get(question.id, ()), [])


def _answers(request: HttpRequest, survey: Survey, visit: uuid.UUID) -> Given | None:
    """The answers so far; None if there are none of this survey (any more)."""
    with municipality(cast(PageRequest, request).municipality.key):
        row = visit_of(visit)
    return answers_of(row) if row is not None and row.survey_id == survey.pk else None


@dataclass(frozen=True)
class _Page:
    """The page of one question of somebody's visit."""

    request: HttpRequest
    survey: Survey
    way: Way
    visit: uuid.UUID
    asked: Questionnaire
    question: Question
    answers: Given

    @property
    def language(self) -> str:
        """The language of the page."""
        return cast(PageRequest, self.request).language

    @property
    def changing(self) -> bool:
        """Whether somebody came from the check page to change one answer."""
        return self.request.GET.get("zurueck") == CHECK

    def show(self, given: Any, errors: list[InputError]) -> HttpResponse:
        """Ask it; `given` is what was answered or just sent."""
        ids = [one.id for one in self.asked.asked(self.answers)]
        place = ids.index(self.question.id)
        before = self.way.question(self.visit, ids[place - 1]) if place else self.way.base
        still = [one.id for one in self.asked.survey.questions]
        values = {
            **about(self.request, self.survey, self.way),
            "view": drawn(self.question, given, errors[0].message if errors else "", self.language),
            "errors": errors,
            "back_address": self.way.check(self.visit) if self.changing else before,
            "number": place + 1,
            "left": len(still) - still.index(self.question.id) - 1,
            "changing": self.changing,
            "form_id": "question",
            "heading": self.question,
        }
        return render(self.request, "answering/question.html", values, status=422 if errors else 200)

    def take(self) -> HttpResponse:
        """Keep what was sent, and go on where it fits."""
        wish = self.request.POST.get("wish", "")
        town = cast(PageRequest, self.request).municipality.key
        if wish == "end":
            forget(town, self.visit)
            return HttpResponseRedirect(self.way.home)
        sent = [] if wish == "skip" else self.request.POST.getlist(input_name(self.question))
        reading = read_answer(self.question, sent)
        if reading.fault:
            return self.show(sent, errors_of(self.question, reading.fault, self.language))
        try:
            after = save_answer(town, self.visit, self.question, sent)
        except VisitGone:
            return show_gone(self.request, self.survey, self.way)
        stays = "sprache" in self.request.GET and not wish
        return HttpResponseRedirect(self.request.get_full_path() if stays else self._onward(after))

    def _onward(self, after: Given) -> str:
        """The next question; from a change back to the check page, only through what is asked newly."""
        asked = [one.id for one in self.asked.asked(after)]
        if self.changing:
            known = {one.id for one in self.asked.asked(self.answers)}
            new = next((name for name in asked if name not in known), None)
            return self.way.question(self.visit, new, changing=True) if new else self.way.check(self.visit)
        later = asked[asked.index(self.question.id) + 1 :]
        return self.way.question(self.visit, later[0]) if later else self.way.check(self.visit)


def show_check(
    request: HttpRequest, survey: Survey, way: Way, visit: uuid.UUID, held: Held = lambda request: False
) -> HttpResponse:
    """All answers together; a POST sends them, and a second one leads to the same receipt."""
    if request.method == "POST":
        return _sent(request, survey, way, visit, held)
    answers = _answers(request, survey, visit)
    if answers is None:
        return show_gone(request, survey, way)
    return _checked(request, survey, way, visit, answers)


def _checked(
    request: HttpRequest, survey: Survey, way: Way, visit: uuid.UUID, answers: Given, problem: str = ""
) -> HttpResponse:
    asked = questionnaire(survey.version).asked(answers)
    rows = [(one, answers.get(one.id, ()), way.question(visit, one.id, changing=True)) for one in asked]
    language = cast(PageRequest, request).language
    values = {
        **about(request, survey, way),
        "lines": lines(rows, language),
        "stamp": stamp(visit),
        "proves": way.channel == "open",
        "back_address": way.question(visit, asked[-1].id),
        "problem": say(f"answering.check.{problem}", language) if problem else "",
    }
    return render(request, "answering/check.html", values, status=422 if problem else 200)


def _sent(request: HttpRequest, survey: Survey, way: Way, visit: uuid.UUID, held: Held) -> HttpResponse:
    town = cast(PageRequest, request).municipality.key
    if request.POST.get("wish") == "end":
        forget(town, visit)
        return HttpResponseRedirect(way.home)
    try:
        send(town, visit, carried_code(request, way), held=held(request))
    except VisitGone:
        return _after(request, survey, way, visit)
    except SurveyOver:
        return show_over(request, survey, way)
    except (CodeUsed, AnswersMissing) as refusal:
        answers = _answers(request, survey, visit) or {}
        problem = "code_used" if isinstance(refusal, CodeUsed) else "missing"
        return _checked(request, survey, way, visit, answers, problem)
    return HttpResponseRedirect(thanks_of(survey, way))


def _after(request: HttpRequest, survey: Survey, way: Way, visit: uuid.UUID) -> HttpResponse:
    """Nothing is there to be sent: it was sent already, or thrown away, or left alone for too long."""
    with municipality(cast(PageRequest, request).municipality.key):
        thrown_away = was_thrown_away(visit)
    if not thrown_away and is_fresh(request.POST.get("stand", ""), visit, lifetime(way.channel)):
        return HttpResponseRedirect(way.thanks)
    return show_gone(request, survey, way)


def show_gone(request: HttpRequest, survey: Survey, way: Way) -> HttpResponse:
    """These answers are not here any more."""
    return render(request, "answering/gone.html", about(request, survey, way), status=410)
