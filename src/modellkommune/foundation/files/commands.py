"""Taking files in and deleting them."""

import uuid
from functools import partial
from pathlib import PurePath
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from modellkommune.foundation.files.detection import kind_of
from modellkommune.foundation.files.limits import MEDIA_TYPES, Limits
from modellkommune.foundation.files.models import NAME, StoredFile
from modellkommune.foundation.files.queries import CONTENT, STORAGE
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality
from modellkommune.values.latin import normalise

SYSTEM: Final = Actor("system", "files")
LONGEST_NAME: Final = 100
EVERYTHING: Final = Limits()


def store(content: bytes, name: str, key: DataKey, owner: str, limits: Limits = EVERYTHING) -> StoredFile:
    """Look into a file and keep it sealed under `key`. `owner` is what it belongs to, such as "draft:<id>".

    Raises a `FileRefused`, whose message is for the person who handed it in.
    """
    return keep(content, name, kind_of(content, limits), key, owner)


def keep(content: bytes, name: str, kind: str, key: DataKey, owner: str) -> StoredFile:
    """Keep a file of ours sealed under `key` without looking into it. `kind` is a key of `MEDIA_TYPES`."""
    file = StoredFile(
        owner=owner,
        key=key,
        sealed_name=seal(key, _plain_name(name, kind).encode(), NAME),
        media_type=MEDIA_TYPES[kind],
        size=len(content),
        stored_at=clock.now(),
    )
    # Neither the path nor the time stamps of folders tell whose it is. A file whose row is rolled back stays
    # behind unreadable, for its key is rolled back or destroyed with its draft.
    file.path = f"{current_municipality()}/{file.pk.hex[:2]}/{uuid.uuid4().hex}"
    file.path = storages[STORAGE].save(file.path, ContentFile(seal(key, content, CONTENT)))
    file.save(force_insert=True)
    record("file_stored", f"file:{file.pk}", SYSTEM)
    return file


def remove(file_id: uuid.UUID | str) -> None:
    """Delete a file. Safe to repeat."""
    _remove(StoredFile.objects.filter(pk=file_id))


def remove_all(owner: str) -> None:
    """Delete all files of an owner. Safe to repeat."""
    _remove(StoredFile.objects.filter(owner=owner))


def _remove(files: QuerySet[StoredFile]) -> None:
    for file in files:
        record("file_removed", f"file:{file.pk}", SYSTEM)
        file.delete()
        # Only when nobody can want the row back any more.
        transaction.on_commit(partial(storages[STORAGE].delete, file.path))


def _plain_name(name: str, kind: str) -> str:
    stem = PurePath(normalise(name).replace("\\", "/")).stem
    shown = "".join(sign for sign in stem if sign.isprintable())[:LONGEST_NAME].strip(" .")
    return f"{shown or 'datei'}.{kind}"
