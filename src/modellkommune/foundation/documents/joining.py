"""Several PDFs as one to print, joined in a process of its own: the web server carries no reader of PDF."""

import json
import subprocess
import sys
from collections.abc import Iterable
from threading import BoundedSemaphore
from typing import Final

SECONDS: Final = 60  # by the clock
_AT_ONCE: Final = BoundedSemaphore(1)
_CHILD: Final = (sys.executable, "-I", "-m", "modellkommune.foundation.documents.join")


class NotJoined(RuntimeError):
    """The papers could not be put together for printing."""


def joined(parts: Iterable[bytes]) -> bytes:
    """The parts one behind the other, each beginning on a sheet of its own; for paper only.

    Signatures do not survive. Raises `NotJoined`.
    """
    papers = list(parts)
    lengths = json.dumps([len(paper) for paper in papers]).encode()
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- words of our own
                _CHILD,
                input=b"\n".join((lengths, b"".join(papers))),
                capture_output=True,
                timeout=SECONDS,
                env={"MALLOC_ARENA_MAX": "1"},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotJoined from None
    if done.returncode or not done.stdout:
        raise NotJoined
    return done.stdout
