"""The functions by which the background's rounds learn where something waits; see `workflow/waiting.py`."""

from typing import Final

from django.db import connections
from psycopg import sql

from modellkommune.foundation.tenants.roles import application_role
from modellkommune.workflow.waiting import CONDITIONS

_WAITING: Final = """
CREATE OR REPLACE FUNCTION modellkommune_waiting(today timestamptz, of_day date)
RETURNS TABLE (municipality text, matters text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT key, found FROM (
        SELECT key, array_remove(ARRAY[{}], NULL) AS found FROM public.tenants_municipality town OFFSET 0
    ) told WHERE found <> '{}' ORDER BY key
$$"""

_UNSEALED: Final = """
CREATE OR REPLACE FUNCTION modellkommune_unsealed()
RETURNS TABLE (municipality text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT municipality_id FROM public.journal_unsealed ORDER BY 1
$$"""

NAMES: Final = ("modellkommune_waiting(timestamptz, date)", "modellkommune_unsealed()")


def make_rounds() -> None:
    """Make the functions and let the application's role call them; runs as the owner, safe to repeat."""
    role = sql.Identifier(application_role())
    with connections["owner"].cursor() as cursor:
        cursor.execute(_waiting())
        cursor.execute(_UNSEALED)
        for name in NAMES:
            function = sql.SQL(name)
            cursor.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(function))
            cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, role))


def _waiting() -> str:
    exists = {matter: f"EXISTS (SELECT {condition})" for matter, condition in CONDITIONS.items()}
    named = ", ".join(f"CASE WHEN {holds} THEN '{matter}' END" for matter, holds in exists.items())
    return _WAITING.replace("{}", named, 1)
