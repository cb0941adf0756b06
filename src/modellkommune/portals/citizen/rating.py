"""One optional question after a case: how content she was. Counted, not kept with the case.

Whoever holds the link is asked: that is where the last mail leads, and hardly anybody logs in again for it.
"""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.queries import case_of_link
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import not_found
from modellkommune.pages.town_request import PageRequest
from modellkommune.participation.outreach.adoption import GRADES
from modellkommune.participation.outreach.adoption_commands import take_rating
from modellkommune.portals.citizen.status import THANKS
from modellkommune.workflow.adoption import asks_after


@open_to("anyone")
@require_POST
def rate(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take a grade, or that she does not want to say; a second answer changes nothing."""
    given = request.POST.get("grade", "")
    with municipality(cast(PageRequest, request).municipality.key):
        try:
            case = case_of_link(case_id)
        except CaseNotFound:
            return not_found(request)
        address = f"/vorgang/{case.public_id}/"
        grade = int(given) if given in map(str, GRADES) else None
        skips = "skip" in request.POST
        if grade is None and not skips:
            return HttpResponseRedirect(f"{address}?{THANKS}=0")
        if asks_after(case):
            take_rating(str(case.public_id), case.service_id, None if skips else grade)
    return HttpResponseRedirect(f"{address}?{THANKS}=1#bewertung")
