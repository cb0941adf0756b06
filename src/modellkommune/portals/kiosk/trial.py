"""Trying the parking permit out with an invented person: the real questions and rules, and no case.

What is typed lies sealed in the visit and goes with it; this portal gives no order to casework at all.
"""

from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.blueprint import Field, Known, Service, Step
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.errors import not_found
from modellkommune.pages.wording import base_of, in_language, say
from modellkommune.participation.outreach.stations import content_of, keep
from modellkommune.portals.kiosk.guard import StationRequest, in_visit, show
from modellkommune.workflow.sample import (
    NothingToTry,
    invented_person,
    prospect,
    sample_paper,
    service_to_try,
)
from modellkommune.workflow.situation import known as known_of

BEGINNING: Final = "/kiosk/probe/"
CHECK: Final = "/kiosk/probe/pruefen/"
PERMIT: Final = "/kiosk/probe/ausweis/"


@dataclass(frozen=True)
class Table:
    """What lies on the table: the service, what was answered so far, and as whom."""

    service: Service
    answers: dict[str, Any]
    known: Known

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that ask something; nobody hands in files here."""
        asked = self.service.progress(self.answers, self.known).asked
        return tuple(
            step
            for step in self.service.steps
            if any(field.id in asked and field.type != "upload" for field in step.fields)
        )

    def fields(self, step: Step) -> list[Field]:
        """What a step asks."""
        asked = self.service.progress(self.answers, self.known).asked
        return [field for field in step.fields if field.id in asked and field.type != "upload"]


@in_visit
@require_http_methods(["GET", "POST"])
def beginning(request: HttpRequest) -> HttpResponse:
    """Say what this is; the button invents a person and leads to her first step."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        try:
            service = service_to_try()
            person = invented_person(service, page.visit.pk)
        except NothingToTry:
            return not_found(request)
        if request.method == "POST":
            answers = service.kept(person.answers("self"), known_of(person.identity, page.language))
            keep(page.visit, answers=answers, identity=person.identity)
            return HttpResponseRedirect(f"{BEGINNING}{service.steps[0].id}/")
    return show(
        request,
        "trial",
        {"demonstrates": True, "person": person, "title": service.text("service.title", page.language)},
    )


@in_visit
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step_id: str) -> HttpResponse:
    """One step, filled in as the invented person would; everything may be changed."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        table = _table(page)
        asked = next((each for each in table.steps if each.id == step_id), None) if table else None
        if table is None or asked is None:
            return HttpResponseRedirect(BEGINNING)
        if request.method == "GET":
            return _show_step(page, table, asked, {}, [])
        return _take(page, table, asked)


@in_visit
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more with the fee; the button leads to the permit as it would look."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        table = _table(page)
        if table is None:
            return HttpResponseRedirect(BEGINNING)
        if request.method == "POST":
            return HttpResponseRedirect(PERMIT)
        fee = prospect(table.service, table.answers, table.known).fee
        values = {
            "demonstrates": True,
            "blocks": [
                _block(table, each, number, page.language) for number, each in enumerate(table.steps, 1)
            ],
            "fee_steps": fee.steps if fee else (),
            "fee_cents": fee.total if fee else 0,
            "number": len(table.steps) + 1,
            "back_address": f"{BEGINNING}{table.steps[-1].id}/",
        }
    return show(request, "trial_check", values)


@in_visit
@require_GET
def permit(request: HttpRequest) -> HttpResponse:
    """The permit as a picture, and what would happen now if it were real."""
    page = cast(StationRequest, request)
    with municipality(page.municipality.key):
        if _table(page) is None:
            return HttpResponseRedirect(BEGINNING)
    return show(request, "trial_permit", {"demonstrates": True})


@in_visit
@require_GET
def permit_picture(request: HttpRequest) -> HttpResponse:
    """The paper with "Vorführung" across it, as a picture."""
    return _paper(cast(StationRequest, request), "png")


@in_visit
@require_GET
def permit_paper(request: HttpRequest) -> HttpResponse:
    """The same as a PDF, for a stand with a printer."""
    return _paper(cast(StationRequest, request), "pdf")


def _paper(page: StationRequest, kind: str) -> HttpResponse:
    with municipality(page.municipality.key):
        table = _table(page)
        if table is None:
            return not_found(page)
        paper = sample_paper(table.service, table.answers, table.known, say("kiosk.watermark", page.language))
    if kind == "png":
        return HttpResponse(paper.picture(), content_type="image/png")
    response = HttpResponse(paper.pdf(), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="vorfuehrung.pdf"'
    return response


def _table(page: StationRequest) -> Table | None:
    """The trial of this visit; None before it has begun."""
    content = content_of(page.visit)
    if "answers" not in content:
        return None
    known = known_of(content["identity"], base_of(page.language))
    return Table(service_to_try(), content["answers"], known)


def _take(page: StationRequest, table: Table, asked: Step) -> HttpResponse:
    sent = {name: page.POST.getlist(name) for name in page.POST}
    reading = table.service.read(asked.id, sent, table.answers, table.known)
    errors = list(reading.errors)
    after = Table(table.service, dict(reading.answers), table.known)
    if errors or reading.again or "sprache" in page.GET:
        return _show_step(page, after, asked, reading.entered, errors)
    keep(page.visit, answers=after.answers)
    if {field.id for field in after.fields(asked)} - set(page.POST.getlist("_fields")):
        return HttpResponseRedirect(page.path)
    ids = [each.id for each in after.steps]
    place = ids.index(asked.id) + 1
    return HttpResponseRedirect(f"{BEGINNING}{ids[place]}/" if place < len(ids) else CHECK)


def _show_step(
    page: StationRequest, table: Table, asked: Step, entered: dict[str, Any], errors: list[Any]
) -> HttpResponse:
    ids = [each.id for each in table.steps]
    number = ids.index(asked.id) + 1
    drawn = [
        (field, table.service.inputs(field, table.answers, entered, page.language, table.known))
        for field in table.fields(asked)
    ]
    values = {
        "demonstrates": True,
        "step": asked,
        "drawn": drawn,
        "errors": errors,
        "number": number,
        "steps": len(ids) + 1,
        "back_address": f"{BEGINNING}{ids[number - 2]}/" if number > 1 else BEGINNING,
        "form_id": "step",
    }
    return show(page, "trial_step", values, status=422 if errors else 200)


def _block(table: Table, asked: Step, number: int, language: str) -> dict[str, Any]:
    lines = [
        {
            "label": in_language(field.label, language),
            "value": table.service.present(field, table.answers.get(field.id), language),
        }
        for field in table.fields(asked)
        if field.type != "information"
    ]
    title = in_language(asked.title, language)
    return {"number": number, "title": title, "lines": lines, "change": f"{BEGINNING}{asked.id}/"}
