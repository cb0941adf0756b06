"""Bringing a backup back: checked whole first, then all of the database in one transaction, then proved.

The files come first, because without rows they mean nothing; then the database replaces what was there or
nothing changes; then it is migrated to this version, and the journal of every municipality is verified.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections
from psycopg import sql

from modellkommune.foundation.documents.commands import publish_trust
from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.keys.master import known_marks
from modellkommune.foundation.tenants.queries import municipality_keys
from modellkommune.foundation.tenants.roles import application_role
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.keeping import places, state
from modellkommune.portals.operator.keeping.archive import Reading, reading
from modellkommune.portals.operator.keeping.errors import ArchiveRefused
from modellkommune.portals.operator.keeping.programs import run_sql
from modellkommune.portals.operator.keeping.progress import Progress
from modellkommune.portals.operator.keeping.taking import DATABASE
from modellkommune.portals.operator.migrate import migrate

# The owner's own objects only: the database may hold what an administrator put there.
_CLEAR: Final = """
DO $$ DECLARE item record; BEGIN
    FOR item IN SELECT format('public.%I', relname) AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND relowner = current_user::regrole
    LOOP EXECUTE 'DROP TABLE IF EXISTS ' || item.name || ' CASCADE'; END LOOP;
    FOR item IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proowner = current_user::regrole
    LOOP EXECUTE 'DROP ROUTINE IF EXISTS ' || item.name || ' CASCADE'; END LOOP;
    FOR item IN SELECT format('public.%I', typname) AS name FROM pg_type
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'c', 'd')
        AND typowner = current_user::regrole
    LOOP EXECUTE 'DROP TYPE IF EXISTS ' || item.name || ' CASCADE'; END LOOP;
    FOR item IN SELECT format('public.%I', relname) AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relowner = current_user::regrole
    LOOP EXECUTE 'DROP SEQUENCE IF EXISTS ' || item.name || ' CASCADE'; END LOOP;
END $$;
"""
LEAVING: Final = 3.0  # seconds: the server lists a session a moment longer than it lasts
HEAD: Final = 4096  # bytes in which a dump says which settings it needs
_OTHERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = ANY(%s)"""


@dataclass(frozen=True)
class Brought:
    """What a restored installation holds: stored files, the state of each municipality's journal."""

    files: int
    journals: tuple[VerifyReport, ...]


def bring_backup(path: Path, identities: Sequence[Any] = (), *, replace: bool = False) -> Brought:
    """Restore an installation. Raises a Refused, before anything is changed.

    Without `replace` only an installation without municipalities takes it.
    """
    with reading(path, identities) as archive:
        _refuse_unsuitable(archive.manifest)
        _refuse_in_use(replace=replace)
        places.bring_files(archive, Progress("files", len(archive.names(places.FILES))))
        _replace_database(archive)
        places.bring_heads(archive)
        if replace:
            places.remove_others(archive)
        files = len(archive.names(places.FILES))
    migrate()
    publish_trust()
    _analyse()
    (Path(settings.MODELLKOMMUNE_HOME) / "prepared").unlink(missing_ok=True)
    return Brought(files, tuple(verify(town) for town in municipality_keys()))


def _refuse_unsuitable(manifest: dict[str, Any]) -> None:
    state.refuse_other_kind(manifest, state.BACKUP)
    state.refuse_newer(manifest)
    if manifest["postgresql"] > state.server_major():
        raise ArchiveRefused(
            f"The archive comes from PostgreSQL {manifest['postgresql']}, this server is an older one "
            f"({state.server_major()}): restore to version {manifest['postgresql']} or newer."
        )
    needed = {manifest["master_key"], *manifest.get("former_master_keys", ())}
    missing = sorted(needed - {mark.hex() for mark in known_marks()})
    if missing:
        raise ArchiveRefused(
            f"The archive needs a master key that is not the one of this installation (mark {missing[0]}): "
            "set MODELLKOMMUNE_MASTER_KEY to that key, or put it into secrets/master-key of the data folder; "
            "if the key was changed since, name it in MODELLKOMMUNE_FORMER_MASTER_KEYS."
        )


def _refuse_in_use(*, replace: bool) -> None:
    tables = connections["owner"].introspection.table_names()
    if not replace and "tenants_municipality" in tables and municipality_keys():
        raise Refused(
            "This installation holds municipalities already: restore into an empty one, "
            "or say --replace to lose what is there."
        )
    for alias in ("default", "owner"):
        _let_go(alias)
    if not _is_left_alone():
        raise Refused("The portal is running: end its web servers and workers, then restore.")
    _let_go("owner")


def _is_left_alone() -> bool:
    """Whether nobody else is in the database, or goes within `LEAVING`."""
    until = time.monotonic() + LEAVING
    with connections["owner"].cursor() as cursor:
        while True:
            cursor.execute(_OTHERS, [[application_role(), connections["owner"].settings_dict["USER"]]])
            if not cursor.fetchone()[0]:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.1)


def _let_go(alias: str) -> None:
    connection = connections[alias]
    connection.close()
    if "pool" in connection.settings_dict["OPTIONS"]:
        connection.close_pool()  # type: ignore[attr-defined]  # of Django's backend for PostgreSQL


def _replace_database(archive: Reading) -> None:
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.MODELLKOMMUNE_HOME) as name:
        folder = Path(name)
        clear, dump, grants = (folder / part for part in ("clear.sql", DATABASE, "grants.sql"))
        clear.write_text(_CLEAR, "utf-8")
        grants.write_text("\n".join(_granting(archive.manifest["grants"])), "utf-8")
        with archive.member(DATABASE) as source, dump.open("wb") as target:
            # pg_dump 17 and newer say it to every server; older ones do not know it.
            target.write(source.read(HEAD).replace(b"\nSET transaction_timeout = 0;\n", b"\n"))
            shutil.copyfileobj(source, target)
        run_sql([clear, dump, grants])


def _granting(grants: dict[str, list[str]]) -> Iterator[str]:
    role = sql.Identifier(application_role())
    for table, privileges in grants.items():
        words = sql.SQL(", ").join(sql.SQL(word) for word in privileges)
        statement = sql.SQL("GRANT {} ON public.{} TO {};").format(words, sql.Identifier(table), role)
        yield statement.as_string()


def _analyse() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
