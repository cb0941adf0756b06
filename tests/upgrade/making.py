"""Fill an installation as a release leaves it behind: `python -m tests.upgrade.making <data folder> <file>`.

Called by `scripts/release-dump.sh` with the release's own code. Only invented people of the simulator occur.
The master key is the one of the tests, open to anybody; no real installation may use it.
"""

import importlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django
import httpx

from modellkommune.portals.operator.installation.embedded import (
    Cluster,
    ensure_database,
    initialise,
    start,
)
from modellkommune.portals.operator.installation.secrets import ensure_secrets
from modellkommune.values.clock import seconds_to
from tests.ports import free_port
from tests.upgrade import DAY, MASTER_KEY, REPOSITORY, TOWN


def _prepare(home: Path, port: int) -> None:
    secrets = home / "secrets"
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    (secrets / "master-key").write_text(f"{MASTER_KEY}\n")
    ensure_secrets(home)
    (home / "clock").write_text(str(seconds_to(date.fromisoformat(DAY), datetime.now(UTC))))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "modellkommune.settings",
        "MODELLKOMMUNE_HOME": str(home),
        "MODELLKOMMUNE_SIMULATOR_INTERNAL_URL": f"http://127.0.0.1:{port}",
    }


def _wait_for(address: str) -> None:
    for _ in range(400):
        try:
            if httpx.get(f"{address}/healthz").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise SystemExit("The simulator does not serve.")


def main(home: Path, file: Path) -> None:
    """Start server and simulator, let residents do their errands, write down what they hold in hands."""
    port = free_port()
    _prepare(home, port)
    cluster = Cluster(home)
    initialise(cluster)
    server = start(cluster, home / "postgres.log")
    words = ["--port", str(port), "--platform-port", "9", "--home", str(home / "simulator")]
    simulator = subprocess.Popen([sys.executable, "-m", "simulator", *words], cwd=REPOSITORY)
    try:
        ensure_database(cluster)
        _wait_for(f"http://127.0.0.1:{port}")
        django.setup()
        _fill(port, file)
    finally:
        simulator.terminate()
        simulator.wait()
        server.send_signal(signal.SIGINT)
        server.wait(10)


def _fill(port: int, file: Path) -> None:
    # Models can only be imported once Django is set up, and that needs the data folder first.
    filling = importlib.import_module("tests.upgrade.filling")
    filling.fill(f"http://127.0.0.1:{port}", REPOSITORY / "municipalities" / TOWN, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
