"""The Django app of the room journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Makes the room known to Django under the label `journal`."""

    name = "modellkommune.foundation.journal"
    label = "journal"
