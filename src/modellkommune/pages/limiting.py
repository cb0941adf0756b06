"""Requests are limited by session, network and block: 429, when to come again, and what was typed."""

import time
from collections.abc import Callable
from ipaddress import ip_network
from threading import Lock
from typing import Final, TypeAlias, cast

from django.http import HttpRequest, HttpResponse

from modellkommune.pages.admission import is_known_engine
from modellkommune.pages.doorkeeping import sender_of, visitor_of
from modellkommune.pages.errors import too_often
from modellkommune.pages.limits import BLOCK, MINUTE, REQUESTS, UNLIMITED
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.visitors import address_of

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
Key: TypeAlias = tuple[str, str, str]
KEYS: Final = 50_000
"""So many senders are counted in a minute; further ones only with their block."""
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Minute:
    """Counts of the running minute, in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._counts: dict[Key, int] = {}

    def count(self, key: Key) -> int:
        """Count a request; how many it has been in this minute."""
        minute = int(time.time() // MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            if key not in self._counts and len(self._counts) >= KEYS and key[1] != "block":
                return 0
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]


counts: Final = Minute()


def limit_requests(answer: Answer) -> Answer:
    """Middleware: who asks more often than `REQUESTS` allow is told when to come again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_too_often(request):
            return too_often(request, MINUTE - int(time.time() % MINUTE))
        return answer(request)

    return middleware


def _is_too_often(request: HttpRequest) -> bool:
    address = address_of(request.META)
    if address is None or request.path.startswith(UNLIMITED):
        return False
    kind = "read" if request.method in READING else "send"
    _town, network, cookies = sender_of(request.META)
    if any(_is_over(kind, "session", token) for token in cookies.values()):
        return True
    block = str(ip_network((address, BLOCK[address.version]), strict=False))
    crowded = [_is_over(kind, "network", network), _is_over(kind, "block", block)]
    return any(crowded) and not _goes_on(request, cookies)


def _is_over(kind: str, who: str, name: str) -> bool:
    return counts.count((kind, who, name)) > REQUESTS[kind, who].most


def _goes_on(request: HttpRequest, cookies: dict[str, str]) -> bool:
    """Whether her network's limit is not hers: she has a valid session, or is a search engine for certain."""
    town = cast(PageRequest, request).municipality.key
    return bool(visitor_of(town, cookies)) or is_known_engine(request.META)
