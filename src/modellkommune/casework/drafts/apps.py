"""The Django app of the room drafts."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Makes the room known to Django under the label `drafts`."""

    name = "modellkommune.casework.drafts"
    label = "drafts"
