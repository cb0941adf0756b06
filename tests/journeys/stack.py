"""The real thing for journeys: `modellkommune run` with its own data folder and free ports."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from modellkommune.portals.operator.installation.embedded import Cluster
from modellkommune.portals.operator.installation.ports import answers
from modellkommune.portals.operator.installation.secrets import OWNER_ROLE
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240
"""Seconds until something answers or shows, on a slow machine where other tests run beside."""


def again_and_again() -> Iterator[None]:
    """Turns of a loop that tries until something is there, for as long as a slow machine may take."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        yield


def free_ports() -> int:
    """A port that is free together with the one after it, where the simulator listens."""
    return free_port(2)


@dataclass(frozen=True)
class Portal:
    """A running installation."""

    port: int
    home: Path
    clamd: str = ""
    """Where its scanner listens, if it has one."""

    def url(self, town: str, path: str = "/") -> str:
        """Address of a page of a municipality's portal; town "" is the directory."""
        host = f"{town}.localhost" if town else "localhost"
        return f"http://{host}:{self.port}{path}"

    def simulator(self, path: str = "/") -> str:
        """Address of a page of the simulator."""
        return f"http://localhost:{self.port + 1}{path}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the installation runs."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MODELLKOMMUNE_")}
        own = {"PORT": str(self.port), "MODELLKOMMUNE_HOME": str(self.home)}
        return kept | own | ({"MODELLKOMMUNE_CLAMD": self.clamd} if self.clamd else {})

    @property
    def command_words(self) -> list[str]:
        """The words that call the operator's command line."""
        return [sys.executable, "-m", "modellkommune"]

    def command(self, *words: str) -> str:
        """What the operator's command prints; it has to succeed."""
        done = subprocess.run(
            [*self.command_words, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, asked as the owner, who sees all municipalities."""
        with psycopg.connect(Cluster(self.home).url(OWNER_ROLE)) as connection:
            return connection.execute(query.encode(), values).fetchall()


def start(portal: Portal, *, in_own_group: bool = False) -> subprocess.Popen[bytes]:
    """Start the installation and wait until it says that it runs."""
    process = subprocess.Popen(
        [*portal.command_words, "run"],
        env=portal.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0 if in_own_group else None,
    )
    try:
        _wait_for_greeting(process, portal.home / "log")
    except BaseException:
        end(process)
        raise
    return process


def _wait_for_greeting(process: subprocess.Popen[bytes], logs: Path) -> None:
    assert process.stdout is not None
    said = b""
    deadline = time.monotonic() + PATIENCE
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while b"shown on" not in said and time.monotonic() < deadline:
            if selector.select(1):
                heard = os.read(process.stdout.fileno(), 65536)
                said += heard
                if not heard:
                    break
    assert b"Ctrl-C ends it" in said, said.decode() + _ends_of(logs)


def _ends_of(logs: Path) -> str:
    """What the parts wrote last: where a test fails elsewhere, nothing else is left of the installation."""
    return "\n".join(f"{log.name}: {log.read_text('utf-8', 'replace')[-2000:]}" for log in logs.glob("*.log"))


def end(process: subprocess.Popen[bytes]) -> None:
    """End it as a service manager would."""
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    assert process.stdout is not None
    process.stdout.close()


MARKS = {"web": "granian", "worker": "modellkommune worker", "postgres": "bin/postgres"}


def processes(root: int, part: str) -> list[psutil.Process]:
    """The processes of a part of the installation below the process `root`; of PostgreSQL the first."""
    found = []
    for process in psutil.Process(root).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if MARKS[part] in " ".join(process.cmdline()):
                found.append(process)
    return found


def kill(portal: Portal, root: int, part: str) -> None:
    """SIGKILL to every process of a part, and wait until its successors stand."""
    killed = processes(root, part)
    assert killed, part
    for process in killed:
        process.kill()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        fresh = set(processes(root, part)) - set(killed)
        if fresh and answers(portal.port, "/readyz"):
            return
    raise AssertionError(f"{part} was not started again")
