"""CPU time and memory of the running parts, read from the kernel (Linux).

CPU is exact to the nanosecond and holds what ended threads used. Only ended children, of which there are
few (PostgreSQL's autovacuum), are counted in the kernel's hundredths of a second.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SCHEDULED = 2
"""CPUCLOCK_SCHED of the kernel: all threads of a process, exactly."""
# In this order, because a data folder may be named after anything.
MARKS = {
    "postgres": "bin/postgres",
    "web": "granian",
    "worker": "\0worker",
    "simulator": "-m\0simulator",
}


@dataclass(frozen=True)
class Usage:
    """CPU in milliseconds by part, since the processes started (children that have ended included)."""

    milliseconds: dict[str, float]

    def since(self, before: "Usage") -> dict[str, float]:
        """What was used between two readings."""
        return {part: used - before.milliseconds.get(part, 0) for part, used in self.milliseconds.items()}


def usage(root: int) -> Usage:
    """Of all processes below the process `root`."""
    used: dict[str, float] = {}
    for pid, part in _parts(root).items():
        try:
            used[part] = used.get(part, 0) + _milliseconds(pid)
        except OSError:
            continue  # it ended just now, and its parent counts it
    return Usage(used)


def _milliseconds(pid: int) -> float:
    children = sum(int(_stat(pid)[place]) for place in (13, 14))  # cutime cstime
    return time.clock_gettime_ns(_clock_of(pid)) / 1_000_000 + children * 1000 / TICKS


def _clock_of(pid: int) -> int:
    # What clock_getcpuclockid(3) gives for another process; Python has it for threads only.
    return ~pid << 3 | SCHEDULED


def resident_megabytes(root: int, part: str) -> float:
    """The greatest resident memory of a single process of a part."""
    sizes = [
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1024**2
        for pid, name in _parts(root).items()
        if name == part
    ]
    return max(sizes, default=0.0)


def _parts(root: int) -> dict[int, str]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found: dict[int, str] = {}
    for child in children.get(root, []):
        _descend(child, _part_of(child), children, found)
    return found


def _descend(pid: int, part: str, children: dict[int, list[int]], found: dict[int, str]) -> None:
    found[pid] = part
    for child in children.get(pid, []):
        _descend(child, part, children, found)


def _part_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return next((part for part, mark in MARKS.items() if mark in words), "other")


def _stat(pid: int) -> list[str]:
    # The second field is the name in brackets and may contain blanks.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
