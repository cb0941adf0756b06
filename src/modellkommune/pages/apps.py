"""Pages: what all doors share."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Layout, components, texts, and the middleware that finds the municipality."""

    name = "modellkommune.pages"
    label = "pages"
