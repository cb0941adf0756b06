"""How many requests are looked at, and who forwards addresses: counted in the process, written later."""

from collections import Counter
from threading import Lock
from typing import Final

from django.conf import settings

from modellkommune.firewall.policy import Environ
from modellkommune.foundation.alerting.commands import count_inspected
from modellkommune.foundation.health.commands import FORWARDED, PROXY, leave_trace
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.visitors import is_proxy

_lock: Final = Lock()
_counts: Final[Counter[str]] = Counter()
_seen: Final[set[str]] = set()


def count(town: str, environ: Environ) -> None:
    """One more request of a town."""
    with _lock:
        _counts[town] += 1
        if "HTTP_X_FORWARDED_FOR" in environ:
            _seen.add(_sent_by(environ))


def write_counts() -> None:
    """Write what was counted since the last time. What cannot be written is kept for the next time."""
    with _lock:
        counts, seen = _counts.copy(), frozenset(_seen - {""})
        _counts.clear()
        _seen.clear()
    try:
        for name in seen:
            leave_trace(name)
        for town in tuple(counts):
            with municipality(town):
                count_inspected(counts[town])
            del counts[town]
    finally:
        with _lock:
            _counts.update(counts)


def _sent_by(environ: Environ) -> str:
    """The trace of a request with a forwarded address; "" where nobody says which proxies there are."""
    if not settings.BEHIND_PROXY:
        return FORWARDED
    if not settings.TRUSTED_PROXIES:
        return ""
    return PROXY if is_proxy(str(environ.get("REMOTE_ADDR", ""))) else FORWARDED
