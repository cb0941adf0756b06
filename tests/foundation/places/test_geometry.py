import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import Polygon as ShapelyPolygon

from modellkommune.foundation.places.geometry import Polygon, read_polygons

OUTER = ((6.0, 50.0), (6.04, 50.0), (6.05, 50.03), (6.02, 50.015), (6.0, 50.03), (6.0, 50.0))
HOLE = ((6.01, 50.005), (6.03, 50.005), (6.03, 50.01), (6.01, 50.005))
POLYGON = Polygon(OUTER, (HOLE,))
SAME = ShapelyPolygon(OUTER, [HOLE])


@given(st.floats(5.98, 6.07), st.floats(49.98, 50.05))
def test_it_agrees_with_shapely(lon: float, lat: float) -> None:
    point = ShapelyPoint(lon, lat)
    if SAME.boundary.distance(point) > 1e-9:
        assert POLYGON.contains((lon, lat)) == SAME.contains(point)


def test_it_measures_metres() -> None:
    assert POLYGON.distance((6.0, 50.01)) == pytest.approx(0, abs=0.01)
    assert POLYGON.distance((5.99, 50.01)) == pytest.approx(
        111_320 * 0.01 * math.cos(math.radians(50.01)), rel=1e-6
    )
    assert POLYGON.distance((6.02, 49.99)) == pytest.approx(1113.2, rel=1e-6)
    assert POLYGON.distance((6.028, 50.0075)) > 100  # in the hole


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 2], [2, 1]]]},
    ],
)
def test_other_geometries_and_open_rings_are_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"geometry is|ring is not closed"):
        read_polygons(geometry)


def test_a_multipolygon_has_several_polygons() -> None:
    ring = [[1, 1], [2, 1], [2, 2], [1, 1]]
    assert len(read_polygons({"type": "MultiPolygon", "coordinates": [[ring], [ring]]})) == 2
