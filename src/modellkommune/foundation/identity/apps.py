"""The room `identity` as a Django application."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Staff accounts, their rights, and residents' sessions."""

    name = "modellkommune.foundation.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
