"""An empty, migrated PostgreSQL to copy: migrating takes as long as a hundred tests and is done once."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from modellkommune.portals.operator.installation.embedded import (
    Cluster,
    ensure_database,
    initialise,
    start,
)
from modellkommune.portals.operator.installation.secrets import APPLICATION_ROLE, OWNER_ROLE, ensure_secrets
from tests.sharing import shared_folder

WITHOUT_FSYNC = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DATABASE_PASSWORDS = "database"


def migrated_home(factory: pytest.TempPathFactory, name: str) -> Path:
    """A new data folder with a migrated database and its passwords; other secrets it does not have yet."""
    home = factory.mktemp(name)
    template = _template(shared_folder(factory))
    subprocess.run(["cp", "-a", f"{template}/.", str(home)], check=True)
    return home


def _template(shared: Path) -> Path:
    """Made by the first of several processes, while the others wait."""
    ready = shared / "migrated"
    with _alone(shared / "migrated.lock"):
        if not ready.exists():
            draft = shared / "migrating"
            draft.mkdir()
            _make(draft)
            draft.rename(ready)
    return ready


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(home: Path) -> None:
    ensure_secrets(home)
    for secret in (home / "secrets").iterdir():
        if secret.name != DATABASE_PASSWORDS:
            secret.unlink()
    cluster = Cluster(home)
    initialise(cluster)
    server = start(cluster, home / "postgres.log", WITHOUT_FSYNC)
    try:
        ensure_database(cluster)
        _migrate(cluster)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def _migrate(cluster: Cluster) -> None:
    """The tables alone: what an installation adds from its keys is its own."""
    places = {
        "DATABASE_URL": cluster.url(APPLICATION_ROLE),
        "DATABASE_OWNER_URL": cluster.url(OWNER_ROLE),
        "DJANGO_SETTINGS_MODULE": "modellkommune.settings",
        "MODELLKOMMUNE_HOME": str(cluster.home / "unused"),
    }
    words = [sys.executable, "-m", "django", "migrate", "--database=owner", "--no-input", "--verbosity=0"]
    subprocess.run(words, env=os.environ | places, check=True)
