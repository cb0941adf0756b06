"""A municipality leaves: everything of it in one archive, encrypted for whoever takes it in.

What is read comes through row level security, so nothing of another municipality can slip in. Data keys and
the digest key are unwrapped, for the master key stays here; the archive as a whole is closed by encryption
(age) for the receiver's public key instead, and is never written without. Staff come with name, address and
number, so that their deeds keep their author; passwords and second factors stay.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connections
from psycopg import sql

from modellkommune.foundation.catalogue.models import Release
from modellkommune.foundation.identity.models import Membership, Staff
from modellkommune.foundation.keys.commands import opened
from modellkommune.foundation.keys.digests import digest_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.portals.operator.installation.numbers import counted_tables
from modellkommune.portals.operator.keeping import places, state
from modellkommune.portals.operator.keeping.archive import Writing, writing
from modellkommune.portals.operator.keeping.progress import Progress
from modellkommune.portals.operator.keeping.towntables import (
    DATA_KEYS,
    RELEASE_COLUMNS,
    TownTable,
    town_tables,
)

TOWN: Final = "town.json"
TABLES: Final = "tables/"
RELEASES: Final = "releases.jsonl"
STAFF: Final = "staff.jsonl"
AT_ONCE: Final = 500  # rows


class Lines:
    """Lines of JSON as a stream; `count` of those read so far."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = iter(rows)
        self._rest = b""
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        """About `size` bytes, whole lines; none at the end."""
        parts, length = [self._rest], len(self._rest)
        for row in self._rows:
            parts.append(row.encode() + b"\n")
            length += len(parts[-1])
            self.count += 1
            if 0 <= size <= length:
                break
        self._rest = b""
        return b"".join(parts)


def export_town(town: str, path: Path, recipients: Sequence[Any]) -> dict[str, int]:
    """Write the archive of a municipality; the rows of each table."""
    counts: dict[str, int] = {}
    progress = Progress("rows")
    with writing(path, recipients) as archive:
        places.add_files(archive, town, Progress("files"))
        with _unchanging(), municipality(town):
            about = state.describe(state.MUNICIPALITY) | {"municipality": town}
            _add_town(archive, town)
            for table in town_tables():
                counts[table.name] = _add(archive, TABLES + table.name, _rows(table, progress))
            highest = max(map(_highest, counted_tables()), default=0)
            _add(archive, RELEASES, _releases())
            _add(archive, STAFF, _staff())
        places.add_files(archive, town, Progress("files"))
        places.add_heads(archive, (town,))
        archive.finish(about | {"tables": counts, "highest": highest})
    return counts


@contextmanager
def _unchanging() -> Iterator[None]:
    """The transactions of the block see one moment, however long they take."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_isolation = 'repeatable read'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET default_transaction_isolation")


def _add(archive: Writing, name: str, rows: Iterable[str]) -> int:
    lines = Lines(rows)
    archive.add(name, lines, packed=True)
    return lines.count


def _add_town(archive: Writing, town: str) -> None:
    row = Municipality.objects.get(pk=town)
    values = {field.attname: getattr(row, field.attname) for field in Municipality._meta.local_fields}
    _add(archive, TOWN, [_json(values | {"digest_key": digest_key().hex()})])


def _rows(table: TownTable, progress: Progress) -> Iterator[str]:
    # A cursor of the server's: a municipality may have more rows than this process has memory.
    query = sql.SQL("SELECT to_jsonb(item.*)::text FROM {} item").format(sql.Identifier(table.name))
    with connections["default"].connection.cursor("export") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query)
        for (row,) in cursor:
            progress.step()
            yield _unwrapped(row) if table.name == DATA_KEYS else row


def _highest(table: str) -> int:
    query = sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _unwrapped(text: str) -> str:
    row = json.loads(text)
    key = DataKey.objects.get(pk=row["id"])
    return _json(row | {"wrapped": opened(key).hex() if key.destroyed_at is None else ""})


def _releases() -> Iterator[str]:
    hashes: set[str] = set()
    for table in town_tables():
        for column in RELEASE_COLUMNS & set(table.columns):
            query = sql.SQL("SELECT DISTINCT {} FROM {}").format(
                sql.Identifier(column), sql.Identifier(table.name)
            )
            with connections["default"].cursor() as cursor:
                cursor.execute(query)
                hashes |= {value for (value,) in cursor.fetchall()}
    for release in Release.objects.filter(pk__in=hashes).order_by("pk"):
        yield _json({field.attname: getattr(release, field.attname) for field in Release._meta.local_fields})


def _staff() -> Iterator[str]:
    members = set(Membership.objects.values_list("staff_id", flat=True))
    for person in Staff.objects.filter(pk__in=members).order_by("pk"):
        yield _json({name: getattr(person, name) for name in ("id", "email", "name", "is_active", "created")})


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_text)


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
