"""Writing the journal. `record` belongs to the transaction of the command whose deed it records."""

import json
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections

from modellkommune.foundation.journal.errors import DetailsWithoutKey, EntryRefused
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality

PURPOSE: Final = "journal"

# One statement, because an entry is written with every command: entry, mark for the sealer, sealed details.
_RECORD: Final = """
    WITH entry AS (
        INSERT INTO journal_entry (municipality_id, at, verb, subject, actor_kind, actor_id, digest)
        VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id, municipality_id
    ), mark AS (
        INSERT INTO journal_unsealed (municipality_id, entry_id) SELECT municipality_id, id FROM entry
    ), detail AS (
        INSERT INTO journal_detail (municipality_id, entry_id, key_id, content)
        SELECT municipality_id, id, %s::uuid, %s::bytea FROM entry WHERE %s
    )
    SELECT id FROM entry"""

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


def record(
    verb: str, subject: str, actor: Actor, details: dict[str, Any] | None = None, key: DataKey | None = None
) -> int:
    """Write an entry of the current municipality; its id.

    `subject` is like "case:12". `details` (JSON) are sealed under `key`, which must be named then.
    Raises `EntryRefused`, `DetailsWithoutKey`.
    """
    _refuse_text({"verb": verb, "subject": subject, "actor kind": actor.kind, "actor id": actor.id})
    digest, content = _sealed(details, key)
    entry: list[Any] = [current_municipality(), clock.now(), verb, subject, actor.kind, actor.id, digest]
    database: Any = connections[DEFAULT_DB_ALIAS]
    done = database.run(_RECORD, [*entry, key.pk if key else None, content, bool(digest)])
    return int(done.fetchone()[0])


def details_digest(salt: str, details: dict[str, Any]) -> str:
    """SHA-256 over salt and details, as an entry keeps it."""
    text = json.dumps([salt, details], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _sealed(details: dict[str, Any] | None, key: DataKey | None) -> tuple[str, bytes]:
    if details is None:
        return "", b""
    if key is None:
        raise DetailsWithoutKey
    salt = secrets.token_hex(16)
    return details_digest(salt, details), seal_json(key, {"salt": salt, "details": details}, PURPOSE)


def _refuse_text(parts: dict[str, str]) -> None:
    for part, value in parts.items():
        if not _SHAPES[part].fullmatch(value):
            raise EntryRefused(part, value)
