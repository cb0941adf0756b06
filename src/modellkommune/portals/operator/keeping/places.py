"""The files of an installation outside of the database: what people handed in, and the journal's heads."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from modellkommune.foundation.files.queries import STORAGE
from modellkommune.foundation.journal.sealing import head_file
from modellkommune.portals.operator.keeping.archive import Reading, Writing
from modellkommune.portals.operator.keeping.errors import ArchiveRefused
from modellkommune.portals.operator.keeping.progress import Progress

FILES: Final = "files/"
HEADS: Final = "journal/"


def stored(folder: str = "") -> Iterator[str]:
    """The paths of all files of the storage, or of those below a folder, sealed as they lie there."""
    storage = storages[STORAGE]
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from stored(f"{folder}/{inner}" if folder else inner)


def add_files(archive: Writing, folder: str, progress: Progress) -> None:
    """Copy the files that the archive does not hold yet. One that is deleted meanwhile is left out."""
    for path in stored(folder):
        if FILES + path in archive.members:
            continue
        with suppress(FileNotFoundError), storages[STORAGE].open(path) as file:
            archive.add(FILES + path, file)
            progress.step()


def add_heads(archive: Writing, towns: tuple[str, ...]) -> None:
    """Copy the published heads of the journal."""
    for town in towns:
        file = head_file(town)
        if file.exists():
            with file.open("rb") as lines:
                archive.add(f"{HEADS}{town}.txt", lines)


def bring_files(archive: Reading, progress: Progress) -> None:
    """Write the files of an archive into the storage. One of the same name is the same and stays."""
    storage = storages[STORAGE]
    for name in archive.names(FILES):
        path = _safe(name.removeprefix(FILES))
        if not storage.exists(path):
            with archive.member(name) as content:
                storage.save(path, ContentFile(content.read()))
        progress.step()


def bring_heads(archive: Reading) -> None:
    """Write the published heads of the journal."""
    for name in archive.names(HEADS):
        file = Path(settings.MODELLKOMMUNE_HOME) / "journal" / PurePosixPath(_safe(name)).name
        file.parent.mkdir(parents=True, exist_ok=True)
        with archive.member(name) as content:
            file.write_bytes(content.read())


def remove_others(archive: Reading) -> int:
    """Remove the stored files that the archive does not hold; how many."""
    wanted = {name.removeprefix(FILES) for name in archive.names(FILES)}
    others = [path for path in stored() if path not in wanted]
    for path in others:
        storages[STORAGE].delete(path)
    return len(others)


def _safe(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        raise ArchiveRefused(f"The archive names a path that leads elsewhere: {path}.")
    return path
