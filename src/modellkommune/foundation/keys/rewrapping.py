"""Data keys come from under a former master key to the one in force, some hundred in one transaction.

Each is replaced only if it still is what was opened: a key that is destroyed meanwhile stays destroyed, and
of two who do this at once the second finds nothing to do. What a key seals is not touched.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.foundation.keys.commands import opened, wrapped, wrapping_context, wrapping_use
from modellkommune.foundation.keys.errors import SealBroken
from modellkommune.foundation.keys.master import MARKED, current_head, mark_needed
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import current_municipality

BATCH: Final = 500
START: Final = UUID(int=0)

# What begins a wrapped key, see `master`: a byte that says that there is a mark, and the eight of the mark.
_WAITING: Final = """
    SELECT id, wrapped FROM keys_datakey
    WHERE destroyed_at IS NULL AND substring(wrapped, 1, 9) <> %s AND id > %s ORDER BY id LIMIT %s"""
_REPLACE: Final = """
    UPDATE keys_datakey SET wrapped = change.new
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS change (id, old, new)
    WHERE keys_datakey.id = change.id AND keys_datakey.wrapped = change.old"""
_COUNT: Final = """
    SELECT CASE WHEN substring(wrapped, 1, 1) = %s THEN substring(wrapped, 2, 8) END AS mark, count(*)
    FROM keys_datakey WHERE destroyed_at IS NULL GROUP BY mark"""
_UNMARKED: Final = """
    SELECT id, wrapped FROM keys_datakey
    WHERE destroyed_at IS NULL AND substring(wrapped, 1, 1) <> %s LIMIT 1"""


@dataclass(frozen=True)
class Batch:
    """Some data keys: how many were looked at, how many of them were opened and wrapped anew, the last id."""

    found: int
    done: int
    last: UUID


def rewrap_data_keys(after: UUID = START) -> Batch:
    """Wrap the next keys of the current municipality behind `after`, `BATCH` at most. Safe to repeat.

    A key that no master key opens stays as it is; it is found and not done.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_WAITING, [current_head(), after, BATCH])
        rows = [(key_id, bytes(old)) for key_id, old in cursor.fetchall()]
        changes = [(key_id, old, new) for key_id, old in rows if (new := _rewrapped(key_id, old))]
        if changes:
            cursor.execute(_REPLACE, [list(column) for column in zip(*changes, strict=True)])
    return Batch(len(rows), len(changes), rows[-1][0] if rows else after)


def data_keys_by_mark() -> dict[bytes, int]:
    """How many keys of the current municipality lie under which master key, by its mark, see `mark_needed`.

    Of those without a mark one is tried: all of them are from the time when there was one key only.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_COUNT, [MARKED])
        counts = {mark if mark is None else bytes(mark): count for mark, count in cursor.fetchall()}
    unmarked = counts.pop(None, 0)
    if unmarked:
        mark = _mark_of_unmarked()
        counts[mark] = counts.get(mark, 0) + unmarked
    return {mark: count for mark, count in counts.items() if mark is not None}


def _rewrapped(key_id: UUID, old: bytes) -> bytes | None:
    key = DataKey(pk=key_id, municipality_id=current_municipality(), wrapped=old)
    try:
        return wrapped(key, opened(key))
    except SealBroken:
        return None


def _mark_of_unmarked() -> bytes:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_UNMARKED, [MARKED])
        key_id, wrapped_key = cursor.fetchone()
    town = current_municipality()
    key = DataKey(pk=key_id, municipality_id=town)
    return mark_needed(wrapping_use(town), bytes(wrapped_key), *wrapping_context(key))
