"""Saying how far a long command is: a line every few seconds, to the terminal and not to what is piped."""

import sys
import time
from typing import Final

EVERY: Final = 2.0  # seconds


class Progress:
    """Counts steps of one kind of work and says so now and then."""

    def __init__(self, what: str, total: int | None = None) -> None:
        self.what = what
        self.done = 0
        self._of = f" of {total}" if total is not None else ""
        self._next = time.monotonic() + EVERY

    def step(self, steps: int = 1) -> None:
        """Some more are done."""
        self.done += steps
        if time.monotonic() >= self._next:
            print(f"  {self.what}: {self.done}{self._of}", file=sys.stderr, flush=True)
            self._next = time.monotonic() + EVERY
