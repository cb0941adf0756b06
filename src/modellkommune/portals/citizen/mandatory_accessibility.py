"""/barrierefreiheit/: the statement, and a form to report a barrier without log-in."""

from datetime import date
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.messages.commands import compose, hold
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.bots import Verdict, verdict
from modellkommune.pages.entry import free_text, open_to
from modellkommune.pages.fields import InputError
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.values.latin import normalise
from modellkommune.values.period import date_text

LONGEST: Final = {"seite": 300, "text": 4000, "antwort": 254}  # characters


@open_to("anyone")
@free_text("text")
@require_http_methods(["GET", "HEAD", "POST"])
def show_accessibility(request: PageRequest) -> HttpResponse:
    """The statement; POST takes a report of a barrier and thanks for it."""
    entered = {name: request.POST.get(name, "")[:limit].strip() for name, limit in LONGEST.items()}
    errors: list[InputError] = []
    if request.method == "POST":
        errors = _errors(entered, request.language)
        if not errors:
            _report(request, entered, verdict(request, "feedback"))
            return HttpResponseRedirect("/barrierefreiheit/?danke=1#rueckmeldung")
    values = {
        **_statement(request),
        "errors": errors,
        "errors_by": {error.input_id: error.message for error in errors},
        "entered": entered,
        "thanks": "danke" in request.GET,
        "form_id": "formular" if request.method == "POST" else "",
    }
    return render(request, "citizen/accessibility.html", values)


def _errors(entered: dict[str, str], language: str) -> list[InputError]:
    errors = []
    if not normalise(entered["text"]):
        errors.append(InputError("text", say("accessibility.text_missing", language)))
    if entered["antwort"] and "@" not in entered["antwort"][1:-1]:
        errors.append(InputError("antwort", say("accessibility.reply_wrong", language)))
    return errors


def _report(request: PageRequest, entered: dict[str, str], found: Verdict) -> None:
    """Send the report on; what a program may have written waits for somebody, what came before is here."""
    if found is Verdict.REFUSED:
        return
    town = request.municipality
    context = {"page": entered["seite"], "text": entered["text"], "reply_to": entered["antwort"]}
    recipient = town.text("accessibility.email", "de")
    with municipality(town.key):
        message = compose(recipient, "feedback", "de", context, subject="feedback")
        if found is not Verdict.PROVEN:
            hold(message)


def _statement(request: PageRequest) -> dict[str, object]:
    statement = request.municipality.profile.get("accessibility", {})
    texts = {name: in_language(value, request.language) for name, value in statement.items()}
    assessed = texts.get("assessed_on", "")
    return {
        "statement": texts,
        "status_key": f"accessibility.status_{texts.get('status') or 'not'}",
        "assessed": date_text(date.fromisoformat(assessed), request.language) if assessed else "",
    }
