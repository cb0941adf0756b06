"""The DNS of this machine."""

import socket
from ipaddress import ip_address

from modellkommune.firewall.networks import Address


class SystemNames:
    """Names as the operating system finds them; waits as long as that does, in a thread of its own."""

    def name_of(self, address: Address) -> str:
        """The name of an address in small letters, "" where there is none or nobody answers."""
        try:
            return socket.getnameinfo((str(address), 0), socket.NI_NAMEREQD)[0].lower()
        except OSError:
            return ""

    def addresses_of(self, name: str) -> frozenset[Address]:
        """The addresses of a name, none where there are none or nobody answers."""
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return frozenset()
        return frozenset(ip_address(str(place[0]).partition("%")[0]) for *_, place in found)
