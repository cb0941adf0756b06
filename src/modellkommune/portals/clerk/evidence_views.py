"""What residents handed in, as the office looks at it: drawn by us; the original is an act of its own."""

import uuid
from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.files.commands import note_original_opened, page_of
from modellkommune.foundation.files.errors import FileNotFound, FileRefused
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import digest_of, read
from modellkommune.foundation.identity.rights import SEE_PROPOSALS
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.drawn import original, picture
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.portals.clerk.desk import seen_case, show
from modellkommune.portals.clerk.guard import office
from modellkommune.workflow.handing_in import file_of

MOST_SHOWN: Final = 20  # pages on one page


@office(SEE_PROPOSALS, "staff:clerk")
@require_GET
def evidence_page(request: HttpRequest, case_id: int, file_id: uuid.UUID) -> HttpResponse:
    """A file of a case, page by page, with the way to the original."""
    page = cast(OfficeRequest, request)
    first = _first_shown(request)
    with municipality(page.municipality.key):
        number = seen_case(page, case_id).number
        found = _file(page, case_id, file_id)
        last = min(found.pages, first + MOST_SHOWN - 1)
        values = {
            "number": number,
            "back_address": f"/amt/vorgang/{case_id}/",
            "file": found,
            "file_name": found.name,
            "digest": digest_of(found),
            "numbers": range(first, last + 1),
            "next_first": last + 1 if last < found.pages else 0,
            "nav": "proposals",
        }
    return show(request, "evidence", values)


@office(SEE_PROPOSALS, "staff:clerk")
@require_GET
def evidence_picture(request: HttpRequest, case_id: int, file_id: uuid.UUID, number: int) -> HttpResponse:
    """One page of a file of a case, as an image drawn by us."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = _file(page, case_id, file_id)
        try:
            return picture(page_of(found, number))
        except (FileNotFound, FileRefused):
            raise Http404 from None


@office(SEE_PROPOSALS, "staff:clerk")
@require_POST
def evidence_original(request: HttpRequest, case_id: int, file_id: uuid.UUID) -> HttpResponse:
    """The file as it was handed in, to be saved; the journal notes who took it."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = _file(page, case_id, file_id)
        content = read(found)
        note_original_opened(found, Actor("staff", str(page.officer.staff_id)))
        return original(content, found.name)


def _file(page: OfficeRequest, case_id: int, file_id: uuid.UUID) -> StoredFile:
    try:
        return file_of(seen_case(page, case_id), file_id)
    except FileNotFound:
        raise Http404 from None


def _first_shown(request: HttpRequest) -> int:
    stated = request.GET.get("ab", "1")
    return max(1, int(stated)) if stated.isascii() and stated.isdigit() and len(stated) < 5 else 1
