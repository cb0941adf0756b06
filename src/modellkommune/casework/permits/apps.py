"""The Django app of the room permits."""

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    """Makes the room known to Django under the label `permits`."""

    name = "modellkommune.casework.permits"
    label = "permits"
