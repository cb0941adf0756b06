"""Points and polygons in longitude and latitude, for towns: flat enough to measure in metres.

Written out because a web worker only needs these two questions; shapely (and numpy with it) checks polygons
where they are loaded and takes 30 MB of memory.
"""

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float]
Ring = tuple[Point, ...]
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Polygon:
    """An outer ring and its holes, each closed (first point = last point)."""

    outer: Ring
    holes: tuple[Ring, ...] = ()

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside the outer ring and in no hole."""
        west, south, east, north = self._box
        if not (west <= point[0] <= east and south <= point[1] <= north):
            return False
        return _inside(point, self.outer) and not any(_inside(point, hole) for hole in self.holes)

    def distance(self, point: Point) -> float:
        """Metres from the point to the nearest border; 0 inside."""
        if self.contains(point):
            return 0.0
        rings = (self.outer, *self.holes)
        return min(_to_segment(point, a, b) for ring in rings for a, b in itertools.pairwise(ring))

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        lons, lats = zip(*self.outer, strict=True)
        return min(lons), min(lats), max(lons), max(lats)


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in itertools.pairwise(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _to_segment(point: Point, a: Point, b: Point) -> float:
    ax, ay = _metres(a, point)
    bx, by = _metres(b, point)
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return math.hypot(ax + along * dx, ay + along * dy)


def _metres(point: Point, origin: Point) -> Point:
    east = (point[0] - origin[0]) * math.cos(math.radians(origin[1])) * _METRES_PER_DEGREE
    return east, (point[1] - origin[1]) * _METRES_PER_DEGREE


def read_polygons(geometry: dict[str, object]) -> tuple[Polygon, ...]:
    """The polygons of a GeoJSON geometry of type Polygon or MultiPolygon; raises ValueError for others."""
    coordinates = geometry.get("coordinates")
    kind = geometry.get("type")
    if not isinstance(coordinates, list) or kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"geometry is {kind}, expected Polygon or MultiPolygon")
    return tuple(_polygon(rings) for rings in ([coordinates] if kind == "Polygon" else coordinates))


def _polygon(rings: list[list[list[float]]]) -> Polygon:
    outer, *holes = (tuple((float(p[0]), float(p[1])) for p in ring) for ring in rings)
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in (outer, *holes)):
        raise ValueError("a ring is not closed")
    return Polygon(outer, tuple(holes))
