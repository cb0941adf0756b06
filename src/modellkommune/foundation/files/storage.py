"""Files on a disk of this machine, there for good before anybody is told that they arrived."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class LastingStorage(FileSystemStorage):
    """A folder whose files outlive a power cut: file and folders are on the disk once `save` returns.

    PostgreSQL writes its rows through to the disk at COMMIT. Without the same here, a row could come back
    after a power cut whose file is empty or gone.
    """

    def _save(self, name: str, content: "File[bytes]") -> str:
        above = _missing_above(Path(self.path(name)))
        saved = str(super()._save(name, content))  # type: ignore[misc]  # the stubs leave it out
        for place in (Path(self.path(saved)), *above):
            _write_through(place)
        return saved


def _missing_above(file: Path) -> list[Path]:
    """The folders in which a name will be new: the file's own, and that of each folder not there yet."""
    changed = [file.parent]
    while not changed[-1].exists():
        changed.append(changed[-1].parent)
    return changed


def _write_through(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
