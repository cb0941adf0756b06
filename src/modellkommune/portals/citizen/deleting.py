"""Deleting an application that was begun; a renewal says here why it can no longer be handed in."""

import uuid
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modellkommune.casework.drafts.commands import delete_draft
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.citizen.application import of_draft
from modellkommune.portals.citizen.desk import desk_of
from modellkommune.portals.citizen.renewing import words_of_spent

DONE: Final = "?geloescht=1"


@open_to("resident")
@require_http_methods(["GET", "POST"])
@of_draft
def delete(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Ask once, then delete the application with everything in it."""
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        desk = desk_of(request, draft_id, locked=request.method == "POST")
        begun_at = f"/dienste/{desk.service.id}/antrag/"
        if request.method == "POST":
            delete_draft(desk.draft)
            return HttpResponseRedirect(begun_at + DONE)
        values = {"back_address": begun_at, "onward": f"/antrag/{draft_id}/"}
        values |= words_of_spent(desk.draft, page.language)
    return render(request, "citizen/delete_draft.html", values)


def address_to_delete(draft_id: uuid.UUID) -> str:
    """Where a draft can be deleted, and where it is said why it can no longer be handed in."""
    return f"/antrag/{draft_id}/loeschen/"
