"""Writing the journal. `record` belongs to the transaction of the command whose deed it records.

A unit of work with several commands wraps them in `with written_together():`, and their entries, still one
for each command, are one statement before it commits.
"""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.foundation.journal.errors import DetailsWithoutKey, EntryRefused
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality

PURPOSE: Final = "journal"

# One statement, because an entry is written with every command: entry, mark for the sealer, sealed details.
# A digest is over a random salt: it belongs to one entry only.
_RECORD: Final = """
    WITH entry AS (
        INSERT INTO journal_entry (municipality_id, at, verb, subject, actor_kind, actor_id, digest)
        SELECT %s, at, verb, subject, actor_kind, actor_id, digest
        FROM unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
            WITH ORDINALITY AS said (at, verb, subject, actor_kind, actor_id, digest, place)
        ORDER BY place
        RETURNING id, municipality_id, digest
    ), mark AS (
        INSERT INTO journal_unsealed (municipality_id, entry_id) SELECT municipality_id, id FROM entry
    )
    INSERT INTO journal_detail (municipality_id, entry_id, key_id, content)
    SELECT municipality_id, id, key, content
    FROM entry JOIN unnest(%s::text[], %s::uuid[], %s::bytea[]) AS sealed (digest, key, content)
        USING (digest)"""

_SHAPES: Final = {
    "verb": re.compile(r"[a-z][a-z0-9_]{0,59}"),
    "subject": re.compile(r"[a-z][a-z0-9_-]{0,29}:[A-Za-z0-9_.-]{1,50}"),
    "actor kind": re.compile(r"[a-z][a-z_-]{0,19}"),
    "actor id": re.compile(r"[A-Za-z0-9:_.-]{0,64}"),
}


@dataclass(frozen=True)
class Actor:
    """Who did it: a kind ("resident", "staff", "system", ...) and an id, never a name."""

    kind: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry before it is written; without details key and content are None."""

    at: datetime
    verb: str
    subject: str
    actor: Actor
    digest: str
    key: UUID | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class _Together:
    """The entries of a block that are not written yet, and the depth of savepoints at which it stands."""

    depth: int
    waiting: list[_Said] = field(default_factory=list)


_together: ContextVar[_Together | None] = ContextVar("together", default=None)


def record(
    verb: str, subject: str, actor: Actor, details: dict[str, Any] | None = None, key: DataKey | None = None
) -> None:
    """Write an entry of the current municipality.

    `subject` is like "case:12". `details` (JSON) are sealed under `key`, which must be named then.
    Raises `EntryRefused`, `DetailsWithoutKey`.
    """
    current_municipality()
    _refuse_text({"verb": verb, "subject": subject, "actor kind": actor.kind, "actor id": actor.id})
    said = _Said(clock.now(), verb, subject, actor, *_sealed(details, key))
    together = _together.get()
    # What a savepoint undoes takes its entries with it: those are not kept for later.
    if together is not None and together.depth == _depth():
        together.waiting.append(said)
    else:
        _write([said])


@contextmanager
def written_together() -> Iterator[None]:
    """Write the entries of the block with one statement at its end, in their order, or none if it fails.

    Inside of `with municipality(...)`, around what commits together. A block inside of another is part of it.
    Raises `NoMunicipality`.
    """
    current_municipality()
    if _together.get() is not None:
        yield
        return
    together = _Together(_depth())
    token = _together.set(together)
    try:
        yield
        write_waiting()
    finally:
        _together.reset(token)


def write_waiting() -> None:
    """Write the entries that wait for the end of a block, for who reads the journal before it."""
    together = _together.get()
    if together is not None and together.waiting:
        _write(together.waiting)
        together.waiting.clear()


def details_digest(salt: str, details: dict[str, Any]) -> str:
    """SHA-256 over salt and details, as an entry keeps it."""
    text = json.dumps([salt, details], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _write(said: list[_Said]) -> None:
    database: Any = connections[DEFAULT_DB_ALIAS]
    sealed = [one for one in said if one.content is not None]
    columns = [
        [one.at for one in said],
        [one.verb for one in said],
        [one.subject for one in said],
        [one.actor.kind for one in said],
        [one.actor.id for one in said],
        [one.digest for one in said],
        [one.digest for one in sealed],
        [one.key for one in sealed],
        [one.content for one in sealed],
    ]
    database.run(_RECORD, [current_municipality(), *columns])


def _depth() -> int:
    return len(connections[DEFAULT_DB_ALIAS].savepoint_ids)


def _sealed(details: dict[str, Any] | None, key: DataKey | None) -> tuple[str, UUID | None, bytes | None]:
    """Digest, key and content of the details."""
    if details is None:
        return "", None, None
    if key is None:
        raise DetailsWithoutKey
    salt = secrets.token_hex(16)
    content = seal_json(key, {"salt": salt, "details": details}, PURPOSE)
    return details_digest(salt, details), key.pk, content


def _refuse_text(parts: dict[str, str]) -> None:
    for part, value in parts.items():
        if not _SHAPES[part].fullmatch(value):
            raise EntryRefused(part, value)
