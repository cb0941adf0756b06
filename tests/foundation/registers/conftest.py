"""The simulator as a program of its own, as in a demonstration."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from modellkommune.foundation.tenants.models import Municipality
from tests.loopback import LOOPBACK
from tests.ports import free_port

REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Simulator:
    """Where the simulator is, how its faults are switched, what it has been asked."""

    address: str

    @property
    def registers(self) -> dict[str, tuple[str, str]]:
        """The setting REGISTERS that leads to it."""
        places = {"population-register": "population", "vehicle-register": "vehicles"}
        return {name: ("http", f"{self.address}/registers/{part}/query") for name, part in places.items()}

    def fault(self, part: str, **fault: Any) -> None:
        LOOPBACK.post(f"{self.address}/faults/{part}", json=fault).raise_for_status()

    def log(self, request_id: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = LOOPBACK.get(
            f"{self.address}/log", params={"request_id": request_id}
        ).json()["entries"]
        return entries


def _ready(address: str, program: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert program.poll() is None, "the simulator has ended"
        try:
            if LOOPBACK.get(f"{address}/healthz").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise AssertionError("the simulator does not serve")


@pytest.fixture(scope="session")
def running_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    port = free_port()
    command = [sys.executable, "-m", "simulator", "--port", str(port), "--platform-port", "9"]
    home = str(tmp_path_factory.mktemp("simulator"))
    with subprocess.Popen([*command, "--home", home], cwd=REPOSITORY, stdout=subprocess.DEVNULL) as program:
        address = f"http://127.0.0.1:{port}"
        _ready(address, program)
        yield Simulator(address)
        program.terminate()


@pytest.fixture
def simulator(running_simulator: Simulator, two_towns: tuple[str, str], settings: Any) -> Simulator:
    """The simulator without faults; the town alpha is its Musterstadt."""
    LOOPBACK.delete(f"{running_simulator.address}/faults").raise_for_status()
    Municipality.objects.filter(key="alpha").update(ags="00000000")
    settings.REGISTERS = running_simulator.registers
    return running_simulator
