"""Reading stored files."""

import uuid
from collections.abc import Iterable
from typing import Final

from django.core.files.storage import storages

from modellkommune.foundation.files.errors import FileNotFound
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.keys.commands import unseal

STORAGE: Final = "files"
"""Name of the storage in settings.STORAGES."""
CONTENT: Final = "file-content"
"""Purpose under which contents are sealed."""


def file(file_id: uuid.UUID | str) -> StoredFile:
    """One file with its key. Raises `FileNotFound`."""
    found = StoredFile.objects.select_related("key").filter(pk=file_id).first()
    if found is None:
        raise FileNotFound
    return found


def describe(file_ids: Iterable[uuid.UUID | str]) -> tuple[StoredFile, ...]:
    """The files with these ids, with their keys, in the order in which they were stored."""
    rows = StoredFile.objects.select_related("key").filter(pk__in=list(file_ids))
    return tuple(rows.order_by("stored_at", "pk"))


def files_of(owner: str) -> tuple[StoredFile, ...]:
    """The files of an owner such as "draft:<id>", with their keys, oldest first."""
    return tuple(StoredFile.objects.select_related("key").filter(owner=owner).order_by("stored_at", "pk"))


def read(stored: StoredFile) -> bytes:
    """The content. Raises `FileNotFound`, `KeyDestroyed`, `SealBroken`."""
    try:
        with storages[STORAGE].open(stored.path) as sealed:
            return unseal(stored.key, sealed.read(), CONTENT)
    except FileNotFoundError:
        raise FileNotFound from None
