"""The Django app of the room files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Makes the room known to Django under the label `files`."""

    name = "modellkommune.foundation.files"
    label = "files"
