"""Many networks at once, and whether an address is in one of them: two searches in sorted numbers.

An IPv6 address counts as its /64, as whoever has one has all of them.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
SHIFT: Final = {4: 0, 6: 64}
"""Bits at the end of an address that tell nobody apart."""


class Networks:
    """A set of networks that does not change; `in` takes some microseconds, whatever their number."""

    __slots__ = ("__weakref__", "_ends", "_starts")

    def __init__(self, networks: Iterable[Network] = ()) -> None:
        self._starts: dict[int, array[int]] = {4: array("Q"), 6: array("Q")}
        self._ends: dict[int, array[int]] = {4: array("Q"), 6: array("Q")}
        for start, end, version in sorted(map(_range, networks), key=lambda found: found[2:] + found[:2]):
            self._add(version, start, end)

    def __contains__(self, address: object) -> bool:
        if not isinstance(address, IPv4Address | IPv6Address):
            return False
        number = int(address) >> SHIFT[address.version]
        place = bisect_right(self._starts[address.version], number) - 1
        return place >= 0 and number <= self._ends[address.version][place]

    def __len__(self) -> int:
        """Networks that lie apart: overlapping ones and neighbours are one."""
        return sum(map(len, self._starts.values()))

    def size(self, version: int) -> int:
        """Addresses of IPv4, or /64 networks of IPv6, that are in it."""
        pairs = zip(self._starts[version], self._ends[version], strict=True)
        return sum(end - start + 1 for start, end in pairs)

    def packed(self) -> bytes:
        """All of it as bytes: the number of IPv4 networks, then starts and ends, then those of IPv6."""
        parts = [array("Q", [len(self._starts[4])])]
        parts += [side[version] for version in (4, 6) for side in (self._starts, self._ends)]
        return b"".join(_bytes(part) for part in parts)

    @classmethod
    def unpacked(cls, data: bytes) -> "Networks":
        """What `packed` gave."""
        numbers = array("Q", data)
        if sys.byteorder == "big":
            numbers.byteswap()
        four, rest = numbers[0], numbers[1:]
        six = (len(rest) - 2 * four) // 2
        made = cls()
        made._starts = {4: rest[:four], 6: rest[2 * four : 2 * four + six]}
        made._ends = {4: rest[four : 2 * four], 6: rest[2 * four + six :]}
        return made

    def _add(self, version: int, start: int, end: int) -> None:
        starts, ends = self._starts[version], self._ends[version]
        if ends and start <= ends[-1] + 1:
            ends[-1] = max(ends[-1], end)
            return
        starts.append(start)
        ends.append(end)


def _range(network: Network) -> tuple[int, int, int]:
    shift = SHIFT[network.version]
    return int(network.network_address) >> shift, int(network.broadcast_address) >> shift, network.version


def _bytes(part: "array[int]") -> bytes:
    if sys.byteorder == "big":
        part = part[:]
        part.byteswap()
    return part.tobytes()
