"""/parkzone/zonen/: every zone with its streets, and the zones as GeoJSON for the map."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from modellkommune.foundation.places.book import Book, Zone
from modellkommune.foundation.places.errors import PlacesNotLoaded
from modellkommune.foundation.places.listing import ListedStreet, Stretch, streets_of_zones
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.information import draw_once, information
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say

DECIMALS: Final = 5
"""Of degrees: about a metre."""


@dataclass(frozen=True)
class StreetLine:
    """A street and the part of it that lies in the zone, in words; empty for the whole street."""

    name: str
    part: str


@dataclass(frozen=True)
class ZoneEntry:
    """A zone of the list."""

    code: str
    title: str
    description: str
    planned: bool
    streets: tuple[StreetLine, ...] = ()

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the list."""
        return anchor_of(self.code)


def anchor_of(code: str) -> str:
    """The id of a zone on the list: letters and digits stay, whatever else a code has."""
    return "zone-" + "".join(sign if sign.isalnum() else "-" for sign in code)


@information
def show_zone_list(request: PageRequest) -> HttpResponse:
    """All zones, each with its streets."""
    with municipality(request.municipality.key):
        places = zones_book()
    if places is None:
        return render(request, "citizen/zone_unknown.html", {"nav": "services"})
    notice = request.municipality.text("places.notice", request.language)
    values = {"nav": "services", "notice": notice}
    return draw_once(
        request, "citizen/zones.html", places, lambda: zone_section(places, request.language) | values
    )


@information
def show_zone_areas(request: PageRequest) -> HttpResponse:
    """The zones in force and those that are planned, as GeoJSON (RFC 7946)."""
    with municipality(request.municipality.key):
        places = zones_book()
    if places is None:
        raise Http404
    return HttpResponse(areas(places, request.language), content_type="application/geo+json")


def zones_book() -> Book | None:
    """The book of the current municipality, None if it has no places."""
    try:
        return book()
    except PlacesNotLoaded:
        return None


def zone_section(places: Book | None, language: str) -> dict[str, Any]:
    """What a page with map and list needs: `zones`, and the tiles of the installation, if any."""
    if places is None:
        return {}
    return {"zones": entries(places, language), "tiles": settings.MAP_TILES, "credit": settings.MAP_CREDIT}


@lru_cache(maxsize=128)
def entries(places: Book, language: str) -> tuple[ZoneEntry, ...]:
    """The zones in force with their streets, then the planned ones."""
    streets = streets_of_zones(places)
    found = [_entry(zone, language, streets.get(zone.code, ()), planned=False) for zone in places.zones()]
    found += [_entry(zone, language, (), planned=True) for zone in places.planned()]
    return tuple(found)


@lru_cache(maxsize=128)
def areas(places: Book, language: str) -> str:
    """The FeatureCollection; coordinates to about a metre."""
    zones = [*places.zones(), *places.planned()]
    listed = {entry.code: entry for entry in entries(places, language)}
    features = [_feature(zone, listed[zone.code]) for zone in zones]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _feature(zone: Zone, entry: ZoneEntry) -> dict[str, Any]:
    rings = [[_ring(ring) for ring in (area.outer, *area.holes)] for area in zone.polygons]
    return {
        "type": "Feature",
        "properties": {
            "code": zone.code,
            "title": entry.title,
            "description": entry.description,
            "planned": entry.planned,
            "address": f"/parkzone/zonen/#{entry.anchor}",
        },
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def _ring(ring: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[round(lon, DECIMALS), round(lat, DECIMALS)] for lon, lat in ring]


def own_name(zone: Zone, language: str) -> str:
    """What a zone is called besides its code; empty where the list says only "A" or "Zone A"."""
    name = in_language(zone.name, language)
    return "" if name in (zone.code, say("zones.title_code", language, code=zone.code)) else name


def _entry(zone: Zone, language: str, streets: tuple[ListedStreet, ...], *, planned: bool) -> ZoneEntry:
    name = own_name(zone, language)
    key = f"zones.{'planned' if planned else 'title'}{'' if name else '_code'}"
    title = say(key, language, code=zone.code, name=name)
    lines = tuple(_line(street, language) for street in streets)
    return ZoneEntry(zone.code, title, in_language(zone.description, language), planned, lines)


def _line(street: ListedStreet, language: str) -> StreetLine:
    parts = [", ".join(_words(stretch, language) for stretch in street.stretches)]
    if street.without:
        houses = ", ".join(_words(stretch, language) for stretch in street.without)
        parts.append(say("zones.without", language, houses=houses))
    name = f"{street.name} ({street.postcode})" if street.postcode else street.name
    return StreetLine(name, "; ".join(part for part in parts if part))


def _words(stretch: Stretch, language: str) -> str:
    text = say(f"zones.stretch.{stretch.kind}", language, first=stretch.first, last=stretch.last)
    if stretch.letters:
        key = "zones.letters.none" if stretch.letters == "-" else "zones.letters.some"
        text = say(key, language, houses=text, letters=stretch.letters)
    return text if stretch.side == "all" else say(f"zones.side.{stretch.side}", language, houses=text)
