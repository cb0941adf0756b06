"""The coordinator's page of an idea: move it on, ask, merge, hide, measures, service and figure, gallery."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.identity.rights import COORDINATE_IDEAS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands import showing, steering
from modellkommune.participation.ideas.commands.steering import UNDER_WAY, Task, Value
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete, MoveRefused
from modellkommune.participation.ideas.metrics import METRICS, EnteredFigures
from modellkommune.participation.ideas.models import Link
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.queries import judged, shown
from modellkommune.participation.ideas.similarity import similar_ideas
from modellkommune.participation.ideas.states import DONE, MERGED, MOVES, PLAIN, targets
from modellkommune.portals.employee.access import (
    FieldError,
    by_field,
    day_text,
    input_errors,
    note_result,
    person_of,
    show,
    typed_day,
    typed_number,
    visible_idea,
)
from modellkommune.portals.employee.idea_views import about, service_titles

Sent: TypeAlias = Mapping[str, str]
Deed: TypeAlias = Callable[[int, Sent, Person], object]
MOST_SIMILAR: Final = 6


@free_text(
    "text",
    "passage",
    "reason",
    "measure",
    "measure_unit",
    "before_source",
    "after_source",
    "public_title",
    "public_text",
)
@office(COORDINATE_IDEAS)
@require_http_methods(["GET", "POST"])
def steer(request: HttpRequest, number: int) -> HttpResponse:
    """Everything a coordinator may do with an idea; `act` names what is sent."""
    page = cast(OfficeRequest, request)
    act = page.POST.get("act", "")
    if page.method == "GET":
        return _page(page, number, [])
    deed = DEEDS.get(act)
    if deed is None:
        raise Http404
    try:
        with municipality(page.municipality.key):
            visible_idea(page, number)
            deed(number, page.POST, person_of(page))
    except Incomplete as wrong:
        return _page(page, number, input_errors(wrong.fields, "steer", page.language))
    except IdeaUnknown:
        return _page(page, number, input_errors([("into", "unknown")], "steer", page.language))
    except MoveRefused:
        note_result(page, "too_late")
    else:
        note_result(page, act)
    return HttpResponseRedirect(reverse("idea-steer", args=[number]))


def _merge(number: int, sent: Sent, person: Person) -> None:
    into = typed_number(sent.get("into", ""))
    if not into:
        raise Incomplete(("into", "missing"))
    steering.merge(number, into, person)


def _measure(number: int, sent: Sent, person: Person) -> None:
    day = typed_day(sent.get("measure_day", ""))
    steering.add_measure(number, Task(sent.get("measure", ""), sent.get("measure_unit", ""), day), person)


def _values(number: int, sent: Sent, person: Person) -> None:
    """Enter values of a figure; those that cannot be read are refused beside all others that are wrong."""
    link_id = int(sent.get("link", "0")) if sent.get("link", "").isdigit() else 0
    before, after = _value(sent, "before"), _value(sent, "after")
    steering.enter_values(number, link_id, before, after, person)


def _value(sent: Sent, name: str) -> Value:
    return Value(
        _decimal(name, sent.get(name, "")),
        sent.get(f"{name}_source", ""),
        typed_day(sent.get(f"{name}_on", "")),
    )


def _decimal(name: str, text: str) -> Decimal | None:
    tidy = text.strip().replace(",", ".")
    if not tidy:
        return None
    try:
        value = Decimal(tidy)
    except InvalidOperation:
        raise Incomplete((name, "number")) from None
    if not value.is_finite() or abs(value) >= 10**9:
        raise Incomplete((name, "number"))
    return round(value, 2)


DEEDS: Final[Mapping[str, Deed]] = {
    "move": lambda number, sent, person: steering.move(number, sent.get("state", ""), person),
    "ask": lambda number, sent, person: steering.ask_author(number, sent.get("text", ""), person),
    "merge": _merge,
    "hide": lambda number, sent, person: steering.hide_passage(
        number, sent.get("passage", ""), sent.get("reason", ""), person
    ),
    "measure": _measure,
    "finish": lambda number, sent, person: steering.finish_measure(
        number, int(sent["measure_id"]) if sent.get("measure_id", "").isdigit() else 0, person
    ),
    "link": lambda number, sent, person: steering.link_service(
        number, sent.get("service", ""), sent.get("metric", ""), person
    ),
    "values": _values,
    "release": lambda number, sent, person: showing.release(
        number, sent.get("public_title", ""), sent.get("public_text", ""), person
    ),
    "unrelease": lambda number, sent, person: showing.take_back_release(number, person),
}
"""What a form of the page asks for, by its `act`."""


def _page(page: OfficeRequest, number: int, errors: list[FieldError]) -> HttpResponse:
    language, sent = page.language, page.POST
    with municipality(page.municipality.key):
        view = shown(visible_idea(page, number))
        idea = view.idea
        values: dict[str, Any] = {
            **about(view, language),
            "original": idea,
            "judged": judged(idea),
            "moves": _moves(page, idea.state),
            "may_merge": MERGED in MOVES[idea.state],
            "under_way": idea.state in UNDER_WAY,
            "done": idea.state in DONE,
            "similar": [
                each
                for each in similar_ideas(f"{idea.title} {idea.text}", MOST_SIMILAR)
                if each.id != idea.pk
            ],
            "services": _services(language),
            "links": [_link(link, sent) for link in Link.objects.filter(idea=idea).order_by("pk")],
        }
    values |= {
        "metrics": [("", say("ideas.steer.choose", language)), *_metrics(language)],
        "given": sent,
        "errors": errors,
        "wrong": by_field(errors),
        "nav": "ideas-coordinate",
    }
    return show(page, "steer", values)


def _moves(page: OfficeRequest, state: str) -> list[tuple[str, str]]:
    held = page.officer.rights
    return [(to, say(f"ideas.move.{to}", page.language)) for to in targets(state, held) if to in PLAIN]


def _metrics(language: str) -> list[tuple[str, str]]:
    return [(metric, say(f"ideas.metric.{metric}", language)) for metric in METRICS]


def _services(language: str) -> list[tuple[str, str]]:
    return [("", say("ideas.steer.choose", language)), *service_titles(language).items()]


def _link(link: Link, sent: Sent) -> dict[str, Any]:
    """A link with what stands in its inputs: what was sent for it, or what is stored."""
    figures = EnteredFigures()
    stored: dict[str, str] = {}
    for name, reading in (("before", figures.before(link)), ("after", figures.after(link))):
        stored[name] = str(reading.value).replace(".", ",") if reading else ""
        stored[f"{name}_source"] = reading.source if reading else ""
        stored[f"{name}_on"] = day_text(reading.day) if reading else ""
    mine = sent.get("link") == str(link.pk)
    given = {name: sent.get(name, "") if mine else text for name, text in stored.items()}
    return {"link": link, "given": given, "mine": mine}
