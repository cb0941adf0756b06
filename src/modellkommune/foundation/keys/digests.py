"""Keyed digests: the same text gives the same digest in one municipality, and only there.

By digests people are found again by plate, name or log-in, and the codes on papers are made from them. So a
municipality takes its digest key along when it moves to another installation. As a rule the key follows from
the master key and the municipality; one that was brought along lies in a row, wrapped like a data key.
"""

import time
from typing import Final

from django.conf import settings

from modellkommune.foundation.keys.cipher import decrypt, derived_key, digest, encrypt
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
    town = current_municipality()
    read_at, key = _remembered.get((settings.MASTER_KEY, town), (float("-inf"), b""))
    if time.monotonic() - read_at > LIFETIME:
        key = _read(town)
        _remembered[settings.MASTER_KEY, town] = time.monotonic(), key
    return key


def bring_digest_key(key: bytes) -> None:
    """Keep the key that the current municipality brought from another installation."""
    town = current_municipality()
    DigestKey.objects.create(wrapped=encrypt(_wrapping_key(town), key, "digest-key", town))
    forget()


def forget() -> None:
    """Read the keys again at the next digest."""
    _remembered.clear()


def _read(town: str) -> bytes:
    row = DigestKey.objects.first()
    if row is None:
        return derived_key(settings.MASTER_KEY, f"digest {town}")
    return decrypt(_wrapping_key(town), bytes(row.wrapped), "digest-key", town)


def _wrapping_key(town: str) -> bytes:
    return derived_key(settings.MASTER_KEY, f"wrap {town}")
