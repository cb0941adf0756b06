"""Reference systems of municipal files: degrees as they are, UTM turned into degrees.

ETRS89 and WGS 84 differ by less than a metre in Germany and are taken as one. UTM by the series of Krüger to
the fourth order (EPSG Guidance Note 7-2, 3.2.3: better than a millimetre). Gauß-Krüger coordinates need a
grid of datum shifts and are refused.
"""

import math
from collections.abc import Callable
from typing import Final

from modellkommune.foundation.places.geometry import Point

Projection = Callable[[Point], Point]

_AXIS: Final = 6_378_137.0  # GRS80
_FLATTENING: Final = 1 / 298.257222101
_SCALE: Final = 0.9996
_FALSE_EASTING: Final = 500_000.0
_DEGREES: Final = frozenset({"4326", "4258", "CRS84"})
# EPSG code -> central meridian, and what stands before the easting (32... in the "zE-N" systems)
_UTM: Final = {
    "25832": (9.0, 0.0),
    "32632": (9.0, 0.0),
    "4647": (9.0, 32_000_000.0),
    "25833": (15.0, 0.0),
    "32633": (15.0, 0.0),
    "5650": (15.0, 33_000_000.0),
}
DEFAULT: Final = "EPSG:4326"
KNOWN: Final = "EPSG:4326, 4258 (degrees), 25832, 32632, 4647, 25833, 32633, 5650 (UTM)"

_N: Final = _FLATTENING / (2 - _FLATTENING)
_RADIUS: Final = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BACK: Final = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_LATITUDE: Final = (
    2 * _N - 2 / 3 * _N**2 - 2 * _N**3 + 116 / 45 * _N**4,
    7 / 3 * _N**2 - 8 / 5 * _N**3 - 227 / 45 * _N**4,
    56 / 15 * _N**3 - 136 / 35 * _N**4,
    4279 / 630 * _N**4,
)


class SystemUnknown(ValueError):
    """The coordinates are in a reference system that cannot be read."""


def projection(name: str) -> Projection:
    """Turns points of a system ("EPSG:25832", "urn:ogc:def:crs:EPSG::25832") to degrees, or SystemUnknown."""
    code = name.rpartition(":")[2].upper()
    if code in _DEGREES:
        return _as_they_are
    if code not in _UTM:
        raise SystemUnknown(name)
    meridian, prefix = _UTM[code]
    return lambda point: _degrees((point[0] - prefix, point[1]), meridian)


def in_germany(point: Point) -> bool:
    """Whether a point in degrees lies in the box around Germany."""
    return 5.0 <= point[0] <= 16.0 and 47.0 <= point[1] <= 56.0


def _as_they_are(point: Point) -> Point:
    return point


def _degrees(point: Point, meridian: float) -> Point:
    """Easting and northing in metres -> longitude and latitude."""
    north = point[1] / (_SCALE * _RADIUS)
    east = (point[0] - _FALSE_EASTING) / (_SCALE * _RADIUS)
    xi = north - sum(b * math.sin(2 * i * north) * math.cosh(2 * i * east) for i, b in enumerate(_BACK, 1))
    eta = east - sum(b * math.cos(2 * i * north) * math.sinh(2 * i * east) for i, b in enumerate(_BACK, 1))
    conformal = math.asin(math.sin(xi) / math.cosh(eta))
    latitude = conformal + sum(d * math.sin(2 * i * conformal) for i, d in enumerate(_LATITUDE, 1))
    longitude = math.radians(meridian) + math.atan2(math.sinh(eta), math.cos(xi))
    return round(math.degrees(longitude), 8), round(math.degrees(latitude), 8)
