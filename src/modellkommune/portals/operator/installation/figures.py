"""The figures of the whole installation: one database function that counts, for /metrics.

Row level security shows the application one municipality at a time; asking five hundred of them for their
numbers would be anything but cheap. So the owner, who sees all rows, owns a function that returns counts and
ages and nothing else, and the application may call it. It is made anew after each migration.
"""

from typing import Final

from django.db import connections
from psycopg import sql

from modellkommune.foundation.tenants.roles import application_role

# What the house writes is dated by its own clock, which a demonstration can move (`today`); jobs are not.
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION modellkommune_figures(today timestamptz)
RETURNS TABLE (name text, labels text[], value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'jobs', ARRAY[states.state],
        (SELECT count(*) FROM public.procrastinate_jobs WHERE status::text = states.state)::float8
    FROM unnest(ARRAY['todo', 'doing', 'failed']) AS states(state)
    UNION ALL
    SELECT 'oldest_job_seconds', '{}',
        public.modellkommune_age(now(), min(coalesce(job.scheduled_at, event.at)))
    FROM public.procrastinate_jobs job
    LEFT JOIN public.procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= now()
    UNION ALL
    SELECT 'outbox', ARRAY[states.state],
        (SELECT count(*) FROM public.mail_message WHERE mail_message.state = states.state)::float8
    FROM unnest(ARRAY['queued', 'failed']) AS states(state)
    UNION ALL
    SELECT 'outbox_oldest_seconds', '{}', public.modellkommune_age(today, min(created_at))
    FROM public.mail_message WHERE state = 'queued'
    UNION ALL
    SELECT 'journal_unsealed', '{}', count(*)::float8 FROM public.journal_unsealed
    UNION ALL
    SELECT 'journal_unsealed_oldest_seconds', '{}', public.modellkommune_age(today, min(entry.at))
    FROM public.journal_entry entry
    WHERE entry.id IN (SELECT min(entry_id) FROM public.journal_unsealed GROUP BY municipality_id)
    UNION ALL
    SELECT 'register_breaker_open', ARRAY[municipality_id, register],
        (open_until IS NOT NULL AND open_until > today)::int::float8
    FROM public.registers_breaker
    UNION ALL
    SELECT 'register_failures', ARRAY[municipality_id, register], failures::float8
    FROM public.registers_breaker
    UNION ALL
    SELECT 'cases', ARRAY[municipality_id, state], count(*)::float8
    FROM public.cases_case GROUP BY municipality_id, state
$$"""

_AGE: Final = """
CREATE OR REPLACE FUNCTION modellkommune_age(today timestamptz, since timestamptz)
RETURNS double precision
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT greatest(0, coalesce(extract(epoch FROM today - since), 0))::float8 $$"""

NAMES: Final = ("modellkommune_age(timestamptz, timestamptz)", "modellkommune_figures(timestamptz)")


def make_figures() -> None:
    """Make the functions and let the application's role call them; runs as the owner, safe to repeat."""
    role = sql.Identifier(application_role())
    with connections["owner"].cursor() as cursor:
        cursor.execute(_AGE)
        cursor.execute(_FUNCTION)
        for name in NAMES:
            function = sql.SQL(name)
            cursor.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(function))
            cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, role))
