"""Opening a file in a process of its own: what is hostile to a reader of images or PDF ends with it."""

import json
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.foundation.files.bounded import BoundedProcess, TookTooLong
from modellkommune.foundation.files.errors import FileBroken, FileRefused, FileTooLarge, refusal_named
from modellkommune.foundation.files.limits import Limits

SECONDS: Final = 20  # by the clock, for a child that waits instead of working
_CHILD: Final = BoundedProcess("modellkommune.foundation.files.child", SECONDS, at_once=2)


@dataclass(frozen=True)
class Look:
    """What opening a file has shown: its number of pages, and the first one as JPEG."""

    pages: int
    picture: bytes


def look_into(content: bytes, kind: str, limits: Limits) -> Look:
    """Open a file of the claimed kind completely. Raises a `FileRefused`."""
    answer, picture = _ask({"kind": kind, "page": 0, **_bounds(limits)}, content)
    return Look(int(answer["pages"]), picture)


def draw(content: bytes, kind: str, page: int) -> bytes:
    """A page of a file that was looked into, counted from 1, as JPEG. Raises a `FileRefused`."""
    return _ask({"kind": kind, "page": page, **_bounds(Limits())}, content)[1]


def _bounds(limits: Limits) -> dict[str, int]:
    return {"max_pixels": limits.max_pixels, "max_pages": limits.max_pages}


def _ask(task: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        done = _CHILD.run(json.dumps(task).encode() + b"\n" + content)
    except TookTooLong:
        raise FileTooLarge from None
    line, _, picture = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise _cause(done.returncode, done.stderr)
    answer: dict[str, Any] = json.loads(line)
    if "refused" in answer:
        raise refusal_named(answer["refused"])
    return answer, picture


def _cause(status: int, said: bytes) -> FileRefused:
    """Why a child ended without an answer: by a limit, or because the content broke the reader."""
    bounded = status in (-9, -24) or b"MemoryError" in said or b"bad_alloc" in said  # SIGKILL, SIGXCPU
    return FileTooLarge() if bounded else FileBroken()
