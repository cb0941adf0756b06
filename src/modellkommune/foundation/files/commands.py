"""Taking files in, drawing their pages, and deleting them."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from modellkommune.foundation.files import sandbox, scanner
from modellkommune.foundation.files.detection import claimed_kind
from modellkommune.foundation.files.errors import FileInfected, FileNotFound, FileTooLarge, OriginalWithheld
from modellkommune.foundation.files.limits import MEDIA_TYPES, Limits
from modellkommune.foundation.files.models import NAME, QUARANTINED, TAKEN, Picture, RemovedPath, StoredFile
from modellkommune.foundation.files.queries import CONTENT, DIGEST, PICTURE, STORAGE, picture_of, read
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import current_municipality, municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.writing import insert
from modellkommune.values.latin import normalise

SYSTEM: Final = Actor("system", "files")
LONGEST_NAME: Final = 100
EVERYTHING: Final = Limits()
KINDS: Final = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


def store(content: bytes, name: str, key: DataKey, owner: str, limits: Limits = EVERYTHING) -> StoredFile:
    """Look into a file and keep it sealed under `key`. `owner` is what it belongs to, such as "draft:<id>".

    While the scanner is silent the file is kept unopened, in quarantine. Raises a `FileRefused`, whose
    message is for the person who handed it in.
    """
    kind = claimed_kind(content, limits)
    try:
        refuse_infected(content, scanner.PROMPT)
    except scanner.ScannerSilent:
        return _kept(content, _Kept(name, kind, owner, state=QUARANTINED), key)
    look = sandbox.look_into(content, kind, limits)
    file = _kept(content, _Kept(name, kind, owner, look.pages), key)
    keep_picture(file, 1, look.picture)
    return file


def refuse_infected(content: bytes, seconds: float) -> None:
    """Have the scanner look through a content, if there is one, within so many seconds.

    Raises `FileInfected`, `FileTooLarge` (for the scanner) and `ScannerSilent`.
    """
    verdict = scanner.scan(content, seconds) if scanner.is_configured() else scanner.Verdict.CLEAN
    if verdict is scanner.Verdict.INFECTED:
        raise FileInfected
    if verdict is scanner.Verdict.TOO_MUCH:
        raise FileTooLarge


def keep(content: bytes, name: str, kind: str, key: DataKey, owner: str) -> StoredFile:
    """Keep a file of ours sealed under `key` without looking into it. `kind` is a key of `MEDIA_TYPES`."""
    return _kept(content, _Kept(name, kind, owner), key)


def page_of(file: StoredFile, page: int) -> bytes:
    """A page of what somebody handed in, drawn anew as JPEG; drawn once, then kept.

    Raises `FileNotFound` for a page that is not there, `FileRefused`, `KeyDestroyed`.
    """
    if not 1 <= page <= file.pages:
        raise FileNotFound
    drawn = picture_of(file, page)
    if drawn is None:
        drawn = sandbox.draw(read(file), KINDS[file.media_type], page)
        keep_picture(file, page, drawn)
    return drawn


def hand_over(file_ids: list[str], owner: str) -> None:
    """Give files to another owner: what was put on the desk becomes part of a case. Safe to repeat."""
    for file in StoredFile.objects.filter(pk__in=file_ids).exclude(owner=owner):
        file.owner = owner
        file.save(update_fields=["owner"])
        record("file_handed_over", f"file:{file.pk}", SYSTEM)


def give_original(file: StoredFile, actor: Actor) -> bytes:
    """The file as it was handed in, not our picture of it; the journal says who took it and when.

    Only what the scanner finds clean now, by the signatures of today. Raises `OriginalWithheld`, and what
    `queries.read` raises.
    """
    content = read(file)
    if not scanner.is_configured():
        raise OriginalWithheld("no_scanner")
    try:
        refuse_infected(content, scanner.PROMPT)
    except scanner.ScannerSilent:
        raise OriginalWithheld("silent") from None
    except (FileInfected, FileTooLarge):
        raise OriginalWithheld("infected") from None
    record("original_opened", f"file:{file.pk}", actor, {"owner": file.owner}, file.key)
    return content


def remove(file_id: uuid.UUID | str) -> None:
    """Delete a file. Safe to repeat."""
    _remove(StoredFile.objects.filter(pk=file_id))


def remove_all(owner: str) -> None:
    """Delete all files of an owner. Safe to repeat."""
    _remove(StoredFile.objects.filter(owner=owner))


def remove_forgotten(owners: str, before: datetime.datetime) -> int:
    """Delete the files of owners that begin so and have lain since before an instant; the count."""
    forgotten = StoredFile.objects.filter(owner__startswith=owners, stored_at__lt=before)
    found = list(forgotten.values_list("pk", flat=True)[:500])
    _remove(StoredFile.objects.filter(pk__in=found))
    return len(found)


def delete_removed(town: str) -> None:
    """Delete from the storage what was removed and is still there. Safe to repeat."""
    with municipality(town):
        paths = list(RemovedPath.objects.order_by("pk").values_list("path", flat=True)[:500])
    _delete_stored(town, paths)


@dataclass(frozen=True)
class _Kept:
    """What is known of a file that is about to be kept; `kind` is a key of `MEDIA_TYPES`."""

    name: str
    kind: str
    owner: str
    pages: int = 0
    state: str = TAKEN


def _kept(content: bytes, known: _Kept, key: DataKey) -> StoredFile:
    digest = sha256(content).hexdigest()
    file = StoredFile(
        owner=known.owner,
        key=key,
        sealed_name=seal(key, _plain_name(known.name, known.kind).encode(), NAME),
        sealed_digest=seal(key, digest.encode(), DIGEST),
        media_type=MEDIA_TYPES[known.kind],
        size=len(content),
        pages=known.pages,
        state=known.state,
        stored_at=clock.now(),
    )
    file.path = _saved(file, seal(key, content, CONTENT))
    reached("file_written")
    insert(file)
    record("file_stored", f"file:{file.pk}", SYSTEM, {"sha256": digest, "state": file.state}, key)
    return file


def keep_picture(file: StoredFile, page: int, picture: bytes) -> None:
    """Keep a page that was drawn, sealed under the file's key. Safe to repeat."""
    path = _saved(file, seal(file.key, picture, PICTURE))
    # Two people may look at the same page at once: the first picture stays.
    Picture.objects.bulk_create([Picture(file=file, page=page, path=path)], ignore_conflicts=True)


def _saved(file: StoredFile, sealed: bytes) -> str:
    # Neither the path nor the time stamps of folders tell whose it is. What lies there without a row is
    # deleted some days later (see `strays`).
    path = f"{current_municipality()}/{file.pk.hex[:2]}/{uuid.uuid4().hex}"
    return storages[STORAGE].save(path, ContentFile(sealed))


def _remove(files: QuerySet[StoredFile]) -> None:
    for file in files:
        record("file_removed", f"file:{file.pk}", SYSTEM)
        paths = [file.path, *Picture.objects.filter(file=file).values_list("path", flat=True)]
        file.delete()
        RemovedPath.objects.bulk_create(RemovedPath(path=path) for path in paths)
        # Only when nobody can want the row back any more; a storage that refuses now is asked again.
        transaction.on_commit(partial(_delete_stored, current_municipality(), paths), robust=True)


def _delete_stored(town: str, paths: Sequence[str]) -> None:
    for path in paths:
        storages[STORAGE].delete(path)
    with municipality(town):
        RemovedPath.objects.filter(path__in=paths).delete()


def _plain_name(name: str, kind: str) -> str:
    stem = PurePath(normalise(name).replace("\\", "/")).stem
    shown = "".join(sign for sign in stem if sign.isprintable())[:LONGEST_NAME].strip(" .")
    return f"{shown or 'datei'}.{kind}"
