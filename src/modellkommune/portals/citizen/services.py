"""The list of services, the search, and the page of each service."""

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from modellkommune.blueprint import Service
from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.catalogue.errors import ServiceNotOffered
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entry import free_text
from modellkommune.pages.information import draw_once, information
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say
from modellkommune.portals.citizen.services_offer import Offer, offer_of, offers
from modellkommune.portals.citizen.services_search import find_services
from modellkommune.portals.citizen.services_situations import situations_of
from modellkommune.portals.citizen.zone_list import zone_section, zones_book
from modellkommune.values.latin import search_form
from modellkommune.values.period import date_text
from modellkommune.workflow.assessing import FEE_DATE

LONGEST_SEARCH = 100  # characters; more is no search


@information
@free_text("suche")
def show_services(request: PageRequest) -> HttpResponse:
    """All services by letter and by situation, or what `?suche=` finds."""
    asked = request.GET.get("suche", "")[:LONGEST_SEARCH].strip()
    with municipality(request.municipality.key):
        offered = offers(request.language)
    values = {
        "asked": asked,
        "found": find_services(offered, asked),
        "letters": _letters(offered),
        "situations": situations_of(offered),
        "nav": "services",
    }
    return render(request, "citizen/services.html", values)


def _letters(offered: tuple[Offer, ...]) -> list[tuple[str, list[Offer]]]:
    grouped = groupby(offered, key=lambda offer: search_form(offer.title)[:1])
    return [(letter, list(group)) for letter, group in grouped]


@information
def show_service(request: PageRequest, service_id: str) -> HttpResponse:
    """Everything about one service before somebody applies."""
    with municipality(request.municipality.key):
        try:
            service = catalogue.current(service_id)
        except ServiceNotOffered:
            raise Http404 from None
        places = zones_book() if service.zones else None
    today = clock.today()
    version = (service.release_hash, service.overlay_hash, today, places)
    return draw_once(
        request,
        "citizen/service.html",
        version,
        lambda: _service_page(service, request.language, today) | zone_section(places, request.language),
    )


def _service_page(service: Service, language: str, today: date) -> dict[str, Any]:
    return {
        "offer": offer_of(service, language, today),
        "who": service.requirements(language),
        "needs": service.texts("service.needs", language),
        "good_to_know": service.texts("service.good_to_know", language),
        "renews": service.process.renewal is not None,
        "other_ways": service.texts("service.other_ways", language),
        "fee_tables": service.fee_tables(today, language),
        **_coming_fees(service, language, today),
        "legal_basis": [
            (basis.citation, in_language(basis.title, language)) for basis in service.legal_basis
        ],
        "purposes": [
            (in_language(category.title, language), in_language(category.purpose, language))
            for category in service.data_categories
        ],
        "nav": "services",
    }


def _coming_fees(service: Service, language: str, today: date) -> dict[str, Any]:
    """The next fees that are known: from which day, by which day of an application, and how much."""
    coming = service.coming_fees(today, language)
    if coming is None:
        return {}
    day, tables = date_text(coming[0], language), coming[1]
    deciding = str(service.parameters.get(FEE_DATE) or "submission")
    return {
        "coming_day": day,
        # Each table has a name of its own, for whoever goes from one to the next by ear.
        "coming_tables": [
            replace(one, title=say("service.fee_table_from", language, title=one.title, day=day))
            for one in tables
        ],
        "coming_counts": say(f"service.fee_day.{deciding}", language),
    }
