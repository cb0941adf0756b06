"""Releases of blueprints, the municipalities' overlays, and who adopted what when."""

from django.db import models
from django.db.models import Q

from modellkommune.foundation.tenants.models import TenantForeignKey, TenantModel


class Release(models.Model):
    """A published blueprint, the same for all municipalities. Its hash is its identity; it never changes.

    `document` is canonical JSON (RFC 8785). A withdrawn release starts nothing new; what runs goes on.
    """

    hash = models.CharField(primary_key=True, max_length=64)
    service_id = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    document = models.TextField()
    published_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """Found by name as well."""

        indexes = [models.Index(fields=["service_id", "version", "published_at"], name="release_by_version")]

    def __str__(self) -> str:
        """Service and version."""
        return f"{self.service_id} {self.version}"


class Overlay(TenantModel):
    """What a municipality sets and words differently; canonical JSON, known by its hash."""

    id = models.BigAutoField(primary_key=True)
    service_id = models.CharField(max_length=80)
    hash = models.CharField(max_length=64)
    document = models.TextField()
    taken_in_at = models.DateTimeField()

    class Meta:
        """The same overlay once."""

        constraints = [models.UniqueConstraint(fields=["municipality", "hash"], name="overlay_once")]

    def __str__(self) -> str:
        """Service and hash."""
        return f"{self.service_id} {self.hash}"


class Adoption(TenantModel):
    """A municipality offers a service under this release and overlay until `ended_at`; the history stays."""

    id = models.BigAutoField(primary_key=True)
    service_id = models.CharField(max_length=80)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    overlay = TenantForeignKey(Overlay, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "service_id"], condition=Q(ended_at=None), name="adoption_one_current"
            )
        ]

    def __str__(self) -> str:
        """Service and release."""
        return f"{self.service_id} {self.release_id}"
