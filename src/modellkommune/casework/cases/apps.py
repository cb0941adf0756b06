"""The Django app of the room cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Makes the room known to Django under the label `cases`."""

    name = "modellkommune.casework.cases"
    label = "cases"
