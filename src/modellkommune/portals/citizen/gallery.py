"""What became of employees' ideas: the gallery for everybody, and the stalls of a market day."""

import uuid
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.adoption.words import counted_in, figure_name
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.fields import InputError
from modellkommune.pages.information import information
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import is_too_much
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands.showing import give_dots
from modellkommune.participation.ideas.errors import DotsRefused, IdeaUnknown
from modellkommune.participation.ideas.metrics import Effect, Reading
from modellkommune.participation.ideas.models import Stall
from modellkommune.participation.ideas.queries import gallery, released_idea, stall_of
from modellkommune.values.period import date_text
from modellkommune.workflow.effects import effects_of

WRONG_CODES: Final = "dot-codes"


@information
def show_gallery(request: PageRequest) -> HttpResponse:
    """The released ideas."""
    with municipality(request.municipality.key):
        ideas = gallery()
    return render(request, "citizen/gallery.html", {"ideas": ideas})


@information
def show_released_idea(request: PageRequest, number: int) -> HttpResponse:
    """A released idea: what changed, in which service, and what that brought."""
    with municipality(request.municipality.key):
        try:
            idea = released_idea(number)
        except IdeaUnknown:
            raise Http404 from None
        effects = effects_of(idea, counted_in(request.language))
        titles = {
            service.id: service.text("service.title", request.language) for service in catalogue.offered()
        }
    values = {"idea": idea, "effects": [_told(each, titles, request.language) for each in effects]}
    return render(request, "citizen/gallery_idea.html", values)


@secret("code")
@open_to("anyone")
@require_http_methods(["GET", "POST"])
def show_stall(request: PageRequest, day_id: uuid.UUID, number: int) -> HttpResponse:
    """The stall of an idea on a market day: give it dots with a printed code, without a log-in."""
    errors: list[InputError] = []
    left: int | None = None
    with municipality(request.municipality.key):
        try:
            stall = stall_of(day_id, number)
        except IdeaUnknown:
            raise Http404 from None
        if request.method == "POST":
            try:
                left = _give(request, stall)
            except DotsRefused as refused:
                problem = refused.problem
                if problem == "unknown" and is_too_much(request, WRONG_CODES):
                    problem = "too_much"
                errors = [InputError("code", say(f"gallery.stall.error.{problem}", request.language))]
    values: dict[str, Any] = {
        "stall": stall,
        "day": stall.market_day,
        "code": request.POST.get("code", ""),
        "chosen": request.POST.get("dots", "1"),
        "options": _choices(stall.market_day.dots, request.language),
        "left": left,
        "errors": errors,
        "wrong": errors[0].message if errors else "",
    }
    return render(request, "citizen/stall.html", values)


def _give(request: PageRequest, stall: Stall) -> int:
    code, dots = request.POST.get("code", "").strip(), request.POST.get("dots", "")
    if not code:
        raise DotsRefused("missing")
    if not (dots.isascii() and dots.isdigit() and len(dots) < 3):
        raise DotsRefused("used_up")
    return give_dots(stall, code, int(dots))


def _choices(most: int, language: str) -> list[tuple[str, str]]:
    words = {0: "none", 1: "one"}
    return [
        (str(n), say(f"gallery.stall.dots_{words.get(n, 'several')}", language, count=n))
        for n in range(most + 1)
    ]


def _told(effect: Effect, titles: dict[str, str], language: str) -> dict[str, Any]:
    service = effect.link.service_id
    return {
        "metric": figure_name(effect, language),
        "service": titles.get(service, ""),
        "service_id": service,
        "version": effect.link.release_version,
        "before": _reading(effect, effect.before, language),
        "after": _reading(effect, effect.after, language),
        "improved": effect.improved,
    }


def _reading(effect: Effect, reading: Reading | None, language: str) -> dict[str, str] | None:
    if reading is None:
        return None
    number = f"{reading.value.normalize():f}"
    text = number if language == "en" else number.replace(".", ",")
    value = say(f"ideas.unit.{effect.metric.unit}", language, value=text)
    return {"value": value, "source": reading.source, "day": date_text(reading.day, language)}
