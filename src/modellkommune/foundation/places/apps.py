"""The Django app of the room places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Makes the room known to Django under the label `places`."""

    name = "modellkommune.foundation.places"
    label = "places"
