"""A backup: one archive of the whole installation, consistent, while the portal runs.

Files are written before the rows that name them are committed, and deleted only after. So the files are
copied first, then the database is dumped as one snapshot shows it, then the files that came meanwhile: every
row of the dump finds its file. The master key is not in it: archive and key belong in different hands.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connections, transaction

from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.foundation.tenants.roles import application_role
from modellkommune.portals.operator.installation.masterkeys import former_marks
from modellkommune.portals.operator.keeping import places, state
from modellkommune.portals.operator.keeping.archive import writing
from modellkommune.portals.operator.keeping.programs import dumping
from modellkommune.portals.operator.keeping.progress import Progress

DATABASE: Final = "database.sql"

_GRANTS: Final = """
    SELECT table_name, array_agg(privilege_type::text ORDER BY privilege_type)
    FROM information_schema.role_table_grants
    WHERE grantee = %s AND table_schema = 'public' GROUP BY table_name ORDER BY table_name"""


@dataclass(frozen=True)
class Taken:
    """What a backup holds: stored files, bytes of the dump as text."""

    files: int
    dump: int


def take_backup(path: Path, recipients: Sequence[Any] = ()) -> Taken:
    """Write the archive; it exists under its name only when it is whole."""
    progress = Progress("files")
    with writing(path, recipients) as archive:
        places.add_files(archive, "", progress)
        # Asked before the database is dumped: meanwhile keys may only come under the key in force.
        keys = {"master_key": state.key_mark(), "former_master_keys": former_marks()}
        with _snapshot() as snapshot:
            about = state.describe(state.BACKUP) | keys | {"grants": _grants()}
            towns = municipality_keys()
            with dumping(snapshot) as dump:
                archive.add(DATABASE, dump, packed=True)
        places.add_files(archive, "", progress)
        places.add_heads(archive, towns)
        archive.finish(about | {"municipalities": list(towns)})
        size = archive.members[DATABASE]["size"]
    return Taken(progress.done, size)


@contextmanager
def _snapshot() -> Iterator[str]:
    """The name of a snapshot that other connections may use while the block runs."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _grants() -> dict[str, list[str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_GRANTS, [application_role()])
        return dict(cursor.fetchall())
