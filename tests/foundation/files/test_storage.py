"""A file is on the disk, with the folders that name it, before anybody is told that it arrived."""

import os
import stat
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from modellkommune.foundation.files.storage import LastingStorage

Through = list[tuple[int, int]]


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Through:
    """What was written through to the disk, as inode and size at that moment."""
    seen: Through = []
    really = os.fsync

    def fsync(handle: int) -> None:
        found = os.fstat(handle)
        seen.append((found.st_ino, found.st_size if stat.S_ISREG(found.st_mode) else -1))
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return seen


def inode(place: Path) -> int:
    return place.stat().st_ino


def test_a_file_is_written_through_as_a_whole_with_every_new_folder(tmp_path: Path, through: Through) -> None:
    saved = LastingStorage(location=tmp_path).save("town/ab/one", ContentFile(b"sealed"))
    file = tmp_path / saved
    folders = [file.parent, file.parent.parent, tmp_path]
    assert through == [(inode(file), 6), *((inode(folder), -1) for folder in folders)]
    assert file.read_bytes() == b"sealed"


def test_folders_that_were_there_are_not_written_again(tmp_path: Path, through: Through) -> None:
    storage = LastingStorage(location=tmp_path)
    storage.save("town/ab/one", ContentFile(b"1"))
    through.clear()
    saved = storage.save("town/ab/two", ContentFile(b"22"))
    file = tmp_path / saved
    assert through == [(inode(file), 2), (inode(file.parent), -1)]
