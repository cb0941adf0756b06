import pytest

from modellkommune.foundation.places.projection import SystemUnknown, in_germany, projection


@pytest.mark.parametrize(
    ("system", "written", "degrees"),
    [  # computed with PROJ 9
        ("EPSG:25832", (361661.582, 5701158.747), (7.009336, 51.4447)),
        ("urn:ogc:def:crs:EPSG::25832", (863342.931, 5361258.591), (13.9, 48.3)),
        ("EPSG:25833", (316820.063, 5690919.211), (12.37, 51.34)),
        ("EPSG:25833", (-54919.567, 5729626.968), (7.009336, 51.4447)),
        ("EPSG:4647", (32361661.582, 5701158.747), (7.009336, 51.4447)),
        ("EPSG:5650", (33418422.375, 5350229.571), (13.9, 48.3)),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", (7.0, 51.0), (7.0, 51.0)),
    ],
)
def test_coordinates_become_degrees_to_the_centimetre(
    system: str, written: tuple[float, float], degrees: tuple[float, float]
) -> None:
    assert projection(system)(written) == pytest.approx(degrees, abs=1e-7)


@pytest.mark.parametrize("system", ["EPSG:31466", "Lambert", ""])
def test_other_systems_are_refused(system: str) -> None:
    with pytest.raises(SystemUnknown):
        projection(system)


def test_exchanged_coordinates_lie_outside_germany() -> None:
    assert in_germany((7.0, 51.0))
    assert not in_germany((51.0, 7.0))
