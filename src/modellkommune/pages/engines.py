"""Search engines are who they say they are if the names of their machines lead there and back again.

A thread of each web process asks the DNS, behind the requests. Until it knows, and where no DNS answers, a
search engine is treated like anybody else.
"""

import time
from enum import Enum
from functools import partial
from ipaddress import ip_address
from queue import Full, Queue
from threading import Thread
from typing import Final, Protocol

from modellkommune.firewall.networks import Address
from modellkommune.firewall.robots import Robot
from modellkommune.pages.nameservers import SystemNames

MOST: Final = 10_000
"""Addresses that a process remembers; the oldest are forgotten."""
WAITING: Final = 200
"""Addresses that wait for an answer; further ones ask again with their next request."""


class Truth(Enum):
    """Whether somebody is the search engine that she says she is."""

    CONFIRMED = "confirmed"
    FALSE = "false"
    UNKNOWN = "unknown"


LIFETIMES: Final = {Truth.CONFIRMED: 24 * 3600.0, Truth.FALSE: 3600.0, Truth.UNKNOWN: 300.0}
"""Seconds for which an answer is believed."""


class Names(Protocol):
    """A DNS."""

    def name_of(self, address: Address) -> str:
        """The name of an address in small letters, "" where there is none or nobody answers."""

    def addresses_of(self, name: str) -> frozenset[Address]:
        """The addresses of a name, none where there are none or nobody answers."""


class Engines:
    """What is known of those who say that they are search engines."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[str, Address], tuple[Truth, float]] = {}
        self._waiting: Queue[tuple[Robot, Address]] = Queue(WAITING)

    def truth(self, robot: Robot, address: Address) -> Truth:
        """What is known now; what is not is found out later. Never waits."""
        if not robot.domains:
            return Truth.UNKNOWN
        known, until = self._known.get((robot.token, address), (Truth.UNKNOWN, 0.0))
        if time.monotonic() < until:
            return known
        self._known[robot.token, address] = Truth.UNKNOWN, time.monotonic() + LIFETIMES[Truth.UNKNOWN]
        try:
            self._waiting.put_nowait((robot, address))
        except Full:
            self._known.pop((robot.token, address), None)
        return Truth.UNKNOWN

    def confirm_next(self) -> None:
        """Find out about one who waits, as soon as there is one."""
        robot, address = self._waiting.get()
        truth = confirmed(robot, address, self._names)
        self._known[robot.token, address] = truth, time.monotonic() + LIFETIMES[truth]
        while len(self._known) > MOST:
            self._known.pop(next(iter(self._known)), None)

    def forget(self) -> None:
        """Know nothing again."""
        self._known.clear()


def confirmed(robot: Robot, address: Address, names: Names) -> Truth:
    """Ask the DNS: the name of the address, and whether that name has this address."""
    name = names.name_of(address).rstrip(".")
    if not name:
        # No name at all: either this is no machine of the engine, or there is no DNS to say so.
        return Truth.FALSE if robot.home and names.addresses_of(robot.home) else Truth.UNKNOWN
    if not any(name.endswith(f".{domain}") for domain in robot.domains):
        return Truth.FALSE
    found = names.addresses_of(name)
    if not found:
        return Truth.UNKNOWN
    return Truth.CONFIRMED if ip_address(address) in found else Truth.FALSE


engines: Final = Engines(SystemNames())


def begin_confirming() -> Thread:
    """Start the thread that asks, once in each web process."""
    thread = Thread(target=partial(_confirm_on, engines), name="engines", daemon=True)
    thread.start()
    return thread


def _confirm_on(asked: Engines) -> None:
    while True:
        asked.confirm_next()
