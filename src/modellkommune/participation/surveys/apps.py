"""The Django app of the room surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Makes the room known to Django under the label `surveys`."""

    name = "modellkommune.participation.surveys"
    label = "surveys"
