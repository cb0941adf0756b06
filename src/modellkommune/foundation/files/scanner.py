"""Asking ClamAV's daemon about a file: a word, the content in pieces, one line back.

Source: clamd(8), commands INSTREAM and VERSION. A client of our own: the packages for it bound each reading,
not the whole, and read an answer of any length. What is not plainly "OK" after all of the content was taken
counts as no answer, so that nothing is let through by mistake.
"""

import re
import socket
import struct
import time
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.conf import settings

PROMPT: Final = 4.0  # seconds for a file while a person waits
PATIENT: Final = 60.0  # seconds for a file when nobody does
PAUSE: Final = 20.0  # seconds for which a silent scanner is not asked again by this process
PIECE: Final = 64 * 1024  # bytes
LONGEST_ANSWER: Final = 1024  # bytes
_CLEAN: Final = b"stream: OK"
_TOO_MUCH: Final = re.compile(rb"INSTREAM size limit exceeded|Heuristics\.Limits\.Exceeded\S* FOUND$")
_FOUND: Final = re.compile(rb"^stream: .+ FOUND$")


class ScannerSilent(Exception):
    """The scanner does not answer in time, or says nothing that can be understood."""


class Verdict(Enum):
    """What the scanner says of a file; TOO_MUCH: it is beyond its limits, so it was not looked through."""

    CLEAN = "clean"
    INFECTED = "infected"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class ScannerState:
    """How it stands with the scanner; `version` is what it calls itself with the state of its signatures."""

    configured: bool
    answers: bool = False
    version: str = ""


@dataclass
class _Silence:
    """Until when this process leaves the scanner alone, by its own monotonic clock in seconds."""

    until: float = 0.0


_silence: Final = _Silence()


def is_configured() -> bool:
    """Whether this installation has a scanner."""
    return settings.CLAMD is not None


def scan(content: bytes, seconds: float = PROMPT) -> Verdict:
    """What the scanner says, within so many seconds in all. Raises `ScannerSilent`."""
    if rests():
        raise ScannerSilent
    try:
        said = _asked(b"zINSTREAM\0", content, time.monotonic() + seconds)
    except (OSError, ScannerSilent) as trouble:
        _silence.until = time.monotonic() + PAUSE
        raise ScannerSilent from trouble
    return _verdict(said)


def rests() -> bool:
    """Whether the scanner was silent just now and is left alone for a while."""
    return time.monotonic() < _silence.until


def state() -> ScannerState:
    """Whether there is a scanner and whether it answers now: for health pages and monitoring."""
    if not is_configured():
        return ScannerState(configured=False)
    try:
        said = _asked(b"zVERSION\0", None, time.monotonic() + PROMPT)
    except (OSError, ScannerSilent):
        return ScannerState(configured=True)
    if not said.startswith(b"ClamAV "):
        return ScannerState(configured=True)
    return ScannerState(configured=True, answers=True, version=said.decode("ascii", "replace"))


def _verdict(said: bytes) -> Verdict:
    if said == _CLEAN:
        return Verdict.CLEAN
    if _TOO_MUCH.search(said):
        return Verdict.TOO_MUCH
    if _FOUND.match(said):
        return Verdict.INFECTED
    raise ScannerSilent


def _asked(command: bytes, content: bytes | None, deadline: float) -> bytes:
    with _connected(deadline) as line:
        whole = _send(line, command, content, deadline)
        said = _answer(line, deadline)
    if not whole and said == _CLEAN:
        raise ScannerSilent  # it cannot know what it has not taken
    return said


def _connected(deadline: float) -> socket.socket:
    place: str | tuple[str, int] = settings.CLAMD
    if isinstance(place, tuple):
        return socket.create_connection(place, timeout=_left(deadline))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(_left(deadline))
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, command: bytes, content: bytes | None, deadline: float) -> bool:
    """Send everything; whether all of it was taken. Who refuses the rest has said why already."""
    try:
        _give(line, command, deadline)
        if content is None:
            return True
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            _give(line, struct.pack("!L", len(piece)) + piece, deadline)
        _give(line, struct.pack("!L", 0), deadline)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def _give(line: socket.socket, data: bytes, deadline: float) -> None:
    line.settimeout(_left(deadline))
    line.sendall(data)


def _answer(line: socket.socket, deadline: float) -> bytes:
    """The line that comes back, without the zero byte that ends it."""
    said = b""
    while b"\0" not in said:
        line.settimeout(_left(deadline))
        more = line.recv(LONGEST_ANSWER)
        if not more or len(said) > LONGEST_ANSWER:
            raise ScannerSilent
        said += more
    return said.partition(b"\0")[0]


def _left(deadline: float) -> float:
    """Seconds that are left. Raises `ScannerSilent` when none is."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise ScannerSilent
    return left
