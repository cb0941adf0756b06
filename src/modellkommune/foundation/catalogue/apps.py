"""The Django app of the room catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Makes the room known to Django under the label `catalogue`."""

    name = "modellkommune.foundation.catalogue"
    label = "catalogue"
