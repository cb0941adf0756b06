"""The Django app of the room ideas."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    """Makes the room known to Django under the label `ideas`."""

    name = "modellkommune.participation.ideas"
    label = "ideas"
