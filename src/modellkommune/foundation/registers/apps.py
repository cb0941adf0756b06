"""The Django app of the room registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Makes the room known to Django under the label `registers`."""

    name = "modellkommune.foundation.registers"
    label = "registers"
