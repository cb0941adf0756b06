"""The places of a municipality, edition by edition: zones, streets, houses, zone rules.

The rows of an edition are written together and never changed; an edition is in force from its day until the
next one is.
"""

import datetime

from django.db import models

from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Edition(TenantModel):
    """One state of a municipality's streets and zones, in force from `valid_from`; the later one loaded wins.

    `source`: `folder` (the municipality's own; `digest` of its files) or `import` (`digest` of the register).
    """

    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=120)
    source = models.CharField(max_length=8, default="folder")
    valid_from = models.DateField(default=datetime.date(1900, 1, 1))
    loaded_at = models.DateTimeField()

    class Meta:
        """Found by day."""

        indexes = [models.Index(fields=["municipality", "-valid_from", "-id"], name="places_edition_by_day")]

    def __str__(self) -> str:
        """The digest, short."""
        return self.digest[:12]


class Zone(TenantModel):
    """A parking zone: names and descriptions by language, polygons as lists of rings of [lon, lat]."""

    edition = TenantForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    code = models.CharField(max_length=20)
    name = models.JSONField()
    description = models.JSONField()
    polygons = models.JSONField()
    status = models.CharField(max_length=12)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    invented = models.BooleanField(default=False)

    class Meta:
        """A code once per edition."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "edition", "code"], name="places_zone_code")
        ]

    def __str__(self) -> str:
        """The code on the permit."""
        return self.code


class Street(TenantModel):
    """A street, or its part in one postcode."""

    edition = TenantForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    first = models.IntegerField(null=True)
    last = models.IntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    class Meta:
        """Read by edition."""

        indexes = [models.Index(fields=["municipality", "edition"], name="places_street_by_edition")]

    def __str__(self) -> str:
        """The name as on the sign."""
        return self.name


class StreetHouses(TenantModel):
    """The houses on record of a street (by its key) in one postcode: [[number, addition, lon, lat], ...].

    One row a street, not one a house: read as a whole, a register of 100,000 addresses takes 3,000 rows.
    """

    edition = TenantForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    houses = models.JSONField()

    class Meta:
        """Read by edition."""

        indexes = [models.Index(fields=["municipality", "edition"], name="places_houses_by_edition")]

    def __str__(self) -> str:
        """Street key and postcode."""
        return f"{self.street} {self.postcode}".strip()


class ZoneRule(TenantModel):
    """One row of the zone list; `street` is the street key, `letters` null = every addition."""

    edition = TenantForeignKey(Edition, on_delete=models.CASCADE, db_index=False)
    verdict = models.CharField(max_length=8)
    zone = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    side = models.CharField(max_length=4)
    first = models.JSONField(null=True)
    last = models.JSONField(null=True)
    letters = models.JSONField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    reason = models.JSONField(default=dict)

    class Meta:
        """Read by edition."""

        indexes = [models.Index(fields=["municipality", "edition"], name="places_rule_by_edition")]

    def __str__(self) -> str:
        """Street key, verdict and zone."""
        return f"{self.street}: {self.verdict} {self.zone}".strip()
