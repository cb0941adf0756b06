"""The Django app of the room decisions."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Makes the room known to Django under the label `decisions`."""

    name = "modellkommune.casework.decisions"
    label = "decisions"
