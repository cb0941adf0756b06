"""What lies in the storage without a row: a process died between the two, or a unit of work was rolled back.

Nobody was told that such a file had arrived, and nobody can read it: its key was rolled back, or is destroyed
with its draft. A sixteenth of the folders is looked through at a time, so that a large storage is not listed
as a whole.
"""

import datetime
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.core.files.storage import storages

from modellkommune.foundation.files.models import Picture, StoredFile
from modellkommune.foundation.files.queries import STORAGE
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import SystemClock

PARTS: Final = 16
FOLDERS: Final = 16
"""Folders of a part: together they are the 256 that the first two digits of a file's id name."""
YOUNG: Final = datetime.timedelta(days=1)
"""What is younger may still get its row: far longer than any unit of work takes."""
_DIGITS: Final = 32


def delete_strays(town: str, part: int) -> int:
    """Delete what belongs to no file from one of the `PARTS` parts of a town's storage; the count."""
    numbers = range(part % PARTS * FOLDERS, (part % PARTS + 1) * FOLDERS)
    strays = [path for number in numbers for path in _strays(town, f"{number:02x}")]
    for path in strays:
        storages[STORAGE].delete(path)
    return len(strays)


def _strays(town: str, folder: str) -> Iterator[str]:
    lying = _lying(f"{town}/{folder}")
    unknown = lying - _known(town, folder) if lying else lying
    # By the machine's clock, as the storage does it: the demonstration's day may be any.
    before = SystemClock(None).now() - YOUNG
    for path in sorted(unknown):
        if storages[STORAGE].get_modified_time(path) < before:
            yield path


def _lying(folder: str) -> set[str]:
    try:
        _, names = storages[STORAGE].listdir(folder)
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for name in names}


def _known(town: str, folder: str) -> set[str]:
    first, last = UUID(folder.ljust(_DIGITS, "0")), UUID(folder.ljust(_DIGITS, "f"))
    with municipality(town):
        files = StoredFile.objects.filter(pk__range=(first, last))
        pictures = Picture.objects.filter(file__in=files)
        return {*files.values_list("path", flat=True), *pictures.values_list("path", flat=True)}
