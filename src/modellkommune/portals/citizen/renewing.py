"""Renewing a permit: what can be done about one that ends, and beginning the application."""

import uuid
from contextlib import suppress
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import visit
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.permits.queries import content_of, issued_permit
from modellkommune.foundation.identity.commands import keep_alive
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import identity_of
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import not_found
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import base_of
from modellkommune.portals.citizen.desk import holder_of
from modellkommune.portals.citizen.login_cookie import token_of_request
from modellkommune.values.period import date_text
from modellkommune.workflow.access import may_read, needs_log_in
from modellkommune.workflow.renewing import NotRenewable, Renewal, begin_renewal, renewal_of, spent_renewal


@open_to("anyone")
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Say whether and when the permit of a case can be renewed; begin, or take up what was begun."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        try:
            case, session = visit(case_id, token_of_request(request))
        except CaseNotFound:
            return not_found(request)
        about = {"address": str(case.public_id)}
        if session is None or not may_read(case, session.holder, session.subject_digest):
            return render(request, "citizen/renew.html", {**about, "needs_log_in": needs_log_in(case)})
        keep_alive(session)
        if request.method == "POST":
            with suppress(NotRenewable):
                return _begun(case, session, base_of(page.language))
        renewal = renewal_of(case)
        values = {"plates": content_of(renewal.permit, case)["plates"]} if renewal else {}
    if renewal is None:
        return HttpResponseRedirect(f"/vorgang/{case.public_id}/")
    return render(request, "citizen/renew.html", {**about, **values, **words_of(renewal, page.language)})


def words_of(renewal: Renewal, language: str) -> dict[str, Any]:
    """What pages say of a permit that can be renewed, could be or will be able to."""
    days = {name: getattr(renewal, name) for name in ("opens", "closes")} | {"last": renewal.permit.last}
    return {"renewal": renewal, "days": {name: date_text(day, language) for name, day in days.items()}}


def words_of_spent(draft: Draft, language: str) -> dict[str, Any]:
    """What pages say of a renewal that can no longer be handed in; empty where the draft can be.

    Inside `with municipality(...)`.
    """
    renewal = spent_renewal(draft)
    return words_of(renewal, language) if renewal else {}


def address_of_renewal(of_permit: str) -> str:
    """Where it is said what can be done about a permit. Inside `with municipality(...)`."""
    permit = issued_permit(of_permit)
    return f"/vorgang/{permit.case.public_id}/verlaengern/" if permit else "/vorgang/"


def _begun(case: Case, session: ResidentSession, language: str) -> HttpResponse:
    draft = begin_renewal(case, holder_of(session), identity_of(session), language)
    return HttpResponseRedirect(f"/antrag/{draft.pk}/")
