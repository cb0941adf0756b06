"""Log-ins of staff: everybody sees and ends her own, an administrator ends those of a colleague."""

import uuid
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from modellkommune.foundation.identity.models import StaffSession
from modellkommune.foundation.identity.rights import SEE_OFFICE, SEE_STAFF
from modellkommune.foundation.identity.staff_sessions import (
    end_own_session,
    end_sessions_of_staff,
    staff_sessions_of,
)
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_name
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.office.session import idle_limit, number_of
from modellkommune.portals.clerk.desk import RESULT, show
from modellkommune.portals.clerk.guard import office


@office(SEE_OFFICE)
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """The open log-ins of who is at the desk; others than this one can be ended."""
    page = cast(OfficeRequest, request)
    if request.method == "POST":
        with municipality(page.municipality.key):
            end_own_session(page.officer.staff_id, _number(request))
        return HttpResponseRedirect(reverse("office-sessions"))
    lines = [_line(each, page) for each in staff_sessions_of(page.officer.staff_id, idle_limit())]
    return show(request, "sessions", {"lines": lines, "nav": "profile"})


@office(SEE_STAFF, "staff:administrator")
@require_POST
def end_for_colleague(request: HttpRequest, staff_id: int) -> HttpResponse:
    """End every log-in of a colleague, at once and on all devices."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        ended = end_sessions_of_staff(staff_id, page.officer.staff_id)
    request.session[RESULT] = {"sessions_ended": ended}
    return HttpResponseRedirect(reverse("office-staff"))


def _number(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("ende", ""))
    except ValueError:
        return uuid.UUID(int=0)


def _line(each: StaffSession, page: OfficeRequest) -> dict[str, object]:
    here = str(each.pk) == number_of(page)
    return {"session": each, "device": device_name(each.device, page.language), "here": here}
