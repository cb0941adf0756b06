"""What lies in the storage and belongs to nothing is deleted after a day; nothing else is."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from modellkommune.foundation.files.commands import keep, page_of, store
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import file, read
from modellkommune.foundation.files.strays import PARTS, delete_strays
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import municipality
from tests.foundation.files.samples import pdf

TWO_DAYS = 48 * 3600


@pytest.fixture
def key(two_towns: tuple[str, str], settings: Any, tmp_path: Path) -> Iterator[DataKey]:
    """A key of a town whose storage is empty."""
    system = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {"files": {"BACKEND": system, "OPTIONS": {"location": tmp_path}}}
    with municipality("alpha"):
        yield new_key()


def lay(path: str) -> str:
    """Something that a process left behind."""
    return storages["files"].save(path, ContentFile(b"sealed"))


def make_old(path: str) -> None:
    then = time.time() - TWO_DAYS
    os.utime(storages["files"].path(path), (then, then))


def all_parts(town: str = "alpha") -> int:
    return sum(delete_strays(town, part) for part in range(PARTS))


def exists(path: str) -> bool:
    return Path(storages["files"].path(path)).exists()


def test_what_nobody_knows_is_deleted_when_it_is_old(key: DataKey) -> None:
    left, young = lay("alpha/0a/left"), lay("alpha/ff/young")
    make_old(left)
    assert all_parts() == 1
    assert (exists(left), exists(young)) == (False, True)
    assert all_parts() == 0


def test_files_and_their_pages_stay_however_old(key: DataKey) -> None:
    written = pdf(pages=2)
    papers = [store(written, "a.pdf", key, "draft:1"), keep(b"%PDF", "b", "pdf", key, "case:1")]
    second = page_of(papers[0], 2)
    for path in (Path(storages["files"].path("alpha"))).rglob("*"):
        if path.is_file():
            os.utime(path, (0, 0))
    assert all_parts() == 0
    assert [read(file(paper.pk)) for paper in papers] == [written, b"%PDF"]
    assert page_of(papers[0], 2) == second


def test_another_town_and_the_other_parts_are_not_touched(key: DataKey) -> None:
    left, others = lay("alpha/0a/left"), lay("beta/0a/left")
    for path in (left, others):
        make_old(path)
    assert (delete_strays("alpha", 1), exists(left)) == (0, True)
    assert (delete_strays("alpha", PARTS), exists(left), exists(others)) == (1, False, True)


def test_every_folder_that_a_file_may_lie_in_is_looked_through(key: DataKey) -> None:
    left = [lay(f"alpha/{number:02x}/left") for number in range(256)]
    for path in left:
        make_old(path)
    assert all_parts() == len(left)
    assert StoredFile.objects.count() == 0
