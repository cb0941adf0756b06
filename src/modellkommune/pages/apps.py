"""The Django app of the room pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Makes the room known to Django under the label `pages`."""

    name = "modellkommune.pages"
    label = "pages"
