"""Looking at what one has handed in: pages drawn anew by us, never the file as it came."""

import uuid
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from modellkommune.foundation.files.commands import page_of
from modellkommune.foundation.files.errors import FileNotFound, FileRefused, refusal_named
from modellkommune.foundation.files.models import QUARANTINED, StoredFile
from modellkommune.foundation.files.queries import file
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.drawn import picture
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import not_found
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.citizen.application import of_draft
from modellkommune.portals.citizen.desk import desk_of

MOST_SHOWN: Final = 20  # pages on one page


@open_to("resident")
@require_GET
@of_draft
def look(request: HttpRequest, draft_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """All pages of a file of the draft."""
    with municipality(cast(PageRequest, request).municipality.key):
        found = _file(request, draft_id, file_id)
        if found is None:
            return not_found(request)
        return show_file(request, found, f"/antrag/{draft_id}/")


@open_to("resident")
@require_GET
@of_draft
def page(request: HttpRequest, draft_id: uuid.UUID, file_id: uuid.UUID, number: int) -> HttpResponse:
    """One page of a file of the draft, as an image."""
    with municipality(cast(PageRequest, request).municipality.key):
        found = _file(request, draft_id, file_id)
        return show_page(request, found, number)


def show_file(request: HttpRequest, found: StoredFile, back: str) -> HttpResponse:
    """A page with the pages of a file. Inside `with municipality(...)`."""
    numbers = range(1, min(found.pages, MOST_SHOWN) + 1)
    values = {
        "name": found.name,
        "pages": found.pages,
        "numbers": numbers,
        "back_address": back,
        "in_checking": found.state == QUARANTINED,
        "refusal": refusal_named(found.refusal).message if found.refusal else None,
    }
    return render(request, "citizen/look.html", values)


def show_page(request: HttpRequest, found: StoredFile | None, number: int) -> HttpResponse:
    """One page of a file, or 404. Inside `with municipality(...)`."""
    if found is None:
        return not_found(request)
    try:
        return picture(page_of(found, number))
    except (FileNotFound, FileRefused):
        return not_found(request)


def _file(request: HttpRequest, draft_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile | None:
    desk = desk_of(request, draft_id)
    try:
        found = file(file_id)
    except FileNotFound:
        return None
    return found if found.owner == f"draft:{desk.draft.pk}" else None
