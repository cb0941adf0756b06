"""The dossier of an idea as a PDF."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.participation.ideas.queries import assessments_of, judged, shown
from modellkommune.portals.employee import papers
from modellkommune.portals.employee.access import JUDGES, visible_idea
from modellkommune.portals.employee.idea_views import about


@office(JUDGES)
@require_GET
def dossier(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that is known of an idea, to print or to hand on."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        idea = visible_idea(page, number)
        known = about(shown(idea), page.language)
        sheet = papers.dossier_sheet(page, known, judged(idea), assessments_of(idea))
    return papers.answer(sheet, f"idee-{number}.pdf")
