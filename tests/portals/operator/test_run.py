"""`modellkommune run` refuses with one sentence, and ends everything it started and nothing else."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from modellkommune.environment import read_environment
from modellkommune.portals.operator.installation.children import MOST_STARTS, Child, Children
from modellkommune.portals.operator.installation.errors import KeepsEnding, Refused
from modellkommune.portals.operator.installation.ports import refuse_used_port
from modellkommune.portals.operator.installation.supervisor import _start_servers, supervise
from tests.journeys.stack import free_ports

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
)
OBEDIENT = "import time; print(flush=True); time.sleep(60)"


def test_it_refuses_a_used_port_and_names_the_remedy() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(Refused, match="PORT="):
            refuse_used_port("127.0.0.1", holder.getsockname()[1])


def test_it_refuses_a_data_folder_in_use(tmp_path: Path) -> None:
    environment = read_environment({"MODELLKOMMUNE_HOME": str(tmp_path), "PORT": str(free_ports())})
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with (tmp_path / "run.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(Refused, match="MODELLKOMMUNE_HOME"):
                supervise(environment)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_settings_that_make_no_sense_end_it_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "modellkommune", "run"],
        env={**os.environ, "PORT": "http", "MODELLKOMMUNE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "PORT is not understood: write a whole number from 1 to 65534.\n"


def _started(children: Children, name: str, program: str, folder: Path) -> Child:
    children.start(name, [sys.executable, "-c", program], {}, folder)
    child = children.running[-1]
    while not child.log.read_bytes():
        assert child.process.poll() is None
    return child


def test_children_end_in_time_even_if_they_will_not(tmp_path: Path) -> None:
    children = Children(tmp_path)
    started = [_started(children, str(i), STUBBORN, tmp_path) for i in range(3)]
    begin = time.monotonic()
    children.end()
    assert time.monotonic() - begin < 4
    assert all(child.process.returncode == -signal.SIGKILL for child in started)


def test_children_share_our_process_group_and_others_live_on(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", OBEDIENT], stdout=subprocess.DEVNULL) as stranger:
        children = Children(tmp_path)
        child = _started(children, "child", OBEDIENT, tmp_path)
        assert os.getpgid(child.process.pid) == os.getpgid(0)
        children.end()
        assert child.process.returncode == -signal.SIGTERM
        assert stranger.poll() is None
        stranger.kill()


def test_it_notices_that_a_child_ended(tmp_path: Path) -> None:
    children = Children(tmp_path)
    children.start("short", [sys.executable, "-c", ""], {}, tmp_path)
    child = children.running[0]
    child.process.wait(10)
    assert children.ended() is child


def test_a_child_that_ends_by_itself_is_started_again(tmp_path: Path) -> None:
    children = Children(tmp_path)
    first = _started(children, "worker", OBEDIENT, tmp_path)
    first.process.kill()
    pid = first.process.pid
    first.process.wait(10)
    assert children.ended() is first
    first.start_again()
    assert children.ended() is None
    assert first.process.pid != pid
    children.end()


def test_a_child_that_keeps_ending_ends_everything_with_a_sentence(tmp_path: Path) -> None:
    children = Children(tmp_path)
    children.start("worker", [sys.executable, "-c", ""], {}, tmp_path)
    child = children.running[0]
    for _ in range(MOST_STARTS):
        child.process.wait(10)
        child.start_again()
    with pytest.raises(KeepsEnding, match="The worker keeps ending"):
        child.start_again()
    child.process.wait(10)


def test_the_simulator_runs_wherever_the_content_lies(tmp_path: Path) -> None:
    started: dict[str, tuple[list[str], Path]] = {}

    class Noted(Children):
        def start(self, name: str, words: Any, environment: Any, folder: Path) -> None:
            started[name] = (list(words), folder)

    home, content = tmp_path / "home", tmp_path / "content"
    stated = {"MODELLKOMMUNE_HOME": str(home), "MODELLKOMMUNE_CONTENT": str(content)}
    _start_servers(read_environment(stated), {}, Noted(tmp_path))
    words, folder = started["simulator"]
    assert (folder / "simulator" / "__main__.py").is_file()
    assert words[words.index("--municipalities") + 1] == str(content / "municipalities")
