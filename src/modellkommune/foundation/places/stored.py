"""Between the pure register and its rows in the database, both ways."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypeVar

from modellkommune.foundation.places import models
from modellkommune.foundation.places.book import Register, Street, Zone
from modellkommune.foundation.places.geometry import Point, Polygon
from modellkommune.foundation.places.houses import Houses
from modellkommune.foundation.places.rules import House, Letters, Rule, Validity
from modellkommune.foundation.tenants.models import TenantModel

Row = TypeVar("Row", bound=TenantModel)
_BATCH = 2000


def zone_row(zone: Zone, edition: models.Edition) -> models.Zone:
    """The row of a zone."""
    return models.Zone(
        edition=edition,
        code=zone.code,
        name=dict(zone.name),
        description=dict(zone.description),
        polygons=[[polygon.outer, *polygon.holes] for polygon in zone.polygons],
        status=zone.status,
        valid_from=zone.validity.first,
        valid_to=zone.validity.last,
        invented=zone.invented,
    )


def street_row(street: Street, edition: models.Edition) -> models.Street:
    """The row of a street."""
    lon, lat = street.point or (None, None)
    return models.Street(
        edition=edition,
        name=street.name,
        postcode=street.postcode,
        first=street.first,
        last=street.last,
        lon=lon,
        lat=lat,
    )


def rule_row(rule: Rule, edition: models.Edition) -> models.ZoneRule:
    """The row of a rule."""
    return models.ZoneRule(
        edition=edition,
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


def house_rows(register: Register, edition: models.Edition) -> Iterable[models.StreetHouses]:
    """The rows of the houses with coordinates, one a street."""
    for (street, postcode), houses in register.houses.items():
        packed = houses if isinstance(houses, Houses) else Houses(houses.items())
        yield models.StreetHouses(edition=edition, street=street, postcode=postcode, houses=packed.row())


def stored_register(edition: models.Edition) -> Register:
    """The register of an edition of the current municipality as its rows say."""
    return Register(
        place=edition.place,
        streets=tuple(_street(row) for row in _rows(models.Street, edition)),
        rules=tuple(_rule(row) for row in _rows(models.ZoneRule, edition)),
        zones=tuple(_zone(row) for row in _rows(models.Zone, edition)),
        houses={
            (row.street, row.postcode): Houses.of_row(row.houses)
            for row in _rows(models.StreetHouses, edition)
        },
    )


def register_digest(register: Register) -> str:
    """SHA-256 (hex) of what a register says, whatever the order in which it was read."""
    digest = sha256(register.place.encode())
    for rows in (register.streets, register.rules, register.zones):
        for row in sorted(map(repr, rows)):
            digest.update(row.encode())
    for key, houses in sorted(register.houses.items()):
        digest.update(repr((key, sorted(houses.items()))).encode())
    return digest.hexdigest()


def _rows(model: type[Row], edition: models.Edition) -> Iterable[Row]:
    return model.objects.filter(edition=edition).order_by("pk").iterator(_BATCH)  # type: ignore[attr-defined,no-any-return]


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
