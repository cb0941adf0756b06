"""The Django app of the room keys."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Makes the room known to Django under the label `keys`."""

    name = "modellkommune.foundation.keys"
    label = "keys"
