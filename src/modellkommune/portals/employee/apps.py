"""The Django app of the room employee."""

from django.apps import AppConfig


class EmployeeConfig(AppConfig):
    """Makes the room known to Django under the label `employee`."""

    name = "modellkommune.portals.employee"
    label = "employee"
