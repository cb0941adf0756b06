"""The Django app of the room payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Makes the room known to Django under the label `payments`."""

    name = "modellkommune.casework.payments"
    label = "payments"
