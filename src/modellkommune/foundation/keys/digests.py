"""Keyed digests: the same text gives the same digest in one municipality, and only there.

By digests people are found again by plate, name or log-in, and the codes on papers are made from them. So a
municipality's digest key never changes, neither when it moves to another installation nor when the master
key does: it lies in a row, wrapped like a data key. It is made from the oldest master key that is known.
"""

import time
from typing import Final

from modellkommune.foundation.keys.cipher import derived_key, digest
from modellkommune.foundation.keys.commands import wrapping_use
from modellkommune.foundation.keys.master import (
    current_head,
    first_master_key,
    mark_needed,
    mark_of,
    unwrap,
    wrap,
)
from modellkommune.foundation.keys.models import DigestKey
from modellkommune.foundation.tenants.context import current_municipality

LIFETIME: Final = 60.0  # seconds for which a process remembers a municipality's key

_remembered: dict[tuple[bytes, str], tuple[float, bytes]] = {}


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA-256 of `text` for one `purpose`, as 64 hexadecimal digits. Inside `with municipality(...)`.

    Only this municipality's installation can compute it, so short texts cannot be guessed from a copy of the
    database.
    """
    return digest(digest_key(), purpose, text)


def digest_key() -> bytes:
    """The key of the current municipality's digests."""
    place = first_master_key(), current_municipality()
    read_at, key = _remembered.get(place, (float("-inf"), b""))
    if time.monotonic() - read_at > LIFETIME:
        key = _read()
        _remembered[place] = time.monotonic(), key
    return key


def bring_digest_key(key: bytes) -> None:
    """Keep the key that the current municipality brought from another installation."""
    DigestKey.objects.create(wrapped=_wrapped(key))
    forget()


def keep_digest_key() -> None:
    """Write the current municipality's key down unless that was done. Safe to repeat.

    Asked whenever a municipality is taken in, after each migration, and before the master key is changed.
    """
    if not DigestKey.objects.exists():
        # Another process may do it in the same moment: it writes the same key.
        DigestKey.objects.bulk_create([DigestKey(wrapped=_wrapped(_derived()))], ignore_conflicts=True)


def rewrap_digest_key() -> bool:
    """Wrap the current municipality's key under the master key in force; whether there was anything to do.

    Raises `SealBroken`. Safe to repeat.
    """
    row = DigestKey.objects.get()
    before = bytes(row.wrapped)
    if before.startswith(current_head()):
        return False
    changed = DigestKey.objects.filter(wrapped=before).update(wrapped=_wrapped(_opened(before)))
    return changed == 1


def digest_key_needs() -> bytes:
    """The mark of the master key on which the current municipality's digest key hangs, see `mark_needed`."""
    row = DigestKey.objects.first()
    if row is None:
        return mark_of(first_master_key())
    town = current_municipality()
    return mark_needed(wrapping_use(town), bytes(row.wrapped), *_context(town))


def forget() -> None:
    """Read the keys again at the next digest."""
    _remembered.clear()


def _read() -> bytes:
    row = DigestKey.objects.first()
    return _opened(bytes(row.wrapped)) if row else _derived()


def _derived() -> bytes:
    return derived_key(first_master_key(), f"digest {current_municipality()}")


def _wrapped(key: bytes) -> bytes:
    town = current_municipality()
    return wrap(wrapping_use(town), key, *_context(town))


def _opened(wrapped: bytes) -> bytes:
    town = current_municipality()
    return unwrap(wrapping_use(town), wrapped, *_context(town))


def _context(town: str) -> tuple[str, ...]:
    return ("digest-key", town)
