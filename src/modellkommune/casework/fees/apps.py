"""The Django app of the room fees."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """Makes the room known to Django under the label `fees`."""

    name = "modellkommune.casework.fees"
    label = "fees"
