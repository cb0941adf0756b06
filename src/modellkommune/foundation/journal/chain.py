"""The hash chain: pure functions from an entry and the hash before it to its hash."""

import json
from datetime import UTC
from hashlib import sha256
from typing import Final

from modellkommune.foundation.journal.models import Entry

FORMAT: Final = 1
BEGINNING: Final = "0" * 64
"""What stands in place of a hash before position 1."""


def link_hash(entry: Entry, position: int, previous: str) -> str:
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
