"""Read `zones.geojson`: codes, names, status and polygons of the zones, checked by shapely."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from modellkommune.foundation.places.book import Zone
from modellkommune.foundation.places.errors import FileProblem
from modellkommune.foundation.places.geometry import Polygon, read_polygons
from modellkommune.foundation.places.rules import Validity

STATUSES = ("in_force", "planned", "suspended")
_LONGEST_CODE = 12


def read_zones(path: Path, problems: list[FileProblem]) -> tuple[Zone, ...]:
    """The zones of the file, none if it does not exist; mistakes are added to `problems`."""
    if not path.exists():
        return ()
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        features = document["features"]
    except json.JSONDecodeError as error:
        problems.append(FileProblem(path.name, error.lineno, f"no JSON: {error.msg}"))
        return ()
    except (KeyError, TypeError, UnicodeDecodeError):
        problems.append(FileProblem(path.name, 1, "no GeoJSON FeatureCollection in UTF-8"))
        return ()
    lines = _feature_lines(path.read_text(encoding="utf-8"))
    zones: dict[str, Zone] = {}
    for number, feature in enumerate(features):
        line = lines[number] if number < len(lines) else 1
        zone = _read_zone(feature, FileProblem(path.name, line, f"feature {number + 1}"), problems)
        if zone is not None and zone.code in zones:
            problems.append(FileProblem(path.name, line, f"zone {zone.code} stands here twice"))
        elif zone is not None:
            zones[zone.code] = zone
    return tuple(zones.values())


def _feature_lines(text: str) -> list[int]:
    """The line on which each feature begins (by its `"type": "Feature"`)."""
    lines = [line.replace(" ", "") for line in text.splitlines()]
    return [number for number, line in enumerate(lines, 1) for _ in range(line.count('"type":"Feature"'))]


def _read_zone(feature: Mapping[str, Any], where: FileProblem, problems: list[FileProblem]) -> Zone | None:
    properties = feature.get("properties") or {}
    code = properties.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= _LONGEST_CODE:
        problems.append(_at(where, f"{where.message} needs a code of 1 to {_LONGEST_CODE} characters"))
        return None
    try:
        return Zone(
            code=code,
            name=_by_language(properties, "name", code),
            description=_by_language(properties, "description", ""),
            polygons=_polygons(feature),
            status=_status(properties),
            validity=Validity(_day(properties, "valid_from"), _day(properties, "valid_to")),
            invented=bool(properties.get("invented", False)),
        )
    except (ValueError, TypeError, KeyError, ShapelyError) as error:
        problems.append(_at(where, f"zone {code}: {error}"))
        return None


def _at(where: FileProblem, message: str) -> FileProblem:
    return FileProblem(where.file, where.line, message)


def _by_language(properties: Mapping[str, Any], name: str, default: str) -> dict[str, str]:
    value = properties.get(name, default)
    if isinstance(value, str):
        return {"de": value, "en": value}
    if not isinstance(value, dict) or "de" not in value:
        raise ValueError(f"{name} needs a text, or texts for de and en")
    return {"de": str(value["de"]), "en": str(value.get("en", value["de"]))}


def _status(properties: Mapping[str, Any]) -> str:
    status = str(properties.get("status", "in_force"))
    if status not in STATUSES:
        raise ValueError(f"status is {status!r}, expected {', '.join(STATUSES)}")
    return status


def _day(properties: Mapping[str, Any], name: str) -> date | None:
    value = properties.get(name)
    return date.fromisoformat(value) if value else None


def _polygons(feature: Mapping[str, Any]) -> tuple[Polygon, ...]:
    polygons = read_polygons(feature["geometry"])
    area = shape(feature["geometry"])
    if not area.is_valid:
        raise ValueError(f"the polygon is not simple ({shapely.is_valid_reason(area)})")
    return polygons
