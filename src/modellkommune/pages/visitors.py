"""How much one address may begin in an hour without a log-in: far more than a household or a school does.

Counted in Django's cache, which all processes share, under a keyed digest of the address.
"""

from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from modellkommune.foundation.keys.digests import keyed_digest

HOUR: Final = 3600
MOST: Final = {"drafts": 200, "files": 1000, "idea-codes": 60, "dot-codes": 120}
NETWORK: Final = {4: 32, 6: 64}
"""Bits of an address that tell visitors apart: whoever has an IPv6 address has all of its /64."""


def is_too_much(request: HttpRequest, what: str, count: int = 1) -> bool:
    """Count something that a visitor begins; whether it is more than `MOST` in an hour.

    The machine's own address counts for nobody: there a proxy may stand, or the operator. Inside
    `with municipality(...)`.
    """
    address = _address(request)
    if not address:
        return False
    key = f"visitor:{what}:{keyed_digest('visitor', address)}"
    if cache.add(key, count, HOUR):
        return count > MOST[what]
    return int(cache.incr(key, count)) > MOST[what]


def _address(request: HttpRequest) -> str:
    stated = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        stated = request.headers.get("X-Forwarded-For", stated).rpartition(",")[2].strip()
    try:
        address = ip_address(stated)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    return str(ip_network((address, NETWORK[address.version]), strict=False))
