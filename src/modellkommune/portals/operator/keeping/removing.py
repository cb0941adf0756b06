"""A municipality is removed, once it has left: its rows, files, jobs, published heads and certificates."""

from django.core.files.storage import storages
from django.db import connections, transaction
from psycopg import sql

from modellkommune.foundation.documents.commands import trust_file
from modellkommune.foundation.files.queries import STORAGE
from modellkommune.foundation.journal.sealing import head_file
from modellkommune.portals.operator.keeping import places
from modellkommune.portals.operator.keeping.towntables import DIGEST_KEYS, town_tables


def remove_town(town: str) -> int:
    """Remove everything of a municipality, in one transaction; the rows that went. Staff accounts stay.

    As the owner, because nobody else may take anything out of a journal.
    """
    rows = 0
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in [*(table.name for table in town_tables()), DIGEST_KEYS]:
            query = sql.SQL("DELETE FROM {} WHERE municipality_id = %s").format(sql.Identifier(table))
            cursor.execute(query, [town])
            rows += cursor.rowcount
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args ->> 'town' = %s", [town])
        cursor.execute("DELETE FROM tenants_municipality WHERE key = %s", [town])
    for path in list(places.stored(town)):
        storages[STORAGE].delete(path)
    head_file(town).unlink(missing_ok=True)
    trust_file(town).unlink(missing_ok=True)
    return rows
