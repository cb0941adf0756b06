"""Making, using and destroying data keys.

They write no journal entries of their own: a key comes and goes with the record it belongs to, whose command
does.
"""

import json
import secrets
from datetime import timedelta
from typing import Any, Final, TypeAlias

from django.db.models import Exists, ForeignObjectRel, OuterRef

from modellkommune.foundation.keys.cipher import KEY_BYTES, decrypt, encrypt
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.keys.master import unwrap, wrap
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.foundation.tenants.writing import insert

Sealed: TypeAlias = "bytes | memoryview[int]"  # memoryview takes no index at run time before Python 3.14
"""Sealed content, as a binary column gives it."""

REFERENCES_END: Final = timedelta(days=7)
"""After so long nothing that refers to a destroyed key is still about to be deleted."""


def new_key() -> DataKey:
    """Make a key for one draft or case of the current municipality."""
    key = DataKey(municipality_id=current_municipality(), created_at=clock.now())
    key.wrapped = wrapped(key, secrets.token_bytes(KEY_BYTES))
    insert(key)
    return key


def seal(key: DataKey, data: bytes, purpose: str) -> bytes:
    """Seal bytes under `key` for a `purpose` (an id such as "draft"). Raises `KeyDestroyed`."""
    return encrypt(_opened(key), data, *_context(key, purpose))


def unseal(key: DataKey, sealed: Sealed, purpose: str) -> bytes:
    """Open what `seal` closed for the same purpose. Raises `KeyDestroyed`, `SealBroken`."""
    return decrypt(_opened(key), bytes(sealed), *_context(key, purpose))


def seal_json(key: DataKey, data: Any, purpose: str) -> bytes:
    """Seal what JSON can say. Raises `KeyDestroyed`."""
    return seal(key, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), purpose)


def unseal_json(key: DataKey, sealed: Sealed, purpose: str) -> Any:
    """Open what `seal_json` closed. Raises `KeyDestroyed`, `SealBroken`."""
    return json.loads(unseal(key, sealed, purpose))


def destroy(key: DataKey) -> None:
    """Destroy a key: what it sealed is unreadable for ever. Safe to repeat.

    Copies of the wrapped key in backups end with the backups; the retention of those bounds "for ever".
    """
    instant = clock.now()
    DataKey.objects.filter(pk=key.pk, destroyed_at=None).update(wrapped=b"", destroyed_at=instant)
    key.wrapped, key.destroyed_at = b"", key.destroyed_at or instant


def delete_unused_keys() -> int:
    """Delete the rows of destroyed keys to which no record refers any more; the count. Safe to repeat.

    Those destroyed long ago are not asked about: cases that were emptied go on referring to theirs.
    """
    destroyed = DataKey.objects.filter(destroyed_at__gt=clock.now() - REFERENCES_END)
    for relation in DataKey._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            model: Any = relation.related_model
            referring = model.objects.filter(**{f"{relation.field.name}_id": OuterRef("pk")})
            destroyed = destroyed.exclude(Exists(referring))
    return destroyed.delete()[0]


def opened(key: DataKey) -> bytes:
    """The bytes of a key, for a municipality that takes it along. Raises `KeyDestroyed`, `SealBroken`."""
    return _opened(key)


def wrapped(key: DataKey, plain: bytes) -> bytes:
    """The bytes of a key, wrapped for this installation."""
    return wrap(wrapping_use(str(key.municipality_id)), plain, *wrapping_context(key))


def wrapping_use(town: str) -> str:
    """What the master key is used for when it wraps the keys of a municipality."""
    return f"wrap {town}"


def wrapping_context(key: DataKey) -> tuple[str, ...]:
    """What a wrapped data key is bound to: it opens in its own row only."""
    return ("data-key", str(key.municipality_id), str(key.pk))


def _opened(key: DataKey) -> bytes:
    if key.destroyed_at is not None or not key.wrapped:
        raise KeyDestroyed
    return unwrap(wrapping_use(str(key.municipality_id)), bytes(key.wrapped), *wrapping_context(key))


def _context(key: DataKey, purpose: str) -> tuple[str, ...]:
    return (purpose, str(key.municipality_id), str(key.pk))
