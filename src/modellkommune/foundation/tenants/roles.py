"""The two database roles: the owner migrates, the application's role is held by the policies."""

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.foundation.tenants.errors import RoleTooStrong

_STRENGTHS = """
    SELECT current_user, rolsuper, rolbypassrls, EXISTS (
        SELECT 1 FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
        AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user"""


def application_role() -> str:
    """The name of the role as which the application comes in."""
    return str(connections[DEFAULT_DB_ALIAS].settings_dict["USER"] or "modellkommune")


def check_application_role(using: str = DEFAULT_DB_ALIAS) -> None:
    """Refuse a role that row level security does not hold. Raises `RoleTooStrong`; asked at start-up."""
    with connections[using].cursor() as cursor:
        cursor.execute(_STRENGTHS)
        role, superuser, bypasses, owns = cursor.fetchone()
    stated = {"superuser": superuser, "bypasses row level security": bypasses, "owns tables": owns}
    reasons = [reason for reason, holds in stated.items() if holds]
    if reasons:
        raise RoleTooStrong(role, reasons)
