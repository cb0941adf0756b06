"""Handouts at the tablet: a QR code for each service, to go on with one's own telephone."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from modellkommune.foundation.catalogue.queries import offered
from modellkommune.foundation.documents.qrcode import qr_svg
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.participation.outreach.queries import handouts_of
from modellkommune.portals.kiosk.guard import StationRequest, in_visit, show


@dataclass(frozen=True)
class Card:
    """A service with the code that leads there."""

    title: str
    address: str
    code: SafeString


@in_visit
@require_GET
def handouts(request: HttpRequest) -> HttpResponse:
    """The services that the town offers online, each with its code."""
    page = cast(StationRequest, request)
    town = page.municipality.key
    with municipality(town):
        codes = {sheet.service_id: sheet.code for sheet in handouts_of(page.station.event)}
        services = [(service.id, service.text("service.title", page.language)) for service in offered()]
    host = public_address(town)
    cards = [
        _card(title, f"{host}/i/{codes[name]}/" if name in codes else f"{host}/dienste/{name}/")
        for name, title in services
    ]
    return show(request, "handouts", {"cards": cards})


def _card(title: str, address: str) -> Card:
    # The drawing is made of numbers only.
    return Card(title, address.partition("://")[2], SafeString(qr_svg(address).decode()))
