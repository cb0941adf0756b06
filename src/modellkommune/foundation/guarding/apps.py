"""The room `guarding` as a Django application."""

from django.apps import AppConfig


class GuardingConfig(AppConfig):
    """Incidents, bans, exemptions and test modes."""

    name = "modellkommune.foundation.guarding"
    label = "guarding"
    default_auto_field = "django.db.models.BigAutoField"
