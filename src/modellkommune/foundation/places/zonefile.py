"""Zones of a GeoJSON file: codes, names, status and polygons, checked by shapely."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from modellkommune.foundation.places.book import Zone
from modellkommune.foundation.places.geometry import Polygon, Ring, read_polygons
from modellkommune.foundation.places.material import Material
from modellkommune.foundation.places.projection import Projection, in_germany
from modellkommune.foundation.places.rows import Row
from modellkommune.foundation.places.rules import Validity
from modellkommune.foundation.places.words import STATUSES, plain

LONGEST_CODE = 20


def read_zones(rows: Iterable[tuple[int, Row]], project: Projection, material: Material) -> None:
    """The zones of a file: number of the feature and its row, in which `geometry` is a cell."""
    for number, row in rows:
        code = row.text("code")
        if not 0 < len(code) <= LONGEST_CODE:
            message = f"feature {number} needs a code of 1 to {LONGEST_CODE} characters"
            row.problem(message, "name the property that holds it: --column code=name")
            continue
        try:
            zone = _zone(code, row, project)
        except (ValueError, TypeError, KeyError, ShapelyError) as error:
            row.problem(f"zone {code}: {error}")
            continue
        if code in material.zones:
            row.problem(f"zone {code} stands here twice", "make one MultiPolygon of the two")
        material.zones.setdefault(code, (row, zone))


def _zone(code: str, row: Row, project: Projection) -> Zone:
    return Zone(
        code=code,
        name=_by_language(row, "name", code),
        description=_by_language(row, "description", ""),
        polygons=_polygons(row.raw("geometry"), project),
        status=_status(row),
        validity=Validity(_day(row, "valid_from"), _day(row, "valid_to")),
        invented=bool(row.raw("invented")),
    )


def _by_language(row: Row, name: str, default: str) -> dict[str, str]:
    value = row.raw(name) or default
    if isinstance(value, str):
        return {"de": value, "en": value}
    if not isinstance(value, dict) or "de" not in value:
        raise ValueError(f"{name} needs a text, or texts for de and en")
    return {"de": str(value["de"]), "en": str(value.get("en", value["de"]))}


def _status(row: Row) -> str:
    status = row.text("status") or "in_force"
    if plain(status) not in STATUSES:
        raise ValueError(f"status is {status!r}, expected {', '.join(dict.fromkeys(STATUSES.values()))}")
    return STATUSES[plain(status)]


def _day(row: Row, name: str) -> date | None:
    value = row.text(name)
    return date.fromisoformat(value) if value else None


def _polygons(geometry: Mapping[str, Any], project: Projection) -> tuple[Polygon, ...]:
    polygons = read_polygons(dict(geometry))
    area = shape(dict(geometry))
    if not area.is_valid:
        raise ValueError(f"the polygon is not simple ({shapely.is_valid_reason(area)})")
    return tuple(
        Polygon(_ring(polygon.outer, project), tuple(_ring(hole, project) for hole in polygon.holes))
        for polygon in polygons
    )


def _ring(ring: Ring, project: Projection) -> Ring:
    points = tuple(project(point) for point in ring)
    if not all(in_germany(point) for point in points):
        raise ValueError("the polygon lies outside Germany: exchange longitude and latitude, or name --crs")
    return points
