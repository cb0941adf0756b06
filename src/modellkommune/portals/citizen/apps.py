"""The door through which residents come."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """Information pages, applications, status and public check."""

    name = "modellkommune.portals.citizen"
    label = "citizen"
