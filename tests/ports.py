"""Ports for programs that tests start, which nobody else takes before the program listens.

A port that the system hands out (`bind` to 0) is given to the next connection as soon as it is let go, and an
installation listens half a minute after its ports were chosen. So they come from below that range, each
process of a test run has a stretch of its own, and none is chosen twice soon.
"""

import os
import random
import socket
from contextlib import ExitStack
from itertools import cycle, islice

FIRST = 12_000
STRETCH = 1_000
"""Ports of one process: 16 processes side by side stay below 32,768, where Linux begins to hand out."""
MOST_AT_ONCE = 4
"""Neighbours that one call may ask for."""


def stretch(worker: str) -> list[int]:
    """Ports that only this process of a run chooses, from a random one on: another run may stand beside."""
    first = FIRST + int(worker.removeprefix("gw")) % 16 * STRETCH
    ports = range(first, first + STRETCH, MOST_AT_ONCE)
    begin = random.SystemRandom().randrange(len(ports))
    return [*ports[begin:], *ports[:begin]]


_OWN = stretch(os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
_NEXT = cycle(_OWN)


def _are_free(port: int, count: int) -> bool:
    with ExitStack() as held:
        try:
            for each in range(port, port + count):
                held.enter_context(socket.create_server(("127.0.0.1", each)))
        except OSError:
            return False
    return True


def free_port(count: int = 1) -> int:
    """A port on which nothing listens, with as many free ones from it on as `count` says (1 to 4)."""
    for port in islice(_NEXT, len(_OWN)):
        if _are_free(port, count):
            return port
    raise RuntimeError(f"all ports from {min(_OWN)} on are taken: end the programs that hold them")
