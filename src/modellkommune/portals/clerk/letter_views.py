"""Letters: what goes out on paper, one PDF to print, and noting that it was given to the post."""

from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity.rights import SEND_LETTERS
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.desk import number, sees_protected, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.listing import day_of
from modellkommune.workflow.letters import AT_A_TIME, Letter, LetterGone, letters, post, printed

RESULT: Final = "office_letters"
"""Where a session keeps how many letters were posted, until the list has said it."""


@office(SEND_LETTERS, "staff:clerk")
@require_http_methods(["GET", "POST"])
def letters_page(request: HttpRequest) -> HttpResponse:
    """The letters that wait, oldest first; sent: those that were given to the post."""
    page = cast(OfficeRequest, request)
    if request.method == "GET":
        return _list(page, [])
    chosen = _chosen(request.POST.getlist("brief"))
    if not chosen:
        return _list(page, [InputError("brief-1", say("office.letters.none", page.language))])
    posted = post(page.municipality.key, chosen, str(page.officer.staff_id))
    request.session[RESULT] = posted
    return HttpResponseRedirect(reverse("office-letters"))


@office(SEND_LETTERS, "staff:clerk")
@require_GET
def print_letters(request: HttpRequest) -> HttpResponse:
    """The letters named by `brief` as one PDF to print."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        try:
            content = printed(_chosen(request.GET.getlist("brief")), protected=sees_protected(page))
        except LetterGone:
            raise Http404 from None
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="briefe.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _list(page: OfficeRequest, errors: list[InputError]) -> HttpResponse:
    with municipality(page.municipality.key):
        found = letters(protected=sees_protected(page))
    values = {
        "letters": [(letter, _since(letter, page.language)) for letter in found],
        "all": "&".join(f"brief={letter.case_id}" for letter in found),
        "posted": page.session.pop(RESULT, None),
        "errors": errors if found else [],
        "nav": "letters",
    }
    return show(page, "letters", values)


def _since(letter: Letter, language: str) -> str:
    return day_of(letter.since, language) if letter.since else ""


def _chosen(texts: list[str]) -> list[int]:
    return sorted({number(text) for text in texts})[:AT_A_TIME]
