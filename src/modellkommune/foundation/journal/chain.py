"""The hash chain: pure functions from an entry and the hash before it to its hash."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

from modellkommune.foundation.journal.models import Entry

FORMAT: Final = 1
BEGINNING: Final = "0" * 64
"""What stands in place of a hash before position 1."""


class Row(NamedTuple):
    """What the chain holds fast of an entry, as the database gives it; cheaper than an `Entry`."""

    pk: int
    municipality_id: str
    at: datetime
    verb: str
    subject: str
    actor_kind: str
    actor_id: str
    digest: str


def link_hash(entry: Entry | Row, position: int, previous: str) -> str:
    """SHA-256 over all the entry says, its position and the hash before, as 64 hexadecimal digits."""
    said = [
        FORMAT,
        entry.municipality_id,
        position,
        previous,
        entry.pk,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.verb,
        entry.subject,
        entry.actor_kind,
        entry.actor_id,
        entry.digest,
    ]
    return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
