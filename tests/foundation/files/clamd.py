"""Scanners for tests: a double that speaks clamd's protocol, and the real one with a signature of EICAR."""

import re
import shutil
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from modellkommune.foundation.files import scanner as client

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of the European Institute for Computer Antivirus Research: harmless, and every scanner's."""
PROGRAM = shutil.which("clamd")
READY = 30  # seconds
_ANSWERS = {
    "honest": b"",
    "clean": b"stream: OK\0",
    "found": b"stream: Eicar-Test-Signature FOUND\0",
    "garbage": b"\xff\xfe<html>502 Bad Gateway</html>\0",
    "error": b"stream: Can't allocate memory ERROR\0",
    "almost": b"stream: OK, more or less\0",
    "endless": b"x" * 5000,
    "cut": b"stream: O",
    "limits": b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
}


class Double:
    """A scanner that behaves as `mood` says: one of `_ANSWERS`, "silent", or "full" after `most` bytes."""

    def __init__(self, place: str) -> None:
        self.place, self.mood, self.most = place, "honest", 100
        self.looked_at: list[bytes] = []
        self.over = threading.Event()

    def serve(self, line: socket.socket) -> None:
        """One connection."""
        reader = line.makefile("rb")
        command = _until_zero(reader)
        if self.mood == "silent":
            self.over.wait(READY)
            return
        if command == b"VERSION":
            line.sendall(b"nonsense\0" if self.mood == "garbage" else b"ClamAV 1.4.3/27700/Mon Nov  3\0")
            return
        content = b""
        while size := struct.unpack("!L", reader.read(4))[0]:
            content += reader.read(size)
            if self.mood == "full" and len(content) > self.most:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.looked_at.append(content)
        honest = _ANSWERS["found" if EICAR in content else "clean"]
        line.sendall(_ANSWERS[self.mood] or honest)


def _until_zero(reader: Any) -> bytes:
    said = b""
    while (sign := reader.read(1)) not in (b"", b"\0"):
        said += sign
    return said.removeprefix(b"z")


@contextmanager
def doubled() -> Iterator[Double]:
    """A double on a socket of its own."""
    with tempfile.TemporaryDirectory(prefix="mk-clam-") as folder:
        double = Double(f"{folder}/clamd.ctl")

        class Line(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                double.serve(self.request)

        class Server(socketserver.ThreadingUnixStreamServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """Who hangs up is part of what is tested."""

        with Server(double.place, Line) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield double
            finally:
                double.over.set()
                server.shutdown()
                thread.join()


@contextmanager
def real() -> Iterator[str]:
    """Debian's clamd with one signature, of EICAR, on a socket of its own; its path."""
    if PROGRAM is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="mk-clam-") as name:
        folder = Path(name)
        (folder / "signatures").mkdir()
        (folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(_configuration(folder))
        log = (folder / "log").open("wb")
        daemon = subprocess.Popen(
            [PROGRAM, "--config-file", str(folder / "clamd.conf")], stdout=subprocess.PIPE, stderr=log
        )
        try:
            _wait_until_ready(daemon)
            yield str(folder / "clamd.ctl")
        finally:
            daemon.terminate()
            daemon.communicate(timeout=READY)
            log.close()


@pytest.fixture
def scanner(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    """The installation has a scanner: a double, asked anew each time."""
    monkeypatch.setattr(client, "PAUSE", 0)
    with doubled() as double:
        settings.CLAMD = double.place
        yield double


@pytest.fixture
def clamd(settings: Any) -> Iterator[None]:
    """The installation has the real scanner."""
    with real() as place:
        settings.CLAMD = place
        yield


def _configuration(folder: Path) -> str:
    return "\n".join(
        (
            "Foreground yes",
            "LogTime no",
            f"DatabaseDirectory {folder}/signatures",
            f"LocalSocket {folder}/clamd.ctl",
            f"TemporaryDirectory {folder}",
            "AlertExceedsMax yes",
            "StreamMaxLength 20M",
            "MaxThreads 2",
            "SelfCheck 0",
            *(("User root",) if _is_root() else ()),
        )
    )


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


def _wait_until_ready(daemon: "subprocess.Popen[bytes]") -> None:
    """Read its log until it says that it listens; a watchdog ends a daemon that never does."""
    watchdog = threading.Timer(READY, daemon.kill)
    watchdog.start()
    assert daemon.stdout is not None
    for line in daemon.stdout:
        if re.search(rb"Self checking|Listening daemon|SelfCheck", line):
            watchdog.cancel()
            threading.Thread(target=daemon.stdout.read, daemon=True).start()
            return
    watchdog.cancel()
    raise AssertionError("clamd ended before it was ready")
