"""The room `alerting` as a Django application."""

from django.apps import AppConfig


class AlertingConfig(AppConfig):
    """What security staff want to be told, and what they were told."""

    name = "modellkommune.foundation.alerting"
    label = "alerting"
    default_auto_field = "django.db.models.BigAutoField"
