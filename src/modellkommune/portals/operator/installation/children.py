"""Child processes of `modellkommune run`: started in our process group, ended in order, never left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PATIENCE: Final = 2.0  # seconds between asking and killing; everything has to be over within four
_PR_SET_PDEATHSIG: Final = 1  # number of prctl.h


def _end_with_parent() -> None:
    """Runs in the child: it gets SIGTERM when this process dies without having said so (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that runs beside the others."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    farewell: signal.Signals = signal.SIGTERM


@dataclass
class Children:
    """All children, in the order of their start; they are ended in the opposite one."""

    logs: Path
    running: list[Child] = field(default_factory=list)

    def start(self, name: str, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        """Start a program; what it says goes to a file of its name."""
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 -- words of our own
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
                env={**os.environ, **environment},
                preexec_fn=_end_with_parent,
            )
        self.running.append(Child(name, process, log))

    def adopt(self, child: Child) -> None:
        """Watch and end a process that was started elsewhere."""
        self.running.append(child)

    def ended(self) -> Child | None:
        """The first child that is no longer running."""
        return next((child for child in self.running if child.process.poll() is not None), None)

    def end(self) -> None:
        """End all children: first those that serve, together, then the database; at most 4 seconds."""
        serving = [child for child in self.running if child.farewell is signal.SIGTERM]
        _end_all(serving, PATIENCE)
        _end_all([child for child in self.running if child not in serving], PATIENCE / 2)
        self.running.clear()


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
