"""The health of the portal: what to act on, what to look at, what is in order, each with its remedy."""

from collections import Counter
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from modellkommune.foundation.health.finding import VERDICTS
from modellkommune.foundation.health.registry import examined
from modellkommune.foundation.identity.rights import SECURITY
from modellkommune.pages.health import told
from modellkommune.pages.office.guard import OfficeRequest, office, show


@office(SECURITY)
@require_GET
def health_page(request: HttpRequest) -> HttpResponse:
    """Everything is looked at anew each time; the worst comes first."""
    page = cast(OfficeRequest, request)
    findings = [told(each, page.language) for each in examined(page.municipality.key)]
    counted = Counter(each.verdict for each in findings)
    groups = [(verdict, [each for each in findings if each.verdict == verdict]) for verdict in VERDICTS]
    values = {"groups": groups, "bad": counted["bad"], "look": counted["look"] + counted["unknown"]}
    return show(request, "guarding/health.html", {**values, "nav": "security"})
