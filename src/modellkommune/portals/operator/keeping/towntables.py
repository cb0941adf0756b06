"""The tables of municipalities as the database knows them: none can be forgotten when a new one comes."""

from dataclasses import dataclass
from typing import Final

from django.db import connections

DATA_KEYS: Final = "keys_datakey"
DIGEST_KEYS: Final = "keys_digestkey"
RELEASE_COLUMNS: Final = frozenset({"release_id", "release_hash"})

_TABLES: Final = """
    SELECT relname, array_agg(attname::text ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity
    AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname"""


@dataclass(frozen=True)
class TownTable:
    """A table under row level security and the columns that are written."""

    name: str
    columns: tuple[str, ...]


def town_tables() -> list[TownTable]:
    """All of them but the digest keys, which travel apart (see `leaving`)."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_TABLES)
        found = [TownTable(name, tuple(columns)) for name, columns in cursor.fetchall()]
    return [table for table in found if table.name != DIGEST_KEYS]
