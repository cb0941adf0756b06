"""What the application's role may do with tables that belong to the whole installation.

Tables of municipalities get their grants from the migration operation `TenantTable`; the other ones (log-in,
job queue, sessions, releases) get theirs here, after each migration, so that the role never has to own any.
"""

from typing import Final

from django.apps import apps
from django.db import connections
from django.db.models import Model
from psycopg import sql

from modellkommune.foundation.tenants.models import TenantModel
from modellkommune.foundation.tenants.roles import application_role

READ_ONLY: Final = frozenset(
    {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
)

CACHE: Final = "django_cache"
"""Django's cache is a table without a model."""


def installation_tables() -> list[str]:
    """The tables of all managed models that belong to no municipality, third-party ones included."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    return sorted({CACHE, *(model._meta.db_table for model in models if not issubclass(model, TenantModel))})


def grant_installation_tables() -> None:
    """Let the application's role use the installation's tables; runs as the owner, safe to repeat."""
    role = sql.Identifier(application_role())
    with connections["owner"].cursor() as cursor:
        existing = set(connections["owner"].introspection.table_names(cursor))
        cursor.execute(sql.SQL("GRANT SELECT ON django_migrations TO {}").format(role))
        for table in sorted(existing & set(installation_tables())):
            words = "SELECT" if table in READ_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(sql.SQL("GRANT " + words + " ON {} TO {}").format(sql.Identifier(table), role))
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
