"""Several PDFs as one to print, joined in a process of its own: the web server carries no reader of PDF."""

import json
from collections.abc import Iterable
from typing import Final

from modellkommune.foundation.files.bounded import BoundedProcess, TookTooLong

SECONDS: Final = 60  # by the clock
_CHILD: Final = BoundedProcess("modellkommune.foundation.documents.join", SECONDS, at_once=1)


class NotJoined(RuntimeError):
    """The papers could not be put together for printing."""


def joined(parts: Iterable[bytes]) -> bytes:
    """The parts one behind the other, each beginning on a sheet of its own; for paper only.

    Signatures do not survive. Raises `NotJoined`.
    """
    papers = list(parts)
    lengths = json.dumps([len(paper) for paper in papers]).encode()
    try:
        done = _CHILD.run(b"\n".join((lengths, b"".join(papers))))
    except TookTooLong:
        raise NotJoined from None
    if done.returncode or not done.stdout:
        raise NotJoined
    return done.stdout
