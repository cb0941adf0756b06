"""The program itself: quick to start, on loopback only, forgetting nothing, a stranger to the platform."""

import ast
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.simulator.test_payments import PATH, order

REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def running(home: Path) -> Iterator[httpx.Client]:
    """The simulator as its own process."""
    port = free_port()
    words = ["--port", str(port), "--home", str(home), "--platform-port", "9"]
    process = subprocess.Popen([sys.executable, "-m", "simulator", *words], cwd=REPOSITORY)
    try:
        transport = httpx.HTTPTransport(retries=8)  # waits 0.5, 1, 2 ... seconds between the tries
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport) as client:
            assert client.get("/healthz").text == "ok"
            yield client
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=4) == 0
    finally:
        process.kill()
        process.wait()


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        transaction = client.post(PATH, json=order()).json()["paymentInformation"]["transactionId"]
        client.post(f"/payment/checkout/{transaction}", data={"action": "pay"})
        client.post("/faults/vehicles", json={"fault": "down"})
        client.post("/faults/population", json={"fault": "none", "only": "dueren-register-schweigt"})
        keys, faults, people = (
            client.get(p).json() for p in ("/oidc/jwks", "/faults.json", "/personas.json")
        )
    with running(tmp_path) as client:
        again = client.get(f"{PATH}/{transaction}").json()["paymentInformation"]
        assert again["status"] == "PAYED"
        assert client.get("/oidc/jwks").json() == keys
        assert client.get("/faults.json").json() == faults
        # addresses name the port, which is another one
        assert [p["id"] for p in client.get("/personas.json").json()["personas"]] == [
            p["id"] for p in people["personas"]
        ]
        assert client.get("/log").json()["work"]["payment"] == {"r-1": 1}


def test_the_signing_key_is_readable_for_its_owner_only(tmp_path: Path) -> None:
    with running(tmp_path):
        assert (tmp_path / "simulator.sqlite3").stat().st_mode & 0o077 == 0


def test_only_loopback_is_served(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        port = client.base_url.port
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port or 0), timeout=1):  # noqa: PT011
            pass


def test_the_simulator_imports_nothing_of_the_platform() -> None:
    imported = set()
    for file in (REPOSITORY / "simulator").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).partition(".")[0])
    assert imported.isdisjoint({"modellkommune", "django"})
