"""Plain lists of addresses and networks, as others publish them: all of a list is taken, or nothing.

One address or network a line, IPv4 or IPv6; what comes after a blank, # or ; is a comment.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import ip_network
from typing import Final

from modellkommune.firewall.networks import Network, Networks

LARGEST: Final = 10_000_000
"""Bytes of a list."""
MOST: Final = 200_000
"""Lines of a list that name a network."""
WIDEST: Final = {4: 10, 6: 28}
"""Bits of the widest network on a list: published lists name whole allocations, nobody names a continent."""
SHARE: Final = 16
"""No list shuts out more than one in so many of all addresses of a kind."""
NAMED: Final = 20
"""Faulty lines that are told one by one."""
_LINE: Final = re.compile(r"[^\s#;]*")
_SPECIAL: Final = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "224.0.0.0/3", "::/8", "fc00::/7", "fe80::/10", "ff00::/8"),
    )
)
"""Never on a list: own networks, this machine, addresses of no one machine, IPv4 inside IPv6."""


class ListRefused(Exception):
    """Nothing of this list was taken."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - NAMED
        shown = [*problems[:NAMED], *([f"... and {more} more lines"] if more > 0 else [])]
        super().__init__("\n".join(["Nothing of this list was taken:", *shown]))
        self.problems = tuple(problems)


def read_list(data: bytes, never: Iterable[Network] = ()) -> Networks:
    """The networks of a list; `never`: those that must not be on it. Raises `ListRefused`."""
    if len(data) > LARGEST:
        raise ListRefused([f"it is larger than {LARGEST // 1_000_000} MB"])
    spared, found, problems = (*_SPECIAL, *never), [], []
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(), 1):
        text = _LINE.match(line.strip())
        if not text or not text[0]:
            continue
        network, problem = _read(text[0], spared)
        if network is None:
            problems.append(f"line {number}: {problem}")
        else:
            found.append(network)
    if problems:
        raise ListRefused(problems)
    return _bounded(found)


def _read(text: str, spared: Sequence[Network]) -> tuple[Network | None, str]:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return None, f"{text[:60]!r} is no address and no network"
    if network.prefixlen < WIDEST[network.version]:
        return None, f"{text} is wider than /{WIDEST[network.version]}"
    near = next((each for each in spared if _overlap(each, network)), None)
    return (network, "") if near is None else (None, f"{text} touches {near}, which is never shut out")


def _overlap(one: Network, other: Network) -> bool:
    return one.version == other.version and one.overlaps(other)


def _bounded(found: list[Network]) -> Networks:
    if not found:
        raise ListRefused(["it names no network"])
    if len(found) > MOST:
        raise ListRefused([f"it names more than {MOST} networks"])
    made = Networks(found)
    for version, bits in ((4, 32), (6, 64)):
        if made.size(version) * SHARE > 1 << bits:
            raise ListRefused([f"it shuts out more than a sixteenth of all addresses of IPv{version}"])
    return made
