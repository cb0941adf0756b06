"""The municipalities of an installation, and the base of every table that belongs to one of them."""

from typing import Any, TypeVar

from django.db import models

from modellkommune.foundation.tenants.context import current_municipality

_ST = TypeVar("_ST")
_GT = TypeVar("_GT")


class Municipality(models.Model):
    """A town, city or association of municipalities that works with this installation.

    `profile` is its whole description as JSON (branding, contacts, imprint, languages, services, ...).
    """

    key = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=120)
    ags = models.CharField(max_length=8)
    hosts = models.JSONField(default=list)
    profile = models.JSONField(default=dict)
    demonstration = models.BooleanField(default=False)

    class Meta:
        """Listed by name."""

        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        """The name residents know."""
        return self.name


class TenantForeignKey(models.ForeignKey[_ST, _GT]):
    """A foreign key that cannot cross municipalities.

    The constraint in the database is (municipality_id, <column>) -> (municipality_id, id), made by the
    migration operation `TenantTable`, not by Django.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options["db_constraint"] = False
        super().__init__(to, on_delete, **options)


class TenantModel(models.Model):
    """A record of one municipality; the migration that creates its table ends with `TenantTable("Model")`."""

    # UNIQUE (municipality_id, id) is the index of this column as well.
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        default=current_municipality,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        """No table of its own."""

        abstract = True
