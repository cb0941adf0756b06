"""The check page: every answer, the fee with its steps, which registers will be asked, and handing in."""

import uuid
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.blueprint import Step
from modellkommune.foundation.identity.limits import reaches
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.application import CHECK, address_of, of_draft
from modellkommune.portals.citizen.deleting import address_to_delete
from modellkommune.portals.citizen.desk import Desk, desk_of
from modellkommune.portals.citizen.outlook import outlook
from modellkommune.portals.citizen.renewing import address_of_renewal
from modellkommune.portals.citizen.sessions import note_of_desk
from modellkommune.portals.citizen.troubles import Trouble
from modellkommune.workflow.renewing import NotRenewable, spent_renewal
from modellkommune.workflow.submission import (
    ApplicationIncomplete,
    DeclarationMissing,
    LevelTooLow,
    Submission,
    submit,
)


@dataclass(frozen=True)
class Line:
    """One answer as the check page shows it."""

    label: str
    value: str


@dataclass(frozen=True)
class Block:
    """The answers of one step and where to change them."""

    number: int
    title: str
    lines: tuple[Line, ...]
    change: str


@open_to("resident")
@require_http_methods(["GET", "POST"])
@of_draft
def check(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Show everything once more; hand it in when the button that names the act is pressed."""
    if request.method == "POST":
        return _hand_in(request, draft_id)
    return _show(request, draft_id, ())


@open_to("resident")
@require_GET
@of_draft
def overview(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The address of the draft itself leads to its first open step; a log-in since then is taken over."""
    with municipality(cast(PageRequest, request).municipality.key):
        desk = desk_of(request, draft_id, locked=True)
        spent = spent_renewal(desk.draft)
        return HttpResponseRedirect(
            address_to_delete(draft_id) if spent else address_of(desk, desk.first_open())
        )


def _hand_in(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        desk = desk_of(request, draft_id, locked=True)
    level, service_id = desk.session.level, desk.service.id
    declared = request.POST.get("declared") == "yes"
    # Where staff have logged in on the same device, one of them stands by.
    assisted = request.user.is_authenticated
    submission = Submission(draft_id, declared=declared, level=level, assisted=assisted)
    try:
        public_id = submit(page.municipality.key, submission)
    except ApplicationIncomplete as open_question:
        return HttpResponseRedirect(f"/antrag/{draft_id}/{open_question.step}/?zurueck={CHECK}")
    except NotRenewable:
        with municipality(page.municipality.key):
            return HttpResponseRedirect(address_of_renewal(desk.draft.of_permit))
    except LevelTooLow:
        return HttpResponseRedirect(f"/dienste/{service_id}/antrag/")
    except DeclarationMissing:
        return _show(request, draft_id, (Trouble("declared", say("check.declare_first", page.language)),))
    return HttpResponseRedirect(f"/vorgang/{public_id}/")


def _show(request: HttpRequest, draft_id: uuid.UUID, errors: tuple[Trouble, ...]) -> HttpResponse:
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        desk = desk_of(request, draft_id)
        if spent_renewal(desk.draft):
            return HttpResponseRedirect(address_to_delete(draft_id))
        first = desk.first_open()
        if first is not None:
            return HttpResponseRedirect(address_of(desk, first))
        values = {
            "desk": desk,
            "blocks": [
                _block(desk, step, number, page.language) for number, step in enumerate(desk.steps, 1)
            ],
            **_fee(desk),
            "queries": desk.service.queries(desk.content.answers, desk.known),
            "identified": reaches(desk.session.level, "substantial"),
            "number": len(desk.steps) + 1,
            "back_address": address_of(desk, desk.steps[-1]),
            "submit_label": desk.service.text("service.submit", page.language),
            "declaration": desk.service.text("check.declaration", page.language),
            "declare_error": errors[0].message if errors else "",
            "errors": errors,
            "note": note_of_desk(desk, page.path),
        }
    return render(request, "citizen/checkpage.html", values, status=422 if errors else 200)


def _fee(desk: Desk) -> dict[str, Any]:
    fee = outlook(desk, desk.content.answers).fee
    return {"fee_steps": fee.steps if fee else (), "fee_cents": fee.total if fee else 0}


def _block(desk: Desk, step: Step, number: int, language: str) -> Block:
    asked = desk.progress.asked
    lines = tuple(
        _line(desk, field, language)
        for field in step.fields
        if field.id in asked and field.type != "information"
    )
    change = f"{address_of(desk, step)}?zurueck={CHECK}"
    return Block(number, step.title.get(language) or step.title["de"], lines, change)


def _line(desk: Desk, field: Any, language: str) -> Line:
    value = desk.content.answers.get(field.id)
    label = field.label.get(language) or field.label["de"]
    if value in (None, "", []):
        return Line(label, "")
    return Line(label, desk.service.present(field, value, language))
