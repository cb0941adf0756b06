"""The sealer: gives committed entries their place in the chain, after the commands that wrote them.

Chaining inside the commands would let them wait for each other. The sealer runs every two seconds and seals
whatever committed entries still carry their mark, in the order of their ids; the position is given here, so
an entry of a slow transaction comes later in the chain but is never left out.
"""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from modellkommune.foundation.journal.chain import BEGINNING, Row, link_hash
from modellkommune.foundation.journal.models import Head, Link
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality

BATCH: Final = 2000

# Most of the time nothing waits, and that has to be found out cheaply.
_ALONE: Final = "SELECT pg_try_advisory_xact_lock(%s) WHERE EXISTS (SELECT FROM journal_unsealed)"

# By values and an array, because joins would read the whole journal or compare each mark with each: the table
# of marks is nearly always empty when its statistics are made, and the planner knows nothing of its size.
# With each entry the end of the chain, read under the lock.
_TAKEN: Final = """
    WITH taken AS (
        DELETE FROM journal_unsealed WHERE entry_id <= (
            SELECT max(entry_id) FROM (SELECT entry_id FROM journal_unsealed ORDER BY entry_id LIMIT %s) first
        ) RETURNING entry_id
    )
    SELECT position, hash, id, municipality_id, at, verb, subject, actor_kind, actor_id, digest
    FROM journal_entry LEFT JOIN (
        SELECT position, hash FROM journal_link ORDER BY position DESC LIMIT 1
    ) AS last ON true
    WHERE id = ANY (ARRAY(SELECT entry_id FROM taken)) ORDER BY id"""

_LINKED: Final = """
    INSERT INTO journal_link (municipality_id, sealed_at, entry_id, position, hash)
    SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::varchar[])"""


def seal_rows(town: str, limit: int = BATCH) -> int:
    """Seal up to `limit` waiting entries of a municipality; the count.

    Safe to repeat and to run twice at once: the second one leaves it to the first and returns 0.
    """
    with municipality(town):
        if not _alone(town):
            return 0
        return _seal_waiting(limit)


def publish_head(town: str) -> Head | None:
    """Publish the end of the chain, once a day: a row, and a line in the data folder. None while empty."""
    with municipality(town):
        last = _last_link()
        if last is None:
            return None
        head, new = Head.objects.get_or_create(
            day=clock.today(),
            defaults={"position": last.position, "hash": last.hash, "published_at": clock.now()},
        )
        if new:
            transaction.on_commit(partial(_append, head_file(town), str(head)))
    return head


def head_file(town: str) -> Path:
    """Where the published heads of a municipality stand outside of the database, a line a day."""
    return Path(settings.MODELLKOMMUNE_HOME) / "journal" / f"{town}.txt"


def _seal_waiting(limit: int) -> int:
    database: Any = connections[DEFAULT_DB_ALIAS]
    rows = database.run(_TAKEN, [limit]).fetchall()
    if not rows:
        return 0
    last, previous = rows[0][:2]
    start, previous = (last or 0) + 1, previous or BEGINNING
    ids, hashes = [], []
    for position, (_, _, *values) in enumerate(rows, start):
        entry = Row(*values)
        previous = link_hash(entry, position, previous)
        ids.append(entry.pk)
        hashes.append(previous)
    places = list(range(start, start + len(rows)))
    database.run(_LINKED, [current_municipality(), clock.now(), ids, places, hashes])
    return len(rows)


def _last_link() -> Link | None:
    return Link.objects.order_by("-position").first()


def _alone(town: str) -> bool:
    """Whether something waits and nobody else is sealing it."""
    # The lock ends with the transaction; its number only has to be the same in all processes.
    number = int.from_bytes(sha256(f"journal {town}".encode()).digest()[:8], "big", signed=True)
    database: Any = connections[DEFAULT_DB_ALIAS]
    return bool(database.run(_ALONE, [number]).fetchone() == (True,))


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(line + "\n")
