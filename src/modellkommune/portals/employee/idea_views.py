"""The page of an idea: everything about it, and what colleagues and the author may do there."""

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.identity.rights import COORDINATE_IDEAS, SHARE_IDEAS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.adoption.words import counted_in
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands import sharing
from modellkommune.participation.ideas.errors import IdeaUnknown, Incomplete, MoveRefused, OwnIdea
from modellkommune.participation.ideas.models import Comment, Idea, Measure, Support
from modellkommune.participation.ideas.people import supporter_of
from modellkommune.participation.ideas.queries import (
    Shown,
    decisions_of,
    judged,
    merged_ideas,
    names_of,
    redactions_of,
    remarks_of,
    shown,
    steps_of,
)
from modellkommune.participation.ideas.states import SEEN, TALKED_ABOUT
from modellkommune.portals.employee.access import (
    JUDGES,
    READERS,
    FieldError,
    by_field,
    input_errors,
    note_result,
    person_of,
    show,
    visible_idea,
)
from modellkommune.workflow.effects import effects_of


@office(READERS)
@require_GET
def idea_page(request: HttpRequest, number: int) -> HttpResponse:
    """Everything about an idea."""
    return _page(cast(OfficeRequest, request), number, [])


@office(SHARE_IDEAS)
@require_POST
def support(request: HttpRequest, number: int) -> HttpResponse:
    """Support an idea, or no more (`stop`)."""
    page = cast(OfficeRequest, request)
    deed = sharing.stop_supporting if "stop" in page.POST else sharing.support
    return _done(
        page,
        number,
        lambda: deed(number, person_of(page)),
        "support_ended" if "stop" in page.POST else "supported",
    )


@free_text("text")
@office(SHARE_IDEAS)
@require_POST
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Write below an idea: a comment, or as its author an answer (`answer`)."""
    page = cast(OfficeRequest, request)
    deed = sharing.answer if "answer" in page.POST else sharing.comment
    text = page.POST.get("text", "")
    return _done(page, number, lambda: deed(number, text, person_of(page)), "commented")


@office(SHARE_IDEAS)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an idea of one's own."""
    page = cast(OfficeRequest, request)
    return _done(page, number, lambda: sharing.withdraw(number, person_of(page)), "withdrawn")


def _done(page: OfficeRequest, number: int, deed: Callable[[], None], result: str) -> HttpResponse:
    """Do it and go to the idea's page, which says so, or that it is not possible and what is wrong."""
    try:
        with municipality(page.municipality.key):
            visible_idea(page, number)
            deed()
    except Incomplete as wrong:
        return _page(page, number, input_errors(wrong.fields, "comment", page.language))
    except IdeaUnknown:
        raise Http404 from None
    except OwnIdea:
        result = "own_idea"
    except MoveRefused:
        result = "too_late"
    note_result(page, result)
    return HttpResponseRedirect(reverse("idea", args=[number]))


def _page(page: OfficeRequest, number: int, errors: list[FieldError]) -> HttpResponse:
    with municipality(page.municipality.key):
        view = shown(visible_idea(page, number))
        values = {**about(view, page.language), **_mine(page, view.idea)}
    values |= {
        "text": page.POST.get("text", ""),
        "errors": errors,
        "wrong": by_field(errors),
    }
    return show(page, "idea", values)


def about(view: Shown, language: str) -> dict[str, Any]:
    """What stands on an idea's page whoever looks at it. Inside `with municipality(...)`."""
    idea = view.idea
    steps = steps_of(idea)
    return {
        "idea": view,
        "remarks": remarks_of(view),
        "redactions": redactions_of(idea),
        "decisions": decisions_of(idea),
        "merged": merged_ideas(idea),
        "measures": list(Measure.objects.filter(idea=idea).order_by("due_on", "pk")),
        "titles": service_titles(language),
        "effects": effects_of(idea, counted_in(language)),
        "steps": [_step(step.state, step.day, step is steps[-1], language) for step in steps],
    }


def service_titles(language: str) -> dict[str, str]:
    """The titles of the services that the town offers, by id. Inside `with municipality(...)`."""
    return {service.id: service.text("service.title", language) for service in catalogue.offered()}


def _step(state: str, day: Any, last: bool, language: str) -> dict[str, Any]:
    return {"state": "now" if last else "done", "title": say(f"ideas.state.{state}", language), "day": day}


def _mine(page: OfficeRequest, idea: Idea) -> dict[str, Any]:
    """What depends on who looks. Inside `with municipality(...)`."""
    staff_id, rights = str(page.officer.staff_id), page.officer.rights
    is_own = idea.author == staff_id
    shares = SHARE_IDEAS in rights
    judges = not rights.isdisjoint(JUDGES)
    asked = Comment.objects.filter(idea=idea, kind=Comment.Kind.QUESTION).exists()
    return {
        "is_own": is_own,
        "may_support": shares and not is_own and idea.state in TALKED_ABOUT,
        "supports": Support.objects.filter(idea=idea, supporter=supporter_of(staff_id)).exists(),
        "may_comment": shares and not is_own and idea.state in TALKED_ABOUT,
        "may_answer": is_own and asked,
        "may_withdraw": is_own and sharing.may_withdraw(idea),
        "coordinates": COORDINATE_IDEAS in rights,
        "judges": judges,
        "judged": judged(idea) if judges else None,
        "is_seen": idea.state in SEEN,
        "deciders": names_of(each.decided_by for each in decisions_of(idea)) if judges else {},
    }
