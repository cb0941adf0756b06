"""The Django app of the room checks."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """Makes the room known to Django under the label `checks`."""

    name = "modellkommune.casework.checks"
    label = "checks"
