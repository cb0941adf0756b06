"""The room `health` as a Django application."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Traces of what was done, and checks."""

    name = "modellkommune.foundation.health"
    label = "health"
    default_auto_field = "django.db.models.BigAutoField"
