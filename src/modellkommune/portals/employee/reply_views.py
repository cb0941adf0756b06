"""The door for owners of pseudonyms: with the reply code, without a log-in, so that nobody is known here.

The code stands in no session and no address: it travels in the forms of the page.
"""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text, open_to, secret
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import is_too_much
from modellkommune.participation.ideas.commands.sharing import answer_by_code, may_withdraw, withdraw_by_code
from modellkommune.participation.ideas.errors import CodeUnknown, Incomplete, MoveRefused
from modellkommune.participation.ideas.queries import (
    decisions_of,
    idea_of_code,
    is_in_letterbox,
    remarks_of,
    shown,
    steps_of,
)
from modellkommune.portals.employee.access import FieldError, by_field, input_errors

WHAT: Final = "idea-codes"


@free_text("text")
@secret("code")
@open_to("anyone")
@require_http_methods(["GET", "POST"])
def reply_page(request: PageRequest) -> HttpResponse:
    """Ask for the code; with it the idea, questions to answer, a way to withdraw."""
    code = request.POST.get("code", "").strip()
    if request.method == "GET":
        return _ask(request, [])
    with municipality(request.municipality.key):
        try:
            if is_in_letterbox(code):
                return _letter(request, code)
            idea_of_code(code)
        except CodeUnknown:
            return _refused(request, code)
        return _act(request, code)


def _letter(request: PageRequest, code: str) -> HttpResponse:
    if "withdraw" in request.POST:
        withdraw_by_code(code)
        return render(request, "employee/reply_gone.html", {})
    return render(request, "employee/reply_letter.html", {"code": code})


def _refused(request: PageRequest, code: str) -> HttpResponse:
    # Only what is wrong is counted: who has a code is never locked out by her colleagues' typing errors.
    problem = "too_much" if is_too_much(request, WHAT) else "unknown" if code else "missing"
    return _ask(request, input_errors([("code", problem)], "reply", request.language))


def _act(request: PageRequest, code: str) -> HttpResponse:
    errors: list[FieldError] = []
    done = ""
    try:
        if "answer" in request.POST:
            answer_by_code(code, request.POST.get("text", ""))
            done = "answered"
        elif "withdraw" in request.POST:
            withdraw_by_code(code)
            done = "withdrawn"
    except Incomplete as wrong:
        errors = input_errors(wrong.fields, "reply", request.language)
    except MoveRefused:
        done = "too_late"
    return _idea(request, code, errors, done)


def _idea(request: PageRequest, code: str, errors: list[FieldError], done: str) -> HttpResponse:
    view = shown(idea_of_code(code))
    values: dict[str, Any] = {
        "code": code,
        "idea": view,
        "remarks": remarks_of(view),
        "steps": steps_of(view.idea),
        "decisions": decisions_of(view.idea),
        "may_withdraw": may_withdraw(view.idea),
        "done": done,
        "text": request.POST.get("text", "") if errors else "",
        "errors": errors,
        "wrong": by_field(errors),
    }
    return render(request, "employee/reply_idea.html", values)


def _ask(request: PageRequest, errors: list[FieldError]) -> HttpResponse:
    values = {"errors": errors, "wrong": by_field(errors), "code": request.POST.get("code", "")}
    return render(request, "employee/reply.html", values)
