"""Judging what a stranger shows, in a process of its own: the file may be made to harm whoever opens it.

A crash or a bomb ends one child with bounded memory and time, and the web server carries none of the readers
of pictures, PDF and barcodes.
"""

import json
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding

from modellkommune.foundation.documents.trust import Trust
from modellkommune.foundation.files.bounded import BoundedProcess, TookTooLong

SECONDS: Final = 20  # by the clock
_CHILD: Final = BoundedProcess("modellkommune.foundation.documents.judge", SECONDS, at_once=2)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of it: "genuine" or a reason of `verification`; number and plates of a genuine permit."""

    reason: str
    number: str = ""
    plates: tuple[str, ...] = ()


def judge(content: bytes, trust: Trust) -> Judgement:
    """Judge a permit as PDF, or a picture of its seal. "unreadable" is also what nobody could open."""
    certificates = [one.public_bytes(Encoding.PEM).decode() for one in trust.certificates]
    try:
        done = _CHILD.run(json.dumps(certificates).encode() + b"\n" + content)
    except TookTooLong:
        return Judgement("unreadable")
    if done.returncode or not done.stdout:
        return Judgement("unreadable")
    answer = json.loads(done.stdout)
    return Judgement(answer["reason"], answer["number"], tuple(answer["plates"]))
