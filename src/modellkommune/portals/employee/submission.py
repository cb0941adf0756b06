"""Submitting an idea: what it is, then a look at it with what resembles it, then it is there.

Nothing is kept between the pages. Under a pseudonym the reply code is drawn for the second page and comes
back from there with our signature, so that it stands in no session and a second click is the same letter.
"""

from typing import Any, Final, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity.rights import SHARE_IDEAS
from modellkommune.foundation.keys.codes import random_code
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text, secret
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.commands.submitting import Draft, drop_in, problems, submit
from modellkommune.participation.ideas.models import Market
from modellkommune.participation.ideas.queries import market_of_today
from modellkommune.participation.ideas.similarity import similar_ideas
from modellkommune.portals.employee.access import FieldError, by_field, input_errors, note_result, show
from modellkommune.values.latin import search_form

SALT: Final = "idea-reply-code"
CODE_LASTS: Final = 12 * 3600  # seconds in which a code from the second page is taken
OWN, PSEUDONYM = "name", "pseudonym"
LONGEST_ASKED: Final = 6000


class SubmissionForm:
    """What was sent of an idea."""

    def __init__(self, page: OfficeRequest) -> None:
        sent = page.POST
        self.language = page.language
        self.draft = Draft(sent.get("title", ""), sent.get("text", ""), sent.get("unit", ""))
        self.under = sent.get("under", "")
        self.pseudonym = sent.get("pseudonym", "")
        self.code = _signed_code(sent.get("code", ""))
        self.noted = bool(sent.get("noted"))
        self.officer = page.officer

    @property
    def is_pseudonymous(self) -> bool:
        """Whether her name shall not be known."""
        return self.under == PSEUDONYM

    def errors(self, *, at_the_end: bool) -> list[FieldError]:
        """What is wrong; `at_the_end` the code has to be there and noted as well."""
        found = list(problems(self.draft, self.pseudonym if self.is_pseudonymous else None))
        if self.under not in (OWN, PSEUDONYM):
            found.append(("under", "missing"))
        if self.is_pseudonymous and self._gives_her_name():
            found.append(("pseudonym", "name"))
        if at_the_end and self.is_pseudonymous and not self.noted:
            found.append(("noted", "missing"))
        return input_errors(found, "new", self.language)

    def _gives_her_name(self) -> bool:
        words = {word for word in search_form(self.officer.name).split() if len(word) > 2}
        login = search_form(self.officer.email.partition("@")[0])
        typed = search_form(self.pseudonym)
        return any(word in typed for word in words) or login == typed.strip()


@free_text("title", "text", "pseudonym")
@secret("code")
@office(SHARE_IDEAS)
@require_http_methods(["GET", "POST"])
def new_idea(request: HttpRequest) -> HttpResponse:
    """The form; sent, the look at it; sent from there, the idea is submitted."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        market = market_of_today()
    if market is None:
        return show(page, "no_market", {})
    form = SubmissionForm(page)
    if page.method == "GET" or "change" in page.POST:
        return _form(page, form, market, [])
    errors = form.errors(at_the_end="submit" in page.POST)
    if any(error.input_id != "noted" for error in errors):
        return _form(page, form, market, errors)
    if errors or "submit" not in page.POST or (form.is_pseudonymous and not form.code):
        return _look(page, form, errors)
    return _take(page, form)


@office(SHARE_IDEAS)
@require_GET
def dropped_in(request: HttpRequest) -> HttpResponse:
    """After an idea under a pseudonym: it lies in the letterbox. Says the same to everybody."""
    return show(request, "dropped_in", {})


@free_text("title", "text")
@office(SHARE_IDEAS)
@require_http_methods(["POST"])
def similar(request: HttpRequest) -> HttpResponse:
    """The ideas that resemble what is being typed, as a part of the page."""
    page = cast(OfficeRequest, request)
    text = f"{page.POST.get('title', '')} {page.POST.get('text', '')}"[:LONGEST_ASKED]
    with municipality(page.municipality.key):
        found = similar_ideas(text)
    return render(page, "employee/similar.html", {"similar": found, "level": 2})


def _form(
    page: OfficeRequest, form: SubmissionForm, market: Market, errors: list[FieldError]
) -> HttpResponse:
    nobody = ("", say("ideas.new.no_unit", page.language))
    values = {
        "form": form,
        "market": market,
        "units": [nobody, *((unit["name"], unit["name"]) for unit in market.units)],
        "ways": [(way, say(f"ideas.new.under_{way}", page.language)) for way in (OWN, PSEUDONYM)],
        "errors": errors,
        "wrong": by_field(errors),
    }
    return show(page, "new", values)


def _look(page: OfficeRequest, form: SubmissionForm, errors: list[FieldError]) -> HttpResponse:
    tidy = form.draft.tidy
    with municipality(page.municipality.key):
        found = similar_ideas(f"{tidy.title} {tidy.text}")
    code = form.code or (random_code() if form.is_pseudonymous else "")
    values: dict[str, Any] = {
        "form": form,
        "draft": tidy,
        "similar": found,
        "code": code,
        "signed": signing.dumps(code, salt=SALT) if code else "",
        "errors": errors,
        "wrong": by_field(errors),
    }
    return show(page, "look", values)


def _take(page: OfficeRequest, form: SubmissionForm) -> HttpResponse:
    with municipality(page.municipality.key):
        if form.is_pseudonymous:
            drop_in(form.draft, form.pseudonym, form.code)
            return HttpResponseRedirect(reverse("ideas-dropped-in"))
        idea = submit(form.draft, str(page.officer.staff_id))
    note_result(page, "submitted")
    return HttpResponseRedirect(reverse("idea", args=[idea.number]))


def _signed_code(text: str) -> str:
    try:
        return str(signing.loads(text, salt=SALT, max_age=CODE_LASTS)) if text else ""
    except signing.BadSignature:
        return ""
