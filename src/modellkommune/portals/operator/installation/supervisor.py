"""One process that starts everything a demonstration needs and ends it again."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from modellkommune.environment import REPOSITORY, Environment, read_demonstration_totp
from modellkommune.portals.operator.installation import embedded, ports, stamp
from modellkommune.portals.operator.installation.accounts import read_accounts
from modellkommune.portals.operator.installation.children import Child, Children, adopt_orphans
from modellkommune.portals.operator.installation.errors import NotStarted, Refused
from modellkommune.portals.operator.installation.greeting import greeting
from modellkommune.portals.operator.installation.moving import take_data_along
from modellkommune.portals.operator.installation.secrets import ensure_secrets
from modellkommune.portals.operator.installation.serving import sole_user

REFUSED: Final = 2  # exit status of a command that says why in a sentence
THREADS: Final = "16"
"""Most requests at once; they start when needed, and up to twelve may wait for bodies that come slowly."""
SOURCE: Final = Path(__file__).resolve().parents[3]


class _Stopped(BaseException):
    """Somebody asked this process to end."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _program(name: str) -> list[str]:
    return [sys.executable, "-m", "modellkommune", name]


def _start_database(environment: Environment, children: Children) -> None:
    cluster = embedded.Cluster(environment.home)
    take_data_along(cluster)
    embedded.initialise(cluster)
    log = children.logs / "postgres.log"
    children.adopt(Child("postgres", partial(embedded.start, cluster, log), log, signal.SIGINT))
    embedded.ensure_database(cluster)


def _prepare(environment: Environment, stated: dict[str, str], logs: Path) -> None:
    """Migrate, collect the static files and load the municipalities, unless all of that is up to date."""
    content = environment["MODELLKOMMUNE_CONTENT"]
    state = stamp.fingerprint(
        [SOURCE, content / "blueprints", content / "municipalities"], *sorted(stated.values())
    )
    mark = environment.home / "prepared"
    # A database elsewhere may have changed without us: then it is asked each time.
    if environment["DATABASE_URL"] is None and stamp.is_current(mark, state):
        return
    print("Preparing the database, the pages and the municipalities ...", flush=True)
    log = logs / "prepare.log"
    done = subprocess.run(  # noqa: S603 -- words of our own
        _program("prepare"), env={**os.environ, **stated}, capture_output=True, text=True, check=False
    )
    log.write_text(done.stdout + done.stderr, "utf-8")
    if done.returncode == REFUSED:
        raise Refused(done.stderr.strip())
    if done.returncode:
        raise Refused(f"The preparation failed: see {log}.")
    stamp.set_current(mark, state)


def _start_servers(environment: Environment, stated: dict[str, str], children: Children) -> None:
    folder = environment["MODELLKOMMUNE_CONTENT"]
    web = ["-m", "granian", "--interface", "wsgi", "--host", environment["MODELLKOMMUNE_BIND"]]
    web += ["--port", str(environment.port), "--workers", "1", "--blocking-threads", THREADS, "--no-ws"]
    web += [
        "--http",
        "1",
        "--workers-kill-timeout",
        "1",
        "--respawn-failed-workers",
        "--log-level",
        "warning",
        "modellkommune.wsgi:application",
    ]
    # One arena: threads that each keep their own would cost a third of the memory.
    own = {"MALLOC_ARENA_MAX": "1", "PGAPPNAME": "web"}
    children.start("web", [sys.executable, *web], stated | own, folder)
    children.start("worker", _program("worker"), stated | {"PGAPPNAME": "worker"}, folder)
    if not environment.production:
        words = ["--port", str(environment.port + 1), "--home", str(environment.home / "simulator")]
        words += [
            "--platform-port",
            str(environment.port),
            "--municipalities",
            str(folder / "municipalities"),
        ]
        children.start(
            "simulator",
            [sys.executable, "-m", "simulator", *words],
            _shown_by_simulator(environment),
            REPOSITORY,  # where it lies, wherever the content is
        )


def _shown_by_simulator(environment: Environment) -> dict[str, str]:
    accounts = [asdict(account) for account in read_accounts(environment.home)]
    return {"DEMO_STAFF": json.dumps(accounts), "DEMO_TOTP_SECRET": read_demonstration_totp(environment)}


def _wait_until_ready(environment: Environment, children: Children) -> None:
    expected = {environment.port: "/readyz"} | (
        {} if environment.production else {environment.port + 1: "/healthz"}
    )
    deadline = time.monotonic() + 60
    while expected:
        expected = {port: path for port, path in expected.items() if not ports.answers(port, path)}
        _refuse_ended(children)
        if time.monotonic() > deadline:
            raise Refused(f"Port {min(expected)} does not answer: see the files in {children.logs}.")
        time.sleep(0.05)


def _refuse_ended(children: Children) -> None:
    child = children.ended()
    if child is not None:
        raise Refused(f"The {child.name} ended unexpectedly: see {child.log}.")


def _start_ended_again(children: Children) -> None:
    child = children.ended()
    children.end_orphans()
    if child is None:
        return
    print(f"The {child.name} ended unexpectedly and is started again: see {child.log}.", flush=True)
    try:
        child.start_again()
    except NotStarted:
        # After a hard end its last processes may still hold the memory: the next round tries again.
        print(f"The {child.name} did not start yet.", flush=True)


def _serve(environment: Environment, stated: dict[str, str], children: Children) -> None:
    if environment["DATABASE_URL"] is None:
        _start_database(environment, children)
    _prepare(environment, stated, children.logs)
    _start_servers(environment, stated, children)
    _wait_until_ready(environment, children)
    print(greeting(environment), flush=True)
    adopt_orphans()
    while True:
        time.sleep(0.5)
        _start_ended_again(children)


def supervise(environment: Environment) -> None:
    """Run everything until SIGINT or SIGTERM; raises Refused with one sentence when it cannot."""
    ports.refuse_used_port(environment["MODELLKOMMUNE_BIND"], environment.port)
    if not environment.production:
        ports.refuse_used_port("127.0.0.1", environment.port + 1)
    logs = environment.home / "log"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not environment.production:
        ensure_secrets(environment.home)
    stated = {"MODELLKOMMUNE_HOME": str(environment.home), "PORT": str(environment.port)}
    children = Children(logs)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with sole_user(environment.home):
            _serve(environment, stated, children)
    except _Stopped:
        print("Ending ...", flush=True)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        children.end()
