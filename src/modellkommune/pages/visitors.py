"""How much one address may begin in an hour without a log-in: far more than a household or a school does.

Counted in Django's cache, which all processes share, under a keyed digest of the address.
"""

import time
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final, TypeAlias

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from modellkommune.foundation.keys.digests import keyed_digest
from modellkommune.pages.limits import BEGUN

Address: TypeAlias = IPv4Address | IPv6Address
NETWORK: Final = {4: 32, 6: 64}
"""Bits of an address that tell visitors apart: whoever has an IPv6 address has all of its /64."""
OWN: Final = frozenset({ip_address("127.0.0.1"), ip_address("::1")})
"""The machine's own address, at which a proxy may stand, or the operator. Of others that lead back to it
somebody has chosen one, to try what happens to a visitor.
"""
WIDEST: Final = {4: 16, 6: 32}
"""Bits of the widest network that can be shut out by hand: not half a country by a slip."""


def is_too_much(request: HttpRequest, what: str, count: int = 1) -> bool:
    """Count something that a visitor begins; whether it is more than `BEGUN` allows.

    The machine's own address counts for nobody: there a proxy may stand, or the operator. Inside
    `with municipality(...)`.
    """
    network = network_of(request)
    if not network:
        return False
    limit = BEGUN[what]
    key = f"visitor:{what}:{keyed_digest('visitor', network)}"
    return count_within(key, limit.seconds, count) > limit.most


def count_within(key: str, seconds: int, by: int = 1) -> int:
    """Count something; how much it has been in this window of so many seconds, in all processes together.

    The cache's own `incr` reads and writes one after the other and begins a new lifetime each time: of what
    comes at the same moment some is lost, and what comes steadily is never forgotten.
    """
    place = f"{key}:{int(time.time() // seconds)}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
        count = int(cache.get(place, 0)) + by
        cache.set(place, count, seconds)
    return count


def network_of(request: HttpRequest) -> str:
    """The network a visitor comes from; empty for the machine's own address and for what is none."""
    address = address_of(request.META)
    return str(network_of_address(address)) if address is not None else ""


def network_of_address(address: Address) -> IPv4Network | IPv6Network:
    """The network that counts as one visitor."""
    return ip_network((address, NETWORK[address.version]), strict=False)


def network_typed(text: str) -> str:
    """A network as somebody types it, an address as its network; "" for what is none or too wide."""
    try:
        found = ip_network(text, strict=False) if "/" in text else network_of_address(ip_address(text))
    except ValueError:
        return ""
    too_wide = found.prefixlen < WIDEST[found.version]
    return "" if too_wide or any(own in found for own in OWN) else str(found)


def address_of(environ: Mapping[str, Any]) -> Address | None:
    """The address a request comes from; None for the machine's own and for what is none.

    X-Forwarded-For is believed behind a proxy only, and there its last part that is no proxy itself: where
    `settings.TRUSTED_PROXIES` are stated, only if one of them sends it; else the last part as it is.
    """
    sender = _read(str(environ.get("REMOTE_ADDR", "")))
    if settings.BEHIND_PROXY:
        named = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        sender = _behind(sender, [hop.strip() for hop in named if hop.strip()])
    return None if sender in OWN else sender


def is_proxy(address: str) -> bool:
    """Whether an address is one of the proxies that are believed."""
    sender = _read(address)
    return sender is not None and any(sender in proxy for proxy in settings.TRUSTED_PROXIES)


def _behind(sender: Address | None, hops: list[str]) -> Address | None:
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return _read(hops[-1]) if hops else sender
    while hops and sender is not None and any(sender in proxy for proxy in proxies):
        sender = _read(hops.pop())
    return sender


def _read(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
