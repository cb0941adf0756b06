"""The Django app of the room applications."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Makes the room known to Django under the label `applications`."""

    name = "modellkommune.casework.applications"
    label = "applications"
