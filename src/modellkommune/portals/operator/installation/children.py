"""Child processes of `modellkommune run`: started in our process group, ended in order, never left behind.

One that ends by itself is started again: its work is safe in the database, and so is what it was doing.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from modellkommune.portals.operator.installation.errors import KeepsEnding

PATIENCE: Final = 2.0  # seconds between asking and killing; everything has to be over within four
MOST_STARTS: Final = 5
"""So many new starts of one child within a minute; then its fault is not one that a start mends."""
_MINUTE: Final = 60.0
_PR_SET_PDEATHSIG: Final = 1  # numbers of prctl.h
_PR_SET_CHILD_SUBREAPER: Final = 36


def _end_with_parent() -> None:
    """Runs in the child: it gets SIGTERM when this process dies without having said so (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt_orphans() -> None:
    """What a killed child leaves behind becomes ours, so that it can be ended (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


@dataclass
class Child:
    """One program that runs beside the others, and how it is begun."""

    name: str
    begin: Callable[[], subprocess.Popen[bytes]]
    log: Path
    farewell: signal.Signals = signal.SIGTERM
    starts: list[float] = field(default_factory=list)  # seconds of a steady clock
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        """It runs from the beginning."""
        self.process = self.begin()

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself."""
        return self.process.poll() is not None

    def start_again(self) -> None:
        """Raises `KeepsEnding` if that has not helped lately."""
        now = time.monotonic()
        self.starts = [start for start in self.starts if now - start < _MINUTE]
        if len(self.starts) >= MOST_STARTS:
            raise KeepsEnding(self.name, self.log)
        self.starts.append(now)
        self.process = self.begin()


@dataclass
class Children:
    """All children, in the order of their start; they are ended in the opposite one."""

    logs: Path
    running: list[Child] = field(default_factory=list)
    # Whoever runs this may have children of its own: they are none of ours.
    strangers: frozenset[int] = field(default_factory=lambda: frozenset(_children_of(os.getpid())))

    def start(self, name: str, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start a program; what it says goes to a file of its name."""
        log = self.logs / f"{name}.log"
        self.adopt(Child(name, partial(_begin, words, environment, folder, log), log))

    def adopt(self, child: Child) -> None:
        """Watch and end a process that is begun in its own way."""
        self.running.append(child)

    def ended(self) -> Child | None:
        """The first child that is no longer running."""
        return next((child for child in self.running if child.has_ended), None)

    def end_orphans(self) -> None:
        """End what a killed child has left behind; it would go on beside its successor."""
        known = {child.process.pid for child in self.running}
        for pid in _children_of(os.getpid()) - known - self.strangers:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(pid, signal.SIGTERM)
                os.waitpid(pid, os.WNOHANG)

    def end(self) -> None:
        """End all children: first those that serve, together, then the database; at most 4 seconds."""
        serving = [child for child in self.running if child.farewell is signal.SIGTERM]
        _end_all(serving, PATIENCE)
        _end_all([child for child in self.running if child not in serving], PATIENCE / 2)
        self.running.clear()
        self.end_orphans()


def _children_of(parent: int) -> set[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return {int(pid) for pid in listed.read_text("ascii").split()} if listed.exists() else set()


def _begin(
    words: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 -- words of our own
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env={**os.environ, **environment},
            preexec_fn=_end_with_parent,
        )


def _end_all(children: Sequence[Child], patience: float) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            child.process.send_signal(child.farewell)
    deadline = time.monotonic() + patience
    for child in children:
        try:
            child.process.wait(max(0.01, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
