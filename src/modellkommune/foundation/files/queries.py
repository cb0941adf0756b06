"""Reading stored files."""

import uuid
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from django.core.files.storage import storages
from django.db.models import F

from modellkommune.foundation.files.errors import FileAltered, FileNotFound, FileWithheld
from modellkommune.foundation.files.models import QUARANTINED, TAKEN, Picture, StoredFile
from modellkommune.foundation.keys.commands import unseal
from modellkommune.foundation.tenants.reading import RowReader

STORAGE: Final = "files"
"""Name of the storage in settings.STORAGES."""
CONTENT: Final = "file-content"
"""Purpose under which contents are sealed."""
DIGEST: Final = "file-digest"
"""Purpose under which digests are sealed."""
PICTURE: Final = "file-picture"
"""Purpose under which drawn pages are sealed."""
_FILES = RowReader(lambda file_id: StoredFile.objects.select_related("key").filter(pk=file_id))


def file(file_id: uuid.UUID | str) -> StoredFile:
    """One file with its key. Raises `FileNotFound`."""
    found = _FILES.read(uuid.UUID(str(file_id)))
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


def withheld(file_ids: Iterable[uuid.UUID | str]) -> tuple[StoredFile, ...]:
    """Those of the files with these ids that wait for the scanner or were rejected, with their keys."""
    wanted = list(file_ids)
    if not wanted:  # nearly every form: it would take longer to find out that there is nothing to ask
        return ()
    found = StoredFile.objects.select_related("key").filter(pk__in=wanted).exclude(state=TAKEN)
    return tuple(found.order_by("stored_at", "pk"))


def quarantined(limit: int) -> tuple[uuid.UUID, ...]:
    """Files that wait for the scanner: those that nobody asked about first, then as long ago as may be."""
    found = StoredFile.objects.filter(state=QUARANTINED)
    found = found.order_by(F("asked_at").asc(nulls_first=True), "stored_at", "pk")
    return tuple(found.values_list("pk", flat=True)[:limit])


def descriptor(stored: StoredFile) -> dict[str, object]:
    """A file as an answer names it: {id, name, media_type, size}. Raises `KeyDestroyed`."""
    return {
        "id": str(stored.pk),
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
    }


def read(stored: StoredFile) -> bytes:
    """The content as it was handed in.

    Raises `FileNotFound`, `FileWithheld`, `FileAltered`, `KeyDestroyed`, `SealBroken`.
    """
    if stored.state != TAKEN:
        raise FileWithheld
    return sealed_content(stored)


def sealed_content(stored: StoredFile) -> bytes:
    """The same of any file, for the scanner alone; raises the same but `FileWithheld`."""
    content = _unsealed(stored, stored.path, CONTENT)
    digest = digest_of(stored)
    if digest and sha256(content).hexdigest() != digest:
        raise FileAltered
    return content


def digest_of(stored: StoredFile) -> str:
    """SHA-256 of the content when it was handed in, 64 hexadecimal digits; empty for very old files."""
    sealed = bytes(stored.sealed_digest)
    return unseal(stored.key, sealed, DIGEST).decode() if sealed else ""


def picture_of(stored: StoredFile, page: int) -> bytes | None:
    """A page as JPEG if it has been drawn before. Raises `FileNotFound`, `KeyDestroyed`, `SealBroken`."""
    found = Picture.objects.filter(file=stored, page=page).first()
    return _unsealed(stored, found.path, PICTURE) if found else None


def _unsealed(stored: StoredFile, path: str, purpose: str) -> bytes:
    try:
        with storages[STORAGE].open(path) as sealed:
            return unseal(stored.key, sealed.read(), purpose)
    except FileNotFoundError:
        raise FileNotFound from None
