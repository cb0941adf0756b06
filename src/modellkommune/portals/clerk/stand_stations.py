"""The tablets of an event: register, pair, take out of use; and the sheets with QR codes."""

from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.identity.rights import RUN_STAND
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.pages.fields import InputError
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.handouts import ensure_handout
from modellkommune.participation.outreach.models import Station
from modellkommune.participation.outreach.queries import handouts_of, stations_of
from modellkommune.participation.outreach.sheet import Sheet, sheet_pdf
from modellkommune.participation.outreach.stations import add_station, give_code, revoke
from modellkommune.portals.clerk.desk import show
from modellkommune.portals.clerk.guard import office
from modellkommune.portals.clerk.stand_views import actor_of, address_of, found_event, wrong
from modellkommune.values.latin import normalise

NAME: Final = 40  # characters
PLACE: Final = "tablets/"


@office(RUN_STAND)
@require_http_methods(["GET", "POST"])
def stations_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """The tablets of an event and a form to register another one."""
    page = cast(OfficeRequest, request)
    if request.method == "GET":
        return _stations(page, event_id)
    name = normalise(page.POST.get("name", ""))
    if not 0 < len(name) <= NAME:
        error = InputError("name", say("office.stand.wrong_station", page.language))
        return _stations(page, event_id, errors=[error], typed=name)
    with municipality(page.municipality.key):
        event = found_event(event_id)
        add_station(event, name, actor_of(page))
    return HttpResponseRedirect(address_of(event.pk, PLACE))


@office(RUN_STAND)
@require_POST
def station_code(request: HttpRequest, event_id: int, station_id: int) -> HttpResponse:
    """A new one-time code. It stands on this answer only, nowhere else."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        station = _station(event_id, station_id)
        code = give_code(station, actor_of(page))
    return _stations(page, event_id, coded=(station, code))


@office(RUN_STAND)
@require_POST
def revoke_station(request: HttpRequest, event_id: int, station_id: int) -> HttpResponse:
    """Take a tablet out of use, for example a lost one."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        station = _station(event_id, station_id)
        revoke(station, actor_of(page))
    return HttpResponseRedirect(address_of(event_id, PLACE))


@office(RUN_STAND)
@require_http_methods(["GET", "POST"])
def sheets_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """The sheets with QR codes; POST makes one for every service the town offers."""
    page = cast(OfficeRequest, request)
    with municipality(page.municipality.key):
        event = found_event(event_id)
        titles = {service.id: service.text("service.title", page.language) for service in offered()}
        if request.method == "POST":
            for service_id in titles:
                ensure_handout(event, service_id, actor_of(page))
            return HttpResponseRedirect(address_of(event.pk, "blaetter/"))
        sheets = [(sheet, titles.get(sheet.service_id, sheet.service_id)) for sheet in handouts_of(event)]
    return show(
        page,
        "stand_sheets",
        {"event": event, "event_address": address_of(event.pk), "sheets": sheets, "nav": "stand"},
    )


@office(RUN_STAND)
@require_GET
def sheet_file(request: HttpRequest, event_id: int, code: str) -> HttpResponse:
    """One sheet as a PDF to print."""
    page = cast(OfficeRequest, request)
    town = page.municipality
    with municipality(town.key):
        event = found_event(event_id)
        handout = next((each for each in handouts_of(event) if each.code == code), None)
        service = next((each for each in offered() if handout and each.id == handout.service_id), None)
        if handout is None or service is None:
            raise Http404
        title, summary = (service.text(f"service.{part}", page.language) for part in ("title", "summary"))
    address = f"{public_address(town.key)}/i/{handout.code}/"
    words = {name: say(f"office.stand.sheet_{name}", page.language) for name in ("scan", "type", "free")}
    pdf = sheet_pdf(
        Sheet(town.name, event.name, title, summary, address, words, town.demonstration), page.language
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="blatt-{handout.service_id}.pdf"'
    return response


def _station(event_id: int, station_id: int) -> Station:
    for station in stations_of(found_event(event_id)):
        if station.pk == station_id:
            return station
    raise Http404


def _stations(
    page: OfficeRequest,
    event_id: int,
    *,
    coded: tuple[Station, str] | None = None,
    errors: list[InputError] | None = None,
    typed: str = "",
) -> HttpResponse:
    with municipality(page.municipality.key):
        event = found_event(event_id)
        rows = stations_of(event)
    values = {
        "event": event,
        "event_address": address_of(event.pk),
        "stations": rows,
        "coded": coded,
        "address": f"{public_address(page.municipality.key)}/kiosk/".partition("://")[2],
        "errors": errors or [],
        "wrong": wrong(errors or []),
        "typed": typed,
        "nav": "stand",
    }
    response = show(page, "stand_stations", values)
    response.status_code = 422 if errors else 200
    return response
