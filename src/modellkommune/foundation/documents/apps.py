"""The Django app of the room documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Makes the room known to Django under the label `documents`."""

    name = "modellkommune.foundation.documents"
    label = "documents"
