"""What residents handed in, as the office looks at it: drawn by us; the original is an act of its own."""

import uuid
from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from modellkommune.foundation.files.commands import give_original, page_of
from modellkommune.foundation.files.errors import (
    FileNotFound,
    FileRefused,
    OriginalWithheld,
    refusal_named,
)
from modellkommune.foundation.files.models import QUARANTINED, TAKEN, StoredFile
from modellkommune.foundation.files.queries import digest_of
from modellkommune.foundation.files.scanner import is_configured
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
    return _show(cast(OfficeRequest, request), case_id, file_id)


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
    """The file as it was handed in, to be saved; the journal notes who took it.

    Not what the scanner does not find clean now: then the page says why.
    """
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        found = _file(page, case_id, file_id)
        try:
            content = give_original(found, Actor("staff", str(page.officer.staff_id)))
        except FileNotFound:
            raise Http404 from None
        except OriginalWithheld as refusal:
            return _show(page, case_id, file_id, refusal.why)
        return original(content, found.name)


def _show(page: OfficeRequest, case_id: int, file_id: uuid.UUID, why: str = "") -> HttpResponse:
    """The pages of a file; `why` the original is not given out, where somebody asked for it."""
    first = _first_shown(page)
    with municipality(page.municipality.key):
        number = seen_case(page, case_id).number
        found = _file(page, case_id, file_id)
        last = min(found.pages, first + MOST_SHOWN - 1)
        values = {
            "case_id": case_id,
            "number": number,
            "back_address": f"/amt/vorgang/{case_id}/",
            "file": found,
            "file_name": found.name,
            "digest": digest_of(found),
            "numbers": range(first, last + 1),
            "next_first": last + 1 if last < found.pages else 0,
            "nav": "proposals",
            "in_checking": found.state == QUARANTINED,
            "refusal": refusal_named(found.refusal).message if found.refusal else None,
            "gives_original": found.state == TAKEN and is_configured(),
            "why": why,
        }
    response = show(page, "evidence", values)
    response.status_code = 409 if why else 200
    return response


def _file(page: OfficeRequest, case_id: int, file_id: uuid.UUID) -> StoredFile:
    try:
        return file_of(seen_case(page, case_id), file_id)
    except FileNotFound:
        raise Http404 from None


def _first_shown(request: HttpRequest) -> int:
    stated = request.GET.get("ab", "1")
    return max(1, int(stated)) if stated.isascii() and stated.isdigit() and len(stated) < 5 else 1
