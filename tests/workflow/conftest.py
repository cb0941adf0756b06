"""Two real towns with their real service, and the simulator as a program of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings as installation
from django.db import connections

from modellkommune.pages.town import towns as known_towns
from modellkommune.portals.operator.municipality import load_folder
from modellkommune.values.clock import seconds_to
from tests.conftest import truncate
from tests.loopback import LOOPBACK
from tests.ports import free_port
from tests.workflow.errands import Simulator

REPOSITORY = Path(__file__).resolve().parents[2]
TOWNS = ("musterstadt", "dueren")
TODAY = date(2026, 12, 3)


def _load_towns() -> None:
    for town in TOWNS:
        load_folder(REPOSITORY / "municipalities" / town, REPOSITORY)
    connections.close_all()
    known_towns.forget()


@pytest.fixture(scope="package")
def towns(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Musterstadt and Düren as they are delivered, on 3 December 2026 for every process."""
    with django_db_blocker.unblock():
        installation.CLOCK_FILE.write_text(str(seconds_to(TODAY, datetime.now(UTC))))
        _load_towns()
    yield
    known_towns.forget()
    with django_db_blocker.unblock():
        connections["default"].close()
        truncate()
        connections["owner"].close()
    installation.CLOCK_FILE.unlink(missing_ok=True)


@pytest.fixture(scope="package")
def running_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """The simulator with the same two towns; notifications go nowhere, the tests bring them themselves."""
    port = free_port()
    words = ["--port", str(port), "--platform-port", "9", "--home", str(tmp_path_factory.mktemp("simulator"))]
    with subprocess.Popen([sys.executable, "-m", "simulator", *words], cwd=REPOSITORY) as program:
        simulator = Simulator(f"http://127.0.0.1:{port}")
        _wait_for(simulator, program)
        yield simulator
        program.terminate()


def _wait_for(simulator: Simulator, program: "subprocess.Popen[bytes]") -> None:
    for _ in range(400):
        assert program.poll() is None, "the simulator has ended"
        try:
            if LOOPBACK.get(f"{simulator.address}/healthz").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the simulator does not serve")


@pytest.fixture
def simulator(running_simulator: Simulator, settings: Any) -> Simulator:
    """The simulator without faults, known to this process as registers and payment service."""
    running_simulator.mend()
    parts = {"population-register": "population", "vehicle-register": "vehicles"}
    settings.REGISTERS = {
        name: ("http", f"{running_simulator.address}/registers/{part}/query") for name, part in parts.items()
    }
    settings.PAYMENT_URL = f"{running_simulator.address}/payment"
    return running_simulator


@pytest.fixture
def germany(towns: None, db: None, simulator: Simulator) -> Simulator:
    """Towns, simulator and a transaction that is undone after the test."""
    return simulator


@contextmanager
def _anew() -> Iterator[None]:
    """Everything that was committed goes afterwards, and the towns come back as they were."""
    try:
        yield
    finally:
        connections["default"].close()
        truncate()
        _load_towns()


@pytest.fixture
def committed(towns: None, simulator: Simulator, django_db_blocker: Any) -> Iterator[Simulator]:
    """The two towns with real commits."""
    with django_db_blocker.unblock(), _anew():
        yield simulator


@pytest.fixture
def committed_db(towns: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which commits are real and the towns of this folder are not."""
    with django_db_blocker.unblock(), _anew():
        truncate()
        known_towns.forget()
        yield
