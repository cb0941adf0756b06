"""Judging what a stranger shows, in a process of its own: the file may be made to harm whoever opens it.

A crash or a bomb ends one child with bounded memory and time, and the web server carries none of the readers
of pictures, PDF and barcodes.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding

from modellkommune.foundation.documents.trust import Trust

SECONDS: Final = 20  # by the clock
_AT_ONCE: Final = BoundedSemaphore(2)
_CHILD: Final = (sys.executable, "-I", "-m", "modellkommune.foundation.documents.judge")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of it: "genuine" or a reason of `verification`; number and plates of a genuine permit."""

    reason: str
    number: str = ""
    plates: tuple[str, ...] = ()


def judge(content: bytes, trust: Trust) -> Judgement:
    """Judge a permit as PDF, or a picture of its seal. "unreadable" is also what nobody could open."""
    certificates = [one.public_bytes(Encoding.PEM).decode() for one in trust.certificates]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 -- words of our own
                _CHILD,
                input=json.dumps(certificates).encode() + b"\n" + content,
                capture_output=True,
                timeout=SECONDS,
                env={"MALLOC_ARENA_MAX": "1"},
                cwd="/",
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Judgement("unreadable")
    if done.returncode or not done.stdout:
        return Judgement("unreadable")
    answer = json.loads(done.stdout)
    return Judgement(answer["reason"], answer["number"], tuple(answer["plates"]))
