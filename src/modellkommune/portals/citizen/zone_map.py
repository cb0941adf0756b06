"""A sketch map of the parking zones, drawn by the server: no tiles, no foreign host, no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from modellkommune.foundation.places.book import Zone
from modellkommune.foundation.places.geometry import Point

WIDTH = 640  # units of the drawing
MARGIN = 16


@dataclass(frozen=True)
class Shape:
    """One zone as SVG: path data, where its letter stands, whether it is the one meant."""

    path: str
    x: int
    y: int
    code: str
    here: bool


@dataclass(frozen=True)
class ZoneMap:
    """The drawing; sizes in its own units."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


class _Frame:
    """Turns longitude and latitude into the drawing's coordinates, north up, true to angles at town scale."""

    def __init__(self, points: Sequence[Point]) -> None:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self._west, self._north = min(lons), max(lats)
        self._squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
        east_west = max((max(lons) - min(lons)) * self._squeeze, 1e-9)
        self._scale = (WIDTH - 2 * MARGIN) / east_west
        self.height = round((max(lats) - min(lats)) * self._scale) + 2 * MARGIN

    def place(self, point: Point) -> tuple[int, int]:
        x = (point[0] - self._west) * self._squeeze * self._scale + MARGIN
        y = (self._north - point[1]) * self._scale + MARGIN
        return round(x), round(y)


def draw_map(zones: Sequence[Zone], code: str) -> ZoneMap | None:
    """All zones, the one with `code` marked and drawn last; None if there is nothing to draw."""
    points = [point for zone in zones for polygon in zone.polygons for point in polygon.outer]
    if not points:
        return None
    frame = _Frame(points)
    drawn = [_shape(zone, frame, zone.code == code) for zone in zones if zone.polygons]
    return ZoneMap(WIDTH, frame.height, tuple(sorted(drawn, key=lambda shape: shape.here)))


def _shape(zone: Zone, frame: _Frame, here: bool) -> Shape:
    rings = [[frame.place(point) for point in polygon.outer] for polygon in zone.polygons]
    largest = max(rings, key=len)
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in ring[:-1]) + "Z" for ring in rings)
    return Shape(path, _middle(largest, 0), _middle(largest, 1), zone.code, here)


def _middle(ring: list[tuple[int, int]], axis: int) -> int:
    values = [point[axis] for point in ring]
    return (min(values) + max(values)) // 2
