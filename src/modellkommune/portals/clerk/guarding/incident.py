"""One incident: why a resident was turned away, and letting her in again."""

from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.guarding.commands import let_in_again
from modellkommune.foundation.guarding.models import BLOCKED
from modellkommune.foundation.guarding.queries import bans_of, exemptions_of, incident
from modellkommune.foundation.identity.rights import SECURITY
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest, office, show
from modellkommune.portals.clerk.guarding.words import ban_line, line_of

DAYS: Final = 7
"""So long a rule is forgiven on a page: time to call back, not for ever."""


@office(SECURITY)
@require_http_methods(["GET", "POST"])
def incident_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What a rule looked for, on which page, in which field; sent: let her in again."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = incident(reference)
        if found is None:
            raise Http404
        if request.method == "POST":
            let_in_again(found, DAYS, Actor("staff", str(page.officer.staff_id)))
            return HttpResponseRedirect(request.path)
        forgiven = exemptions_of(found)
        bans = [ban_line(each, page.language) for each in bans_of(found)]
    values = {"line": line_of(found, page.language), "forgiven": forgiven, "bans": bans, "days": DAYS}
    blocked = found.verdict == BLOCKED
    return show(request, "guarding/incident.html", {**values, "blocked": blocked, "nav": "security"})
