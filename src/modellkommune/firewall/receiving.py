"""The body of a request as it comes in: whole, in memory, and in a bounded time.

The web server waits for ever for a body that was announced and never comes, and so does the thread that reads
it: as many such requests as there are threads, and nobody else is answered. So a thread of its own reads, and
who waits for it gives up; the web server then closes the connection, which ends the reading.
"""

from io import BytesIO
from threading import BoundedSemaphore, Event, Thread
from typing import IO, Any, Final

PIECE: Final = 64 * 1024  # bytes
AT_ONCE: Final = 0.5
"""Seconds in which a form is here, as a rule."""
PATIENCE: Final = 15.0
"""Seconds in which at least one more piece has to come: a photo sent from a village still arrives."""
SLOW_AT_ONCE: Final = 12
"""So many threads may wait for slow bodies; the web server has four more."""
_slow = BoundedSemaphore(SLOW_AT_ONCE)


class TooSlow(Exception):
    """The body did not come in time, or too many others are slow already."""


class _Reading:
    """A body being read by a thread of its own."""

    def __init__(self, stream: Any, length: int) -> None:
        self.kept = BytesIO()
        self.pieces = 0
        self.done = Event()
        self.failed: Exception | None = None
        Thread(target=self._read, args=(stream, length), daemon=True).start()

    def _read(self, stream: Any, left: int) -> None:
        try:
            while left > 0 and (piece := stream.read(min(left, PIECE))):
                self.kept.write(piece)
                self.pieces += 1
                left -= len(piece)
        except Exception as error:  # of a torn connection: the one who waits says it
            self.failed = error
        self.done.set()


def received(stream: Any, length: int, at_once: float = AT_ONCE, patience: float = PATIENCE) -> IO[bytes]:
    """The `length` bytes of a body, or fewer where it ends before; no disk sees them. Raises `TooSlow`."""
    reading = _Reading(stream, length)
    if not reading.done.wait(at_once):
        _wait_for_the_rest(reading, patience)
    if reading.failed is not None:
        raise reading.failed
    reading.kept.seek(0)
    return reading.kept


def _wait_for_the_rest(reading: _Reading, patience: float) -> None:
    if not _slow.acquire(blocking=False):
        raise TooSlow
    try:
        before = -1
        while not reading.done.wait(patience):
            if reading.pieces == before:
                raise TooSlow
            before = reading.pieces
    finally:
        _slow.release()
