"""The owner's functions over all towns: where something waits (`workflow/waiting.py`), and public figures."""

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

# Sums of months that are over: what every town publishes itself. A month without entries leaves it unknown.
_ADOPTION: Final = """
CREATE OR REPLACE FUNCTION modellkommune_adoption(since date)
RETURNS TABLE (municipality text, service_id text, title jsonb, months int, online bigint,
    assisted bigint, counter bigint, post bigint, begun bigint, completed bigint, decided bigint,
    printed bigint, retyped bigint, proven bigint, ratings bigint[], minutes int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kept.municipality_id, kept.service_id, (array_agg(kept.title ORDER BY kept.month DESC))[1],
        count(*)::int, sum(kept.online), sum(kept.assisted),
        CASE WHEN bool_and(kept.counter IS NOT NULL) THEN sum(kept.counter) END,
        CASE WHEN bool_and(kept.post IS NOT NULL) THEN sum(kept.post) END,
        sum(kept.begun), coalesce(sum(kept.online + kept.assisted) FILTER (WHERE kept.begun IS NOT NULL), 0),
        sum(kept.decided), sum(kept.printed), sum(kept.retyped), sum(kept.proven),
        CASE WHEN count(kept.ratings) > 0 THEN ARRAY[sum(kept.ratings[1]), sum(kept.ratings[2]),
            sum(kept.ratings[3]), sum(kept.ratings[4]), sum(kept.ratings[5])] END,
        (SELECT saving.minutes FROM public.outreach_savingassumption saving
            WHERE saving.municipality_id = kept.municipality_id AND saving.service_id = kept.service_id
            ORDER BY saving.id DESC LIMIT 1)
    FROM public.outreach_adoptionmonth kept WHERE kept.month >= since AND kept.is_over
    GROUP BY kept.municipality_id, kept.service_id ORDER BY kept.municipality_id, kept.service_id
$$"""

NAMES: Final = (
    "modellkommune_waiting(timestamptz, date)",
    "modellkommune_unsealed()",
    "modellkommune_adoption(date)",
)


def make_rounds() -> None:
    """Make the functions and let the application's role call them; runs as the owner, safe to repeat."""
    role = sql.Identifier(application_role())
    with connections["owner"].cursor() as cursor:
        cursor.execute(_waiting())
        cursor.execute(_UNSEALED)
        cursor.execute(_ADOPTION)
        for name in NAMES:
            function = sql.SQL(name)
            cursor.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(function))
            cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, role))


def _waiting() -> str:
    exists = {matter: f"EXISTS (SELECT {condition})" for matter, condition in CONDITIONS.items()}
    named = ", ".join(f"CASE WHEN {holds} THEN '{matter}' END" for matter, holds in exists.items())
    return _WAITING.replace("{}", named, 1)
