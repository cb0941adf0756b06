"""The desks of assessors and committee: what waits for them, the forms, and never an idea of one's own."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity.rights import ASSESS_IDEAS, DECIDE_IDEAS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands.judging import HIGHEST, Judgement, Resolution, assess, decide
from modellkommune.participation.ideas.errors import (
    IdeaUnknown,
    Incomplete,
    MoveRefused,
    NotDeclared,
    OwnIdea,
)
from modellkommune.participation.ideas.models import Idea
from modellkommune.participation.ideas.queries import (
    assessment_by,
    authors_of,
    hall,
    idea_of,
    judged,
    shown,
    shown_ideas,
)
from modellkommune.participation.ideas.states import IN_ASSESSMENT, OUTCOMES
from modellkommune.portals.employee.access import (
    FieldError,
    by_field,
    input_errors,
    note_result,
    person_of,
    show,
    typed_day,
)
from modellkommune.portals.employee.idea_views import about


@office(ASSESS_IDEAS)
@require_GET
def assessors_desk(request: HttpRequest) -> HttpResponse:
    """The ideas in assessment, and which of them she assessed."""
    return _desk(cast(OfficeRequest, request), "ideas-assess", "idea-assess")


@office(DECIDE_IDEAS)
@require_GET
def committees_desk(request: HttpRequest) -> HttpResponse:
    """The ideas in assessment with what was found."""
    return _desk(cast(OfficeRequest, request), "ideas-decide", "idea-decide")


@free_text("remark")
@office(ASSESS_IDEAS)
@require_http_methods(["GET", "POST"])
def assess_idea(request: HttpRequest, number: int) -> HttpResponse:
    """Score an idea by the criteria."""
    page = cast(OfficeRequest, request)
    if page.method == "GET":
        return _assessment(page, number, [])
    try:
        with municipality(page.municipality.key):
            idea = _idea(number)
            assess(number, _judgement(page, idea), person_of(page))
    except Incomplete as wrong:
        fields = [(f"c-{name}" if problem == "missing" else name, problem) for name, problem in wrong.fields]
        return _assessment(page, number, input_errors(fields, "assess", page.language))
    except NotDeclared:
        return _assessment(page, number, input_errors([("declared", "missing")], "assess", page.language))
    except OwnIdea:
        return _assessment(page, number, [], status=403)
    except MoveRefused:
        note_result(page, "too_late")
        return HttpResponseRedirect(reverse("ideas-assess"))
    note_result(page, "assessed", number=number)
    return HttpResponseRedirect(reverse("ideas-assess"))


@free_text("reason", "unit")
@office(DECIDE_IDEAS)
@require_http_methods(["GET", "POST"])
def decide_idea(request: HttpRequest, number: int) -> HttpResponse:
    """Accept, reject or defer an idea, with reason, unit and day."""
    page = cast(OfficeRequest, request)
    if page.method == "GET":
        return _decision(page, number, [])
    sent = page.POST
    resolution = Resolution(
        sent.get("outcome", ""), sent.get("reason", ""), sent.get("unit", ""), typed_day(sent.get("day", ""))
    )
    try:
        with municipality(page.municipality.key):
            _idea(number)
            decide(number, resolution, person_of(page))
    except Incomplete as wrong:
        return _decision(page, number, input_errors(wrong.fields, "decide", page.language))
    except OwnIdea:
        return _decision(page, number, [], status=403)
    except MoveRefused:
        note_result(page, "too_late")
        return HttpResponseRedirect(reverse("ideas-decide"))
    note_result(page, f"decided_{resolution.outcome}", number=number)
    return HttpResponseRedirect(reverse("ideas-decide"))


def _desk(page: OfficeRequest, nav: str, form: str) -> HttpResponse:
    staff_id = str(page.officer.staff_id)
    with municipality(page.municipality.key):
        found = [
            {
                "idea": view,
                "judged": judged(view.idea),
                "mine": assessment_by(view.idea, staff_id) is not None,
                "own": staff_id in authors_of(view.idea),
            }
            for view in shown_ideas(list(hall({IN_ASSESSMENT}).order_by("due_on", "number")))
        ]
    return show(page, "desk", {"entries": found, "nav": nav, "form": form})


def _assessment(
    page: OfficeRequest, number: int, errors: list[FieldError], status: int = 200
) -> HttpResponse:
    with municipality(page.municipality.key):
        idea = _idea(number)
        authors = authors_of(idea)
        mine = assessment_by(idea, str(page.officer.staff_id))
        given = mine.scores if mine else {}
        values = {
            **about(shown(idea), page.language),
            "criteria": [
                _criterion(page, criterion, given, by_field(errors)) for criterion in idea.market.criteria
            ],
            "remark": page.POST.get("remark", mine.remark if mine else ""),
            "declared": page.POST.get("declared", ""),
            "pseudonymous": "" in authors,
            "own": str(page.officer.staff_id) in authors,
            "closed": idea.state != IN_ASSESSMENT,
        }
    values |= {"errors": errors, "wrong": by_field(errors), "nav": "ideas-assess"}
    response = show(page, "assess", values)
    response.status_code = status
    return response


def _criterion(
    page: OfficeRequest, criterion: dict[str, Any], given: dict[str, int], wrong: dict[str, str]
) -> dict[str, Any]:
    name = f"c-{criterion['id']}"
    stored = str(given[criterion["id"]]) if criterion["id"] in given else ""
    label = say("ideas.assess.criterion", page.language, label=criterion["label"], weight=criterion["weight"])
    scores = [(str(n), say(f"ideas.assess.score_{n}", page.language)) for n in range(HIGHEST + 1)]
    return {
        "name": name,
        "label": label,
        "value": page.POST.get(name, stored),
        "options": scores,
        "error": wrong.get(name, ""),
    }


def _judgement(page: OfficeRequest, idea: Idea) -> Judgement:
    ids = [str(criterion["id"]) for criterion in idea.market.criteria]
    sent = {each: page.POST.get(f"c-{each}", "") for each in ids}
    scores = {each: int(text) if text in set("012345") else None for each, text in sent.items()}
    return Judgement(scores, page.POST.get("remark", ""), bool(page.POST.get("declared")))


def _decision(page: OfficeRequest, number: int, errors: list[FieldError], status: int = 200) -> HttpResponse:
    with municipality(page.municipality.key):
        idea = _idea(number)
        values = {
            **about(shown(idea), page.language),
            "judged": judged(idea),
            "own": str(page.officer.staff_id) in authors_of(idea),
            "closed": idea.state != IN_ASSESSMENT,
        }
    values |= {
        "outcomes": [(each, say(f"ideas.decide.outcome_{each}", page.language)) for each in OUTCOMES],
        "given": {name: page.POST.get(name, "") for name in ("outcome", "reason", "unit", "day")},
        "errors": errors,
        "wrong": by_field(errors),
        "nav": "ideas-decide",
    }
    response = show(page, "decide", values)
    response.status_code = status
    return response


def _idea(number: int) -> Idea:
    try:
        return idea_of(number)
    except IdeaUnknown:
        raise Http404 from None
