"""An operator's story: one command starts everything, Ctrl-C ends all of it and nothing else."""

import os
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import pytest

from modellkommune.portals.operator.installation.ports import answers
from tests.journeys.stack import Portal, free_ports, start


def _group(number: int) -> list[str]:
    """The commands of all processes of a process group, as the kernel lists them."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getpgid(int(folder.name)) == number:
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except (ProcessLookupError, FileNotFoundError):
                continue
    return [command for command in found if command]


@pytest.fixture
def own(tmp_path: Path) -> Portal:
    """An installation that only this test runs."""
    return Portal(free_ports(), tmp_path / "home")


def test_everything_runs_in_one_group_and_ends_within_four_seconds(own: Portal) -> None:
    process = start(own, in_own_group=True)
    commands = _group(process.pid)
    for part in ("modellkommune run", "granian", "modellkommune worker", "-m simulator", "postgres -D"):
        assert any(part in command for command in commands), part
    for port in (own.port, own.port + 1):
        assert answers(port, "/healthz")

    begin = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    process.wait(10)
    assert process.stdout is not None
    process.stdout.close()
    assert time.monotonic() - begin < 4
    assert _group(process.pid) == []

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (own.home / "secrets").iterdir()}
    assert set(modes.values()) == {0o600}


def test_a_second_run_on_the_same_ports_is_refused_with_a_sentence(portal: Portal) -> None:
    words = [*portal.command_words, "run"]
    done = subprocess.run(words, env=portal.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {portal.port} is in use")
    assert len(done.stderr.splitlines()) == 1


def test_an_upload_of_three_gigabytes_is_answered_before_it_is_sent(portal: Portal) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as wire:
        wire.sendall(
            b"POST /dienste/resident-parking/antrag/ HTTP/1.1\r\n"
            b"Host: musterstadt.localhost\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n"
            b"Content-Length: 3221225472\r\n\r\n--x\r\n" + b"0" * 5000
        )
        answer = b""
        while b"</h1>" not in answer:
            piece = wire.recv(65536)
            assert piece, answer[:300]
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "Das war zu groß" in answer.decode("utf-8", "replace")
