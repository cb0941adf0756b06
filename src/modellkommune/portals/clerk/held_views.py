"""Reports that a program may have written: somebody reads them and lets them go out, or discards them."""

from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.identity.rights import REVIEW
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.messages.commands import discard, release
from modellkommune.foundation.messages.queries import held
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.portals.clerk.desk import number, show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.listing import day_of

RESULT: Final = "office_held"
"""Where a session keeps what became of the last report, until the list has said it."""
ACTS: Final = {"release": release, "discard": discard}


@office(REVIEW, "staff:clerk")
@require_http_methods(["GET", "POST"])
def held_page(request: HttpRequest) -> HttpResponse:
    """The reports that wait, oldest first; sent: what is to become of one of them."""
    page = cast(OfficeRequest, request)
    if request.method == "POST":
        return _act(page)
    with municipality(page.municipality.key):
        letters = [(letter, day_of(letter.composed_at, page.language)) for letter in held()]
    result = request.session.pop(RESULT, "")
    return show(request, "held", {"letters": letters, "result": result, "nav": "held"})


def _act(page: OfficeRequest) -> HttpResponse:
    name = page.POST.get("act", "")
    if name in ACTS:
        actor = Actor("staff", str(page.officer.staff_id))
        with municipality(page.municipality.key):
            done = ACTS[name](number(page.POST.get("message", "")), actor)
        page.session[RESULT] = name if done else "gone"
    return HttpResponseRedirect(reverse("office-held"))
