"""The sealer: gives committed entries their place in the chain, after the commands that wrote them.

Chaining inside the commands would let them wait for each other. The sealer runs every two seconds and seals
whatever committed entries still carry their mark, in the order of their ids; the position is given here, so
an entry of a slow transaction comes later in the chain but is never left out.
"""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from modellkommune.foundation.journal.chain import BEGINNING, link_hash
from modellkommune.foundation.journal.models import Head, Link, Unsealed
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality

BATCH: Final = 2000


def seal_rows(town: str, limit: int = BATCH) -> int:
    """Seal up to `limit` waiting entries of a municipality; the count.

    Safe to repeat and to run twice at once: the second one leaves it to the first and returns 0.
    """
    with municipality(town):
        # Most of the time nothing waits, and that has to be found out cheaply.
        if not Unsealed.objects.exists() or not _alone(town):
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
    marks = list(Unsealed.objects.select_related("entry").order_by("entry_id")[:limit])
    last = _last_link()
    position, previous = (last.position, last.hash) if last else (0, BEGINNING)
    links, instant = [], clock.now()
    for mark in marks:
        position += 1
        previous = link_hash(mark.entry, position, previous)
        links.append(Link(entry=mark.entry, position=position, hash=previous, sealed_at=instant))
    Link.objects.bulk_create(links)
    Unsealed.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(links)


def _last_link() -> Link | None:
    return Link.objects.order_by("-position").first()


def _alone(town: str) -> bool:
    # The lock ends with the transaction; its number only has to be the same in all processes.
    number = int.from_bytes(sha256(f"journal {town}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _append(file: Path, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(line + "\n")
