"""The Django app of the room tenants."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Makes the room known to Django under the label `tenants`."""

    name = "modellkommune.foundation.tenants"
    label = "tenants"
