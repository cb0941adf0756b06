"""The same pages with 1,000 cases and with 200,000 in 500 municipalities, side by side in one run.

Two installations run beside each other and are asked in turn, so that whatever else the machine does strikes
both. The town that is looked at grows as well: it has all of the 1,000 cases, then 20,000 of the 200,000.

What is compared are plans and code, not how much memory a machine has: both are asked for equally many cases,
spread over their tables, and for each of them once before it counts. A case that nobody has looked at for
long comes from the disk, in whichever installation has more of them than fit into memory. And all pages are
asked for in turn, over the whole time: a single page is done with in a second, in which the minute's round of
one of the two, or somebody else's work, decides the figure.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.figures import Figure, at_most
from bench.filling import Filling
from bench.journey import form_to
from bench.people import TOWN
from bench.processes import usage
from bench.resident import Resident
from simulator.staff_page import one_time_code
from tests.journeys.stack import Portal, end, free_ports, start

ORIGINALS: Final = 100
CLOSED: Final = ("issued", "lapsed", "withdrawn", "paid")
"""States that are copied to other towns, where nobody can read them: they wait for nothing."""
AT_REST: Final = (*CLOSED, "review")
"""States that are copied in the town: also what waits for people. The rest belongs to single people."""
MUNICIPALITIES: Final = 500
DELIVERED: Final = 5
CASES: Final = 40
"""So many different ones are looked at and checked, in each installation."""
WARM_UP: Final = CASES
ROUNDS: Final = 6 * CASES
FIRST_ROUND: Final = 600  # seconds that it may take at most
IDLE: Final = 65.0  # seconds: one round of everything that comes every minute
PASSWORD: Final = "Parken-wie-zu-Hause"  # noqa: S105 -- as the demonstration prints it
Permit = dict[str, str]
"""As `bench.permits` tells it: number, code, link, case_code."""
Page = Callable[[int], None]
"""Asks for a page once; of several cases for the one whose turn it is in this round."""
ADDRESS: Final = "/parkzone/?adresse=Bahnhofstra%C3%9Fe+12"


@dataclass(frozen=True)
class Size:
    """How many cases: in the town that is looked at, and in all."""

    name: str
    town: int
    total: int
    municipalities: int


SMALL: Final = Size("1,000 cases", 1_000, 1_000, DELIVERED)
LARGE: Final = Size("200,000 cases", 20_000, 200_000, MUNICIPALITIES)


class Installation:
    """One of the two, filled, with a resident and an official at its doors."""

    def __init__(self, size: Size, home: Path) -> None:
        self.size = size
        self.portal = Portal(free_ports(), home)
        self.process = start(self.portal)
        self.filled = 0.0  # seconds that the filling took

    def fill(self) -> None:
        """The originals through the house's own functions, the others as their copies."""
        self.portal.command("demo", "load", "--cases", str(ORIGINALS), "--town", TOWN)
        # Whoever is copied has been sealed, and looked at by the retention: all at once no town ever is.
        self._wait_while("SELECT 1 FROM journal_unsealed")
        self._wait_while("SELECT 1 FROM cases_case WHERE look_on <= current_date")
        began = time.monotonic()
        filling, size = Filling(self.portal.home, TOWN), self.size
        others = [f"gemeinde-{number:03}" for number in range(1, size.municipalities - DELIVERED + 1)]
        filling.hurry()
        filling.add_towns(others)
        # The other towns first: copies in the town would be originals of what comes after them.
        copies = (size.total - size.town) // self._cases(CLOSED)
        filling.add_cases([others[number % len(others)] for number in range(copies)], CLOSED)
        filling.add_cases([TOWN] * ((size.town - ORIGINALS) // self._cases(AT_REST)), AT_REST)
        filling.settle()
        self.filled = time.monotonic() - began

    def _cases(self, states: tuple[str, ...]) -> int:
        counted = "SELECT count(*) FROM cases_case WHERE municipality_id = %s AND state = ANY (%s)"
        [(cases,)] = self.portal.rows(counted, TOWN, list(states))
        return int(cases)

    def _wait_while(self, query: str) -> None:
        deadline = time.monotonic() + FIRST_ROUND
        while self.portal.rows(f"{query} LIMIT 1"):
            assert time.monotonic() < deadline, f"still true after {FIRST_ROUND} s: {query}"
            time.sleep(0.5)

    def pages(self) -> dict[str, Page]:
        """What is asked for: each call is one request that has to be answered as it should."""
        permits = _permits(self.portal)
        resident = _owner(permits, self.portal.port)
        official = _official(self.portal)
        visitor, checker = Resident(TOWN, self.portal.port), Resident(TOWN, self.portal.port)
        checker.get("/pruefung/")
        return {
            "proposal list": lambda _: _look(official, "/amt/vorschlaege/", "fall="),
            "status page": lambda round_: _look(resident, permits[round_ % CASES]["link"], "permit.pdf"),
            "public check": lambda round_: _check(checker, permits[round_ % CASES]),
            "zone look-up": lambda _: _look(visitor, ADDRESS, "Zone"),
        }

    def begin_the_day(self) -> float:
        """Wait until the day's first round, which tidies in every town, is over: its seconds."""
        waiting = "SELECT 1 FROM modellkommune_waiting(now(), current_date)"
        self._wait_while(f"{waiting} WHERE matters && ARRAY['head', 'retention']")
        known, deadline = len(self.sweeps()), time.monotonic() + FIRST_ROUND
        while len(self.sweeps()) == known:  # a round is written down when it ends
            assert time.monotonic() < deadline, "the worker makes no rounds any more"
            time.sleep(0.5)
        return max(self.sweeps()) / 1000

    def sweeps(self) -> list[float]:
        """Milliseconds that each of the minute's rounds took so far, from the worker's log."""
        lines = (self.portal.home / "log" / "worker.log").read_text("utf-8").splitlines()
        jobs = [json.loads(line) for line in lines if '"task":"sweep"' in line]
        return [float(job["ms"]) for job in jobs]


def scale_figures(folder: Path) -> list[Figure]:
    """Percentiles at both sizes, their ratios, and what the background costs."""
    both: list[Installation] = []
    try:
        for size in (SMALL, LARGE):
            both.append(Installation(size, folder / str(size.total)))
            both[-1].fill()
        return [*_pages(both), *_background(both), *_filled(both[1])]
    finally:
        for installation in both:
            end(installation.process)


def _pages(both: list[Installation]) -> list[Figure]:
    pages = [installation.pages() for installation in both]
    taken: dict[str, list[list[float]]] = {name: [[], []] for name in pages[0]}
    for round_ in range(WARM_UP + ROUNDS):
        for name, times in taken.items():
            # Each goes first as often as the other.
            for place in (0, 1) if round_ % 2 else (1, 0):
                began = time.perf_counter()
                pages[place][name](round_)
                if round_ >= WARM_UP:
                    times[place].append(1000 * (time.perf_counter() - began))
    return [figure for name, times in taken.items() for figure in _compared(name, both, times)]


def _compared(name: str, both: list[Installation], taken: list[list[float]]) -> list[Figure]:
    figures = []
    for installation, times in zip(both, taken, strict=True):
        for part, value in (
            ("p50", statistics.median(times)),
            ("p95", statistics.quantiles(times, n=20)[-1]),
        ):
            figures.append(Figure(f"{name}, {installation.size.name}: {part}", round(value, 1), "ms"))
    few, many = (statistics.median(times) for times in taken)
    return [*figures, at_most(f"{name}: p50 ratio", many / few, "x", 1.2)]


def _background(both: list[Installation]) -> list[Figure]:
    """CPU of a minute in which nobody comes: sweep, sealer, heartbeats and whatever PostgreSQL does.

    What comes once a day is told apart: in a town that is new or has a new day, its first round is due.
    """
    first_rounds = [installation.begin_the_day() for installation in both]
    before = [usage(installation.process.pid) for installation in both]
    rounds = [len(installation.sweeps()) for installation in both]
    began = time.monotonic()
    time.sleep(IDLE)
    figures = []
    for installation, first, earlier, known in zip(both, first_rounds, before, rounds, strict=True):
        used = usage(installation.process.pid).since(earlier)
        minutes = (time.monotonic() - began) / 60
        spent = sum(used[part] for part in ("web", "worker", "postgres")) / minutes
        name = installation.size.name
        figures.append(Figure(f"background CPU a minute, {name}", round(spent), "ms"))
        figures.append(
            Figure(f"  longest sweep, {name}", max(installation.sweeps()[known:], default=0), "ms")
        )
        figures.append(Figure(f"  the day's first round, {name}", round(first, 1), "s"))
        figures.append(Figure(f"  figures for /metrics, {name}", _metrics(installation.portal), "ms"))
    return figures


def _metrics(portal: Portal) -> float:
    began = time.perf_counter()
    portal.rows("SELECT count(*) FROM modellkommune_figures(now())")
    return round(1000 * (time.perf_counter() - began), 1)


def _filled(installation: Installation) -> list[Figure]:
    query = "SELECT count(*), count(DISTINCT municipality_id) FROM cases_case"
    [(cases, towns)] = installation.portal.rows(query)
    [(municipalities,)] = installation.portal.rows("SELECT count(*) FROM tenants_municipality")
    return [
        Figure("cases in the large installation", int(cases)),
        Figure("  municipalities, with cases", int(towns)),
        Figure("  municipalities, all", int(municipalities)),
        Figure("  filled in", round(installation.filled), "s"),
    ]


def _look(visitor: Resident, address: str, mark: str) -> None:
    visitor.get(address)
    assert mark in visitor.page, f"{address} says nothing of {mark}"


def _check(visitor: Resident, permit: Permit) -> None:
    answer = visitor.send(number=permit["number"], code=permit["code"])
    assert "alert--success" in answer.text, "the permit is not said to be valid"


def _owner(permits: list[Permit], port: int) -> Resident:
    """A visitor who has typed the code of each permit's case."""
    resident = Resident(TOWN, port)
    for permit in permits:
        resident.get(permit["link"])
        resident.submit(form_to(resident, "/zugang/"), code=permit["case_code"])
    return resident


def _official(portal: Portal) -> Resident:
    official = Resident(TOWN, portal.port)
    official.get("/amt/").submit(login=f"sachbearbeitung@{TOWN}.example", password=PASSWORD)
    secret = (portal.home / "secrets" / "demonstration-totp").read_text("ascii")
    return official.submit(code=one_time_code(secret, time.time()))


def _permits(portal: Portal) -> list[Permit]:
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "modellkommune.settings"}
    words = [sys.executable, "-m", "bench.permits", str(CASES)]
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    permits: list[Permit] = json.loads(done.stdout)
    assert len(permits) == CASES, "there are not enough permits"
    return permits
