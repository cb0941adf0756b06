"""The places of a municipality as they were loaded: zones, streets, houses, zone rules, and their edition.

All rows of a municipality are replaced together; nobody changes a single one.
"""

from django.db import models

from modellkommune.foundation.tenants.models import TenantModel


class Edition(TenantModel):
    """Which state of a municipality's files is loaded; one row per municipality."""

    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=120)
    loaded_at = models.DateTimeField()

    class Meta:
        """One edition at a time."""

        constraints = [models.UniqueConstraint(fields=["municipality"], name="places_one_edition")]

    def __str__(self) -> str:
        """The digest, short."""
        return self.digest[:12]


class Zone(TenantModel):
    """A parking zone: names and descriptions by language, polygons as lists of rings of [lon, lat]."""

    code = models.CharField(max_length=12)
    name = models.JSONField()
    description = models.JSONField()
    polygons = models.JSONField()
    status = models.CharField(max_length=12)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    invented = models.BooleanField(default=False)

    class Meta:
        """A code once per municipality."""

        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="places_one_zone_per_code")
        ]

    def __str__(self) -> str:
        """The code on the permit."""
        return self.code


class Street(TenantModel):
    """A street, or its part in one postcode."""

    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    first = models.IntegerField(null=True)
    last = models.IntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    def __str__(self) -> str:
        """The name as on the sign."""
        return self.name


class House(TenantModel):
    """A house with its coordinates; `street` is the street key."""

    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    number = models.IntegerField()
    addition = models.CharField(max_length=12, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()

    def __str__(self) -> str:
        """Street key and number."""
        return f"{self.street} {self.number}{self.addition}"


class ZoneRule(TenantModel):
    """One row of the zone list; `street` is the street key, `letters` null = every addition."""

    verdict = models.CharField(max_length=8)
    zone = models.CharField(max_length=12, blank=True)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5, blank=True)
    side = models.CharField(max_length=4)
    first = models.JSONField(null=True)
    last = models.JSONField(null=True)
    letters = models.JSONField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    reason = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Street key, verdict and zone."""
        return f"{self.street}: {self.verdict} {self.zone}".strip()
