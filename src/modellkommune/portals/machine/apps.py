"""The Django app of the room machine."""

from django.apps import AppConfig


class MachineConfig(AppConfig):
    """Makes the room known to Django under the label `machine`."""

    name = "modellkommune.portals.machine"
    label = "machine"
