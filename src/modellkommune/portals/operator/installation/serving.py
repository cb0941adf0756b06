"""The embedded server for commands that need the database while the portal does not run."""

import fcntl
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modellkommune.environment import Environment
from modellkommune.portals.operator.installation import embedded
from modellkommune.portals.operator.installation.errors import Refused
from modellkommune.portals.operator.installation.moving import take_data_along
from modellkommune.portals.operator.installation.secrets import ensure_secrets


@contextmanager
def sole_user(home: Path) -> Iterator[None]:
    """Two runs must not share a data folder; the lock goes away with the process, however it ends."""
    with (home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(
                f"Another run uses the data folder {home}: end it, or choose another with MODELLKOMMUNE_HOME."
            ) from None
        yield


@contextmanager
def database_served(environment: Environment) -> Iterator[None]:
    """Let the embedded server answer while the block runs: the portal's, or one for the block alone.

    With a server of the installation's own there is nothing to do.
    """
    if environment["DATABASE_URL"] is not None or environment.production or _runs(environment.home):
        yield
        return
    logs = environment.home / "log"
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sole_user(environment.home):
        ensure_secrets(environment.home)
        cluster = embedded.Cluster(environment.home)
        take_data_along(cluster)
        embedded.initialise(cluster)
        server = embedded.start(cluster, logs / "postgres.log")
        try:
            embedded.ensure_database(cluster)
            yield
        finally:
            server.send_signal(signal.SIGINT)
            _wait(server)


def _runs(home: Path) -> bool:
    """Whether a run holds the data folder."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with sole_user(home):
            return False
    except Refused:
        return True


def _wait(server: "subprocess.Popen[bytes]") -> None:
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
