"""The Django app of the room clerk."""

from django.apps import AppConfig


class ClerkConfig(AppConfig):
    """Makes the room known to Django under the label `clerk`."""

    name = "modellkommune.portals.clerk"
    label = "clerk"
