"""The list of zones with their streets, the areas for the map, and the map on the service's page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings

from modellkommune.foundation.places.book import Zone
from modellkommune.portals.citizen.zone_list import anchor_of, own_name

Get = Callable[..., Any]


def test_every_zone_is_listed_with_its_streets(get: Get) -> None:
    page = get("/parkzone/zonen/").content.decode()
    assert 'id="zone-C">Zone C: Mühlenviertel</h2>' in page
    assert '<li>Hauptstraße <span class="kern-body--muted">1 bis 43 (ungerade)' in page
    assert "29 ohne Buchstaben, 30 bis 36" in page
    assert "Zone F: Neue Höfe (geplant, gilt noch nicht)" in page


def test_the_list_speaks_english(get: Get) -> None:
    page = get("/parkzone/zonen/", sprache="en").content.decode()
    assert "Zone A – Old town" in page
    assert "1 to 43 (odd)" in page


def test_the_areas_are_geojson_with_planned_zones_marked(get: Get) -> None:
    answer = get("/parkzone/zonen.geojson")
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = json.loads(answer.content)["features"]
    assert [one["properties"]["code"] for one in features if not one["properties"]["planned"]] == [*"ABCDE"]
    assert features[-1]["properties"]["planned"] is True
    assert features[0]["properties"]["address"] == "/parkzone/zonen/#zone-A"
    assert features[0]["geometry"]["type"] == "MultiPolygon"


def test_the_service_has_a_map_without_tiles_of_others_and_the_zones_in_words(get: Get) -> None:
    answer = get("/dienste/resident-parking/")
    page = answer.content.decode()
    assert 'hidden data-zone-map="/parkzone/zonen.geojson"' in page
    assert 'data-tiles=""' in page
    assert '<a class="kern-link" href="/parkzone/zonen/#zone-A">Zone A: Altstadt</a>' in page
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"].split("; ")


def test_tiles_of_the_town_can_be_named(get: Get, settings: LazySettings) -> None:
    settings.MAP_TILES, settings.MAP_CREDIT = "https://tiles.example/{z}/{x}/{y}.png", "© Land"
    page = get("/parkzone/zonen/").content.decode()
    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png" data-credit="© Land"' in page


@pytest.mark.parametrize(("name", "said"), [("Zone A", ""), ("A", ""), ("Altstadt", "Altstadt")])
def test_a_zone_called_by_its_code_alone_is_not_named_twice(name: str, said: str) -> None:
    assert own_name(Zone("A", {"de": name}, {}, ()), "de") == said


def test_a_code_with_signs_makes_an_anchor() -> None:
    assert anchor_of("Lind-N. II") == "zone-Lind-N--II"
    assert anchor_of("SÜD I") == "zone-SÜD-I"
