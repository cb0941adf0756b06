"""The tables that belong to the whole installation, and why; every other table belongs to municipalities.

The list is short on purpose and tested: a table that is neither here nor walled in fails the build.
"""

from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

REASONS: Final = {
    "tenants_municipality": "the list of municipalities itself",
    "catalogue_release": "public releases of blueprints, the same for all",
    "identity_staff": "a person may work for several municipalities",
    "identity_staffsession": "open log-ins of staff, who may work for several municipalities",
    "guarding_change": "a counter: web processes read bans again when it goes up",
    "health_trace": "when something was done last for the installation, nothing about people",
    "account_emailaddress": "log-in of staff",
    "account_emailconfirmation": "log-in of staff",
    "mfa_authenticator": "second factors of staff",
    "auth_permission": "Django's own, unused",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
    "django_cache": "how often somebody logged in or sent a form lately, by digest or address; used proofs",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "django_session": "sessions of staff, opaque token",
    "procrastinate_jobs": "job queue; arguments are a municipality's key and ids",
    "procrastinate_events": "job queue",
    "procrastinate_periodic_defers": "job queue",
    "procrastinate_workers": "job queue",
}

_TABLES_WITHOUT_WALL: Final = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND NOT (relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid))
    ORDER BY relname"""


def tables_without_wall(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The tables of the database that have no row level security."""
    with connections[using].cursor() as cursor:
        cursor.execute(_TABLES_WITHOUT_WALL)
        return [name for (name,) in cursor.fetchall()]
