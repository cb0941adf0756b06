"""`make bench`: measure the running whole and print a table and JSON.

It starts installations of its own in a temporary folder, talks to them over the loopback address only, and
stops by itself. Figures are medians; ratios compare within one run. A part that fails says so, the others are
still measured, and the exit status is 1. Write the JSON with `--json FILE`; measure some parts only with
`--only case,scale`.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from bench.figures import Figure, show
from bench.firewall import firewall_figures
from bench.parts import case_figures, fortune_figures, ideas_figures, places_figures, soak_figures
from bench.people import Applicant, applicants
from bench.recovery import recovery_figures
from bench.results import results_figures
from bench.scale import scale_figures
from bench.surveys import survey_figures
from tests.journeys.stack import Portal, end, free_ports, start


class TookTooLong(Exception):
    """The part did not end in its time."""


class Bench:
    """Folder and installation of a run. Parts share an installation until one of them fails."""

    def __init__(self, folder: Path, soak: float) -> None:
        self.folder = folder
        self.soak = soak
        self.people: Iterator[Applicant] = applicants()
        self._running: tuple[Portal, subprocess.Popen[bytes]] | None = None
        self._started = 0

    @property
    def running(self) -> tuple[Portal, subprocess.Popen[bytes]]:
        """The shared installation; a fresh one where there is none."""
        if self._running is None:
            self._started += 1
            portal = Portal(free_ports(), self.folder / f"home-{self._started}")
            self._running = portal, start(portal)
        return self._running

    def stop(self) -> None:
        """End the shared installation."""
        if self._running is not None:
            end(self._running[1])
            self._running = None


@dataclass(frozen=True)
class Part:
    """What can be measured alone, and the minutes that it may take."""

    minutes: float
    measure: Callable[[Bench], list[Figure]]


def _case(bench: Bench) -> list[Figure]:
    portal, process = bench.running
    return case_figures(portal, process.pid)


def _surveys(bench: Bench) -> list[Figure]:
    return survey_figures(bench.running[0])


def _soak(bench: Bench) -> list[Figure]:
    # Its own: it counts what happened twice, and whoever applied in another part may apply again here.
    bench.stop()
    portal, process = bench.running
    return soak_figures(portal, process.pid, bench.soak)


def _recovery(bench: Bench) -> list[Figure]:
    bench.stop()
    portal, process = bench.running
    return recovery_figures(portal, process.pid, bench.people)


PARTS: Final = {
    "case": Part(8, _case),
    "recovery": Part(16, _recovery),
    "firewall": Part(2, lambda _bench: firewall_figures()),
    "ideas": Part(6, lambda bench: ideas_figures(bench.running[0])),
    "places": Part(6, lambda bench: places_figures(bench.running[0], bench.folder)),
    "results": Part(8, lambda bench: results_figures(bench.running[0])),
    "fortune": Part(3, lambda bench: fortune_figures(bench.running[0])),
    "scale": Part(20, lambda bench: scale_figures(bench.folder / "scale")),
    "surveys": Part(3, _surveys),
    "soak": Part(8, _soak),
}
"""In this order. The soak's time is added to its own."""


@contextmanager
def _within(minutes: float) -> Iterator[None]:
    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"{TookTooLong.__doc__} ({minutes:g} minutes)")

    signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, minutes * 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _measure(name: str, bench: Bench) -> tuple[list[Figure], str]:
    """The figures of a part, and what went wrong."""
    part, began, load = PARTS[name], time.monotonic(), os.getloadavg()[0]
    try:
        with _within(part.minutes + (bench.soak if name == "soak" else 0)):
            figures = part.measure(bench)
    except Exception as trouble:
        traceback.print_exc()
        bench.stop()
        return [Figure(f"{name}: FAILED", 0, "", "runs", holds=False)], f"{type(trouble).__name__}: {trouble}"
    taken = Figure(f"  ({name} took, at a load of {load:.1f} before)", round(time.monotonic() - began), "s")
    return [*figures, taken], ""


def _run(names: list[str], soak: float) -> tuple[dict[str, list[Figure]], dict[str, str]]:
    """Figures and troubles by part; the table grows as they come."""
    figures: dict[str, list[Figure]] = {}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="mk-bench-") as folder:
        bench = Bench(Path(folder), soak)
        try:
            for name in names:
                print(f"measuring: {name} ...", file=sys.stderr, flush=True)
                figures[name], trouble = _measure(name, bench)
                if trouble:
                    failed[name] = trouble
        finally:
            bench.stop()
    return figures, failed


def as_json(figures: dict[str, list[Figure]], failed: dict[str, str]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "machine": {"cores": os.cpu_count(), "system": platform.platform(), "python": sys.version.split()[0]},
        "figures": [{"part": part} | asdict(figure) for part, told in figures.items() for figure in told],
        "failed": failed,
    }


def _parts(text: str) -> list[str]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = sorted(set(wanted) - set(PARTS))
    if unknown or not wanted:
        raise argparse.ArgumentTypeError(f"known parts: {', '.join(PARTS)}")
    return [name for name in PARTS if name in wanted]


def main() -> int:
    """Start, measure, print, end; 1 if a part failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"some of {','.join(PARTS)}")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--soak", type=float, default=10, help="minutes of residents while parts are killed")
    arguments = parser.parse_args()
    names = [name for name in arguments.only if name != "soak" or arguments.soak]
    figures, failed = _run(names, arguments.soak)
    show(figure for told in figures.values() for figure in told)
    text = json.dumps(as_json(figures, failed), indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text, "utf-8")
    for name, trouble in failed.items():
        print(f"{name} failed: {trouble}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
