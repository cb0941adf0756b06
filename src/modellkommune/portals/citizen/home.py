"""The portal's front page."""

from typing import Any

from django.http import HttpResponse

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.information import draw_once, information
from modellkommune.pages.town_request import PageRequest
from modellkommune.portals.citizen.services_offer import Offer, offers
from modellkommune.portals.citizen.services_situations import situations_of

TOP = 3


@information
def show_home(request: PageRequest) -> HttpResponse:
    """Search, the most used services as cards, life situations, the way to an application under way."""
    with municipality(request.municipality.key):
        offered = offers(request.language)
    return draw_once(request, "citizen/home.html", offered, lambda: _home(offered))


def _home(offered: tuple[Offer, ...]) -> dict[str, Any]:
    return {"top": offered[:TOP], "situations": situations_of(offered), "nav": "home"}
