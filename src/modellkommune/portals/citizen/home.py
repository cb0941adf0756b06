"""The portal's front page."""

from django.http import HttpResponse
from django.shortcuts import render

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.information import information
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.citizen.services_offer import offers
from modellkommune.portals.citizen.services_situations import situations_of

TOP = 3


@information
def show_home(request: PageRequest) -> HttpResponse:
    """Search, the most used services as cards, life situations, the way to an application under way."""
    with municipality(request.municipality.key):
        offered = offers(request.language)
    values = {"top": offered[:TOP], "situations": situations_of(offered), "nav": "home"}
    return render(request, "citizen/home.html", values)
