"""The Django app of the room outreach."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Makes the room known to Django under the label `outreach`."""

    name = "modellkommune.participation.outreach"
    label = "outreach"
