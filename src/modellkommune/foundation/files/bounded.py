"""Processes of ours for what may be made to harm whoever opens it, or would make the web server heavy.

A crash, an endless loop or a bomb costs one child: it gets bytes and gives bytes, has nothing of our
environment and ends with its work. Its memory it bounds itself (see `child.bind`).
"""

import subprocess
import sys
from dataclasses import dataclass, field
from threading import BoundedSemaphore


class TookTooLong(Exception):
    """The child did not end in its time and was ended."""


@dataclass
class BoundedProcess:
    """A module that is run as a program, for so many seconds by the clock and so often at once at most."""

    module: str
    seconds: float
    at_once: int
    words: tuple[str, ...] = ()
    """The program with its arguments; by default Python with the module."""
    _free: BoundedSemaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make what is not said."""
        self.words = self.words or (sys.executable, "-I", "-m", self.module)
        self._free = BoundedSemaphore(self.at_once)

    def run(self, given: bytes) -> "subprocess.CompletedProcess[bytes]":
        """What it wrote to both outputs, and how it ended. Raises `TookTooLong`."""
        with self._free:
            try:
                return subprocess.run(  # noqa: S603 -- words of our own
                    self.words,
                    input=given,
                    capture_output=True,
                    timeout=self.seconds,
                    env={"MALLOC_ARENA_MAX": "1"},
                    cwd="/",
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise TookTooLong from None
