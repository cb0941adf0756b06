"""What the prescribed parts need for a case without a house: granian, Django, procrastinate, PostgreSQL.

A real case is walked through once while PostgreSQL logs every statement. Then bare processes repeat it: the
same requests with pages as long, the same transactions with as many statements in each, the same number of
jobs. But each statement reads, changes or writes one row by its key under row level security, and no page is
drawn, no rule assessed, nothing sealed, no register asked. The journal's sealer and periodic jobs are not in.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
import psycopg

from bench.bare_jobs import DATABASE, SCHEMA
from bench.case import CASES, COUNTED, ROUNDS, SIDE_BY_SIDE, WARM_UP
from bench.journey import walk
from bench.people import TOWN, Applicant
from bench.processes import usage
from bench.resident import Resident
from bench.statements import StatementLog
from modellkommune.portals.operator.installation import embedded
from modellkommune.portals.operator.installation.secrets import (
    APPLICATION_ROLE,
    OWNER_ROLE,
    ensure_secrets,
)
from modellkommune.portals.operator.installation.supervisor import THREADS
from tests.journeys.stack import ROOT, Portal, free_ports

PATIENCE: Final = 30.0  # seconds
OTHERS: Final = ("/oidc/", "/payment/")
_NOT_OF_A_CASE: Final = ("procrastinate_", "modellkommune_unsealed", "journal_link")


@dataclass(frozen=True)
class Asked:
    """One request to the web server: its units of work (see `bench.bare_jobs`), and the bytes of its page."""

    units: str
    size: int


@dataclass(frozen=True)
class Pattern:
    """What a case is made of: its requests, and the units of work of the worker."""

    requests: tuple[Asked, ...]
    worker: tuple[str, ...]

    @property
    def jobs(self) -> list[str]:
        """The worker's units, shared out among the jobs that the requests put off."""
        count = sum(asked.units.count("d") for asked in self.requests)
        return [",".join(self.worker[number::count]) for number in range(count)]


class _Watched(Resident):
    """A resident whose requests are noted with the statements that they led to."""

    def __init__(self, port: int, log: StatementLog) -> None:
        super().__init__(TOWN, port)
        self.log, self.asked, self.worker = log, list[Asked](), list[str]()

    def _ask(self, method: str, address: str, values: list[tuple[str, str]] | None) -> httpx.Response:
        self.note()
        response = super()._ask(method, address, values)
        # The payment service's callback to the web server comes while its own page is asked for.
        units = ",".join(_word(unit) for unit in self.log.units("web"))
        if units or not self.requests[-1][1].startswith(OTHERS):
            self.asked.append(Asked(units, len(response.content)))
        return response

    def note(self) -> None:
        """Take down what the worker did meanwhile, and begin anew."""
        own = [unit for unit in self.log.units("worker") if not any(map(_foreign, unit))]
        self.worker += [_word(unit) for unit in own]
        self.log.forget()


def _foreign(statement: str) -> bool:
    return any(name in statement for name in _NOT_OF_A_CASE) and "journal_entry (" not in statement


def _word(unit: list[str]) -> str:
    return "".join(_letter(statement) for statement in unit)


def _letter(statement: str) -> str:
    if "procrastinate_defer" in statement:
        return "d"
    return "i" if "INSERT INTO" in statement else "u" if "UPDATE " in statement[:10] else "r"


def pattern_of_a_case(portal: Portal, applicant: Applicant) -> Pattern:
    """What a real case is made of, by PostgreSQL's log."""
    with StatementLog(portal.home) as log:
        resident = _Watched(portal.port, log)
        walk(resident, applicant)
        time.sleep(1)  # until the worker has done what follows
        resident.note()
        resident.close()
    return Pattern(tuple(resident.asked), tuple(resident.worker))


def prescribed_cost(pattern: Pattern) -> dict[str, float]:
    """Median CPU milliseconds a case of web, worker and PostgreSQL, with nothing but the prescribed parts."""
    with TemporaryDirectory(prefix="mk-bare-") as folder, _running(Path(folder)) as (port, owner):
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _wait_for(client)
        _cases(port, owner, pattern, WARM_UP)
        rounds = [_round(port, owner, pattern) for _ in range(ROUNDS)]
    return {part: statistics.median(each[part] for each in rounds) for part in COUNTED}


@contextmanager
def _running(home: Path) -> Iterator[tuple[int, str]]:
    """A server, a web process, a worker; port of the web process, the owner's address of the database."""
    ensure_secrets(home)
    cluster, port = embedded.Cluster(home), free_ports()
    embedded.initialise(cluster)
    started = [embedded.start(cluster, home / "postgres.log")]
    try:
        embedded.ensure_database(cluster)
        owner = cluster.url(OWNER_ROLE)
        _bare(owner, "-m", "bench.bare", "migrate").wait(PATIENCE)
        with psycopg.connect(owner) as connection:
            connection.execute(SCHEMA.encode())
        application = cluster.url(APPLICATION_ROLE)
        web = ["granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", THREADS]
        started.append(_bare(application, "-m", *web, "bench.bare:application"))
        started.append(_bare(application, "-m", "bench.bare", "worker"))
        yield port, owner
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(PATIENCE)


def _bare(database: str, *words: str) -> subprocess.Popen[bytes]:
    silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env={**os.environ, DATABASE: database}, **silent
    )


def _round(port: int, owner: str, pattern: Pattern) -> dict[str, float]:
    before = usage(os.getpid())
    _cases(port, owner, pattern, CASES)
    return {part: used / CASES for part, used in usage(os.getpid()).since(before).items()}


def _cases(port: int, owner: str, pattern: Pattern, count: int) -> None:
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        list(pool.map(lambda _: _case(port, pattern), range(count)))
    with psycopg.connect(owner, autocommit=True) as connection:
        until = time.monotonic() + PATIENCE
        while connection.execute("SELECT FROM procrastinate_jobs LIMIT 1").fetchone() is not None:
            if time.monotonic() > until:
                raise TimeoutError("the bare worker does not work off its jobs")
            time.sleep(0.2)


def _case(port: int, pattern: Pattern) -> None:
    jobs = pattern.jobs
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        for asked in pattern.requests:
            own = [jobs.pop(0) for _ in range(asked.units.count("d"))]
            words = {"units": asked.units, "size": str(asked.size), "job": own}
            client.get("/", params=words).raise_for_status()


def _wait_for(client: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            client.get("/").raise_for_status()
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
