"""What an installation is, for a manifest: versions, migrations, the mark of its master key."""

from importlib import metadata
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from modellkommune.foundation.keys.master import mark_of
from modellkommune.foundation.tenants import clock
from modellkommune.portals.operator.keeping.errors import ArchiveRefused

BACKUP: Final = "backup"
MUNICIPALITY: Final = "municipality"
MAJOR: Final = 10000  # server_version_num / MAJOR is the major version


def describe(kind: str) -> dict[str, Any]:
    """What a manifest says of the installation that writes it."""
    return {
        "kind": kind,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "version": version(),
        "postgresql": server_major(),
        "migrations": applied(),
    }


def version() -> str:
    """The version of this program."""
    return metadata.version("modellkommune")


def server_major() -> int:
    """The major version of the PostgreSQL that serves."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // MAJOR


def applied() -> list[str]:
    """The migrations of the database: "journal.0001_initial", ..."""
    loader = MigrationLoader(connections["owner"])
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def known() -> set[str]:
    """The migrations that this version knows."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def key_mark() -> str:
    """Tells whether two master keys are the same, and nothing about the key."""
    return mark_of(settings.MASTER_KEY).hex()


def refuse_other_kind(manifest: dict[str, Any], kind: str) -> None:
    """Raise ArchiveRefused unless the archive is of this kind."""
    commands = {BACKUP: "modellkommune restore", MUNICIPALITY: "modellkommune municipality import"}
    found = str(manifest.get("kind"))
    if found != kind:
        remedy = f" Take it in with `{commands[found]}`." if found in commands else ""
        raise ArchiveRefused(f"This is an archive of the kind {found}, not {kind}.{remedy}")


def refuse_newer(manifest: dict[str, Any]) -> None:
    """Raise ArchiveRefused when the archive comes from a version that knows more than this one."""
    unknown = sorted(set(manifest["migrations"]) - known())
    if unknown:
        raise ArchiveRefused(
            f"The archive was made by version {manifest['version']}, which is newer than this one "
            f"({version()}; it has {unknown[0]}): install that version and try again."
        )
