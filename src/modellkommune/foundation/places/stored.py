"""Between the pure register and its rows in the database, both ways."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from modellkommune.foundation.places import models
from modellkommune.foundation.places.book import Register, Street, Zone
from modellkommune.foundation.places.geometry import Point, Polygon
from modellkommune.foundation.places.rules import House, Letters, Rule, Validity


def zone_row(zone: Zone) -> models.Zone:
    """The row of a zone."""
    return models.Zone(
        code=zone.code,
        name=dict(zone.name),
        description=dict(zone.description),
        polygons=[[polygon.outer, *polygon.holes] for polygon in zone.polygons],
        status=zone.status,
        valid_from=zone.validity.first,
        valid_to=zone.validity.last,
        invented=zone.invented,
    )


def street_row(street: Street) -> models.Street:
    """The row of a street."""
    lon, lat = street.point or (None, None)
    return models.Street(
        name=street.name, postcode=street.postcode, first=street.first, last=street.last, lon=lon, lat=lat
    )


def rule_row(rule: Rule) -> models.ZoneRule:
    """The row of a rule."""
    return models.ZoneRule(
        verdict=rule.verdict,
        zone=rule.zone,
        street=rule.street,
        postcode=rule.postcode,
        side=rule.side,
        first=rule.first,
        last=rule.last,
        letters=rule.letters.ranges,
        valid_from=rule.validity.first,
        valid_to=rule.validity.last,
        reason=dict(rule.reason),
    )


def house_rows(register: Register) -> Iterable[models.House]:
    """The rows of the houses with coordinates."""
    for (street, postcode), houses in register.houses.items():
        for (number, addition), (lon, lat) in houses.items():
            yield models.House(
                street=street, postcode=postcode, number=number, addition=addition, lon=lon, lat=lat
            )


def stored_register(place: str) -> Register:
    """The register of the current municipality as its rows say."""
    return Register(
        place=place,
        streets=tuple(_street(row) for row in models.Street.objects.order_by("pk")),
        rules=tuple(_rule(row) for row in models.ZoneRule.objects.order_by("pk")),
        zones=tuple(_zone(row) for row in models.Zone.objects.order_by("code")),
        houses=_houses(),
    )


def _street(row: models.Street) -> Street:
    point = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    return Street(row.name, row.postcode, row.first, row.last, point)


def _rule(row: models.ZoneRule) -> Rule:
    letters = None if row.letters is None else tuple((low, high) for low, high in row.letters)
    return Rule(
        verdict=row.verdict,  # type: ignore[arg-type]  # written from a Rule
        zone=row.zone,
        street=row.street,
        postcode=row.postcode,
        side=row.side,  # type: ignore[arg-type]  # written from a Rule
        first=_house(row.first),
        last=_house(row.last),
        letters=Letters(letters),
        validity=Validity(row.valid_from, row.valid_to),
        reason=row.reason,
    )


def _house(value: Any) -> House | None:
    return None if value is None else (int(value[0]), str(value[1]))


def _zone(row: models.Zone) -> Zone:
    polygons = tuple(
        Polygon(_ring(outer), tuple(_ring(hole) for hole in holes)) for outer, *holes in row.polygons
    )
    validity = Validity(row.valid_from, row.valid_to)
    return Zone(row.code, row.name, row.description, polygons, row.status, validity, row.invented)


def _ring(points: list[list[float]]) -> tuple[Point, ...]:
    return tuple((lon, lat) for lon, lat in points)


def _houses() -> dict[tuple[str, str], dict[House, Point]]:
    houses: dict[tuple[str, str], dict[House, Point]] = defaultdict(dict)
    rows = models.House.objects.values_list("street", "postcode", "number", "addition", "lon", "lat")
    for street, postcode, number, addition, lon, lat in rows:
        houses[street, postcode][number, addition] = (lon, lat)
    return dict(houses)
