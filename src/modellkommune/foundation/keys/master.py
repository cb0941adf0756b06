"""What lies directly under the master key of the installation, and which of several keys opens it.

While the master key is being changed the installation knows two: the one in force wraps, former ones still
open. What is wrapped names its key by a mark, so that nothing has to be tried. What was wrapped before there
were marks has none; then the installation had only ever had one key.
"""

from functools import lru_cache
from typing import Final

from django.conf import settings

from modellkommune.foundation.keys.cipher import decrypt, derived_key, digest, encrypt
from modellkommune.foundation.keys.errors import MasterKeyMissing, MasterKeyUnknown, SealBroken

MARKED: Final = b"\x02"
"""First byte of what names its master key; then come the mark and what `encrypt` gave."""
MARK_BYTES: Final = 8
NONE_KNOWN: Final = b""
"""In place of a mark: none of the keys opens it."""


def master_keys() -> tuple[bytes, ...]:
    """The key in force, then former ones, the oldest last."""
    return (settings.MASTER_KEY, *settings.FORMER_MASTER_KEYS)


def first_master_key() -> bytes:
    """The oldest that is known: keys that were derived before any change of the master key hang on it."""
    return master_keys()[-1]


@lru_cache(maxsize=16)
def mark_of(master: bytes) -> bytes:
    """Tells whether two master keys are the same, and nothing about them. Raises `MasterKeyMissing`."""
    return bytes.fromhex(digest(derived_key(master, "mark"), "master-key"))[:MARK_BYTES]


def known_marks() -> frozenset[bytes]:
    """The marks of all keys that this installation knows; empty while it has none."""
    try:
        return frozenset(mark_of(master) for master in master_keys())
    except MasterKeyMissing:
        return frozenset()


def current_head() -> bytes:
    """How everything begins that lies under the key in force, in bytes."""
    return MARKED + mark_of(settings.MASTER_KEY)


def wrap(use: str, data: bytes, *context: str) -> bytes:
    """Wrap `data` under the key in force, for one `use`. Raises `MasterKeyMissing`."""
    return current_head() + encrypt(derived_key(settings.MASTER_KEY, use), data, *context)


def unwrap(use: str, wrapped: bytes, *context: str) -> bytes:
    """Open what `wrap` closed, under whichever key.

    Raises `MasterKeyMissing`, `MasterKeyUnknown`, `SealBroken`.
    """
    if wrapped[:1] != MARKED:
        return _tried(use, wrapped, context)[1]
    mark, content = wrapped[1 : 1 + MARK_BYTES], wrapped[1 + MARK_BYTES :]
    for master in master_keys():
        if mark_of(master) == mark:
            return decrypt(derived_key(master, use), content, *context)
    raise MasterKeyUnknown


def mark_needed(use: str, wrapped: bytes, *context: str) -> bytes:
    """The mark of the key that opens it; without a mark the known keys are tried, or `NONE_KNOWN`."""
    if wrapped[:1] == MARKED:
        return wrapped[1 : 1 + MARK_BYTES]
    try:
        return mark_of(_tried(use, wrapped, context)[0])
    except SealBroken:
        return NONE_KNOWN


def _tried(use: str, wrapped: bytes, context: tuple[str, ...]) -> tuple[bytes, bytes]:
    """The first key that opens it, and what was in it."""
    for master in master_keys():
        try:
            return master, decrypt(derived_key(master, use), wrapped, *context)
        except SealBroken:
            continue
    raise SealBroken
