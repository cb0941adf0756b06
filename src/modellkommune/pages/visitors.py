"""How much one address may begin in an hour without a log-in: far more than a household or a school does.

Counted in Django's cache, which all processes share, under a keyed digest of the address.
"""

import time
from ipaddress import ip_address, ip_network
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from modellkommune.foundation.keys.digests import keyed_digest

HOUR: Final = 3600
MOST: Final = {"drafts": 200, "files": 1000, "pairings": 30, "idea-codes": 60, "dot-codes": 120}
NETWORK: Final = {4: 32, 6: 64}
"""Bits of an address that tell visitors apart: whoever has an IPv6 address has all of its /64."""


def is_too_much(request: HttpRequest, what: str, count: int = 1) -> bool:
    """Count something that a visitor begins; whether it is more than `MOST` in an hour.

    The machine's own address counts for nobody: there a proxy may stand, or the operator. Inside
    `with municipality(...)`.
    """
    network = network_of(request)
    if not network:
        return False
    return count_within(f"visitor:{what}:{keyed_digest('visitor', network)}", HOUR, count) > MOST[what]


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
