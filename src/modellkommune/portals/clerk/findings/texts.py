"""The analyst's page of texts: each is read by somebody before everybody can read it."""

import uuid
from typing import Final, cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modellkommune.foundation.identity.rights import ANALYSE
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.office.guard import OfficeRequest, office
from modellkommune.pages.wording import in_language
from modellkommune.participation.surveys.errors import AnswersClosed
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.participation.surveys.releasing import released_texts, review_text, waiting_texts
from modellkommune.portals.clerk.findings.desk import ordered, show
from modellkommune.portals.clerk.surveys.desk import found

AT_ONCE: Final = 20
_WISHES: Final = {"release": True, "keep": False}


@office(ANALYSE)
@require_http_methods(["GET", "POST"])
def texts_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The texts that wait; a POST decides about one of them."""
    page = cast(OfficeRequest, request)
    survey = found(page, survey_id)
    if request.method == "GET":
        return _show(page, survey)
    try:
        text_id, release = uuid.UUID(request.POST.get("text", "")), _WISHES[request.POST.get("wish", "")]
    except (ValueError, KeyError):
        raise BadRequest from None
    town, staff_id = page.municipality.key, page.officer.staff_id
    done = "released" if release else "kept_back"
    ordered(page, done, lambda: review_text(town, survey.pk, text_id, staff_id, release=release))
    return HttpResponseRedirect(reverse("office-texts", args=[survey.pk]))


def _show(page: OfficeRequest, survey: Survey) -> HttpResponse:
    labels = {one.id: in_language(one.label, page.language) for one in definition(survey).questions}
    try:
        with municipality(page.municipality.key):
            waiting = waiting_texts(survey, AT_ONCE)
            released = sum(map(len, released_texts(survey.pk).values()))
    except AnswersClosed:
        waiting, released = (), 0
    values = {
        "closed": survey.settled_at is not None,
        "waiting": [(labels[one.question], one) for one in waiting],
        "released": released,
        "language": page.language,
        "nav": "raw",
    }
    return show(page, "texts", survey, values)
