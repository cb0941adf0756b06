"""http://localhost: the directory of the installation's municipalities."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from modellkommune.pages.information import information
from modellkommune.pages.town import Town, towns
from modellkommune.pages.town_request import PageRequest

USUAL_PORTS = {"http": 80, "https": 443}


def portal_address(town: Town, path: str = "/") -> str:
    """The public address of a page of a municipality's portal, with scheme and port as browsers use them."""
    scheme, port = settings.PUBLIC_SCHEME, settings.PUBLIC_PORT
    suffix = "" if USUAL_PORTS.get(scheme) == port else f":{port}"
    return f"{scheme}://{town.hosts[0]}{suffix}{path}"


@information
def show_directory(request: PageRequest) -> HttpResponse:
    """Every municipality with a link to its portal."""
    entries = [
        {
            "name": town.text("official_name", request.language) or town.name,
            "slogan": town.text("branding.slogan", request.language),
            "host": town.hosts[0],
            "address": portal_address(town),
        }
        for town in towns.all()
        if town.hosts
    ]
    return render(request, "pages/directory.html", {"entries": entries})
