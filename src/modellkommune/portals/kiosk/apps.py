"""The Django app of the room kiosk."""

from django.apps import AppConfig


class KioskConfig(AppConfig):
    """Makes the room known to Django under the label `kiosk`."""

    name = "modellkommune.portals.kiosk"
    label = "kiosk"
