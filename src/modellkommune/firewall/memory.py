"""What no rule had anything against is not looked at again: most requests differ from others by an id only.

The rules look at a request alone, so they say the same of the same request; and at each of its headers alone,
so one that was in a harmless request is left out of later ones: a browser sends the same dozen each time,
which is more to look at than most forms. Where rules count points, those of a header that were too few to
turn it away do not add to what a later request brings. Of both a keyed digest is kept, nothing of what they
hold, and only within one process.
"""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from modellkommune.firewall.engine import Inspected, Verdict

KEPT: Final = 4096
"""Requests remembered, and as many headers: half a megabyte each."""
LONGEST: Final = 4096  # bytes of a body; longer ones never come twice
_OF_THE_REQUEST: Final = frozenset({b"Host", b"Content-Type", b"Content-Length"})
"""Headers that say how the rest is to be read; the rules need them each time."""
_KEY: Final = secrets.token_bytes(32)
_ID: Final = re.compile(
    r"(?<![0-9a-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE
)
_ANY_ID: Final = "00000000-0000-0000-0000-000000000000"
_BY_PROXIES: Final = frozenset({b"X-Forwarded-For", b"X-Real-Ip", b"X-Request-Id"})
"""Headers that differ with each visitor or request, and hold numbers only."""
_NUMBERS: Final = re.compile(rb"(?i)[0-9a-f.:, -]{1,200}")
_ANY_NUMBER: Final = b"0"


class Memory:
    """Looks by `look`, and only once at requests that are alike and harmless and at headers that were."""

    def __init__(self, look: Callable[[Inspected], Verdict | None], kept: int = KEPT) -> None:
        self._look = look
        self._harmless = _Digests(kept)
        self._headers = _Digests(kept)

    def inspect(self, request: Inspected) -> Verdict | None:
        """What the rules say of the request, an id in its address being as good as any other."""
        alike = _with_any_id(request)
        shown = replace(alike, headers=tuple(one for one in alike.headers if one not in self._headers))
        if shown in self._harmless:
            return None
        verdict = self._look(shown)
        if verdict is None:
            self._keep(shown)
        return verdict

    def _keep(self, shown: Inspected) -> None:
        for header in shown.headers:
            if header[0] not in _OF_THE_REQUEST:
                self._headers.add(header)
        if len(shown.body) <= LONGEST:
            of_the_request = (header for header in shown.headers if header[0] in _OF_THE_REQUEST)
            self._harmless.add(replace(shown, headers=tuple(of_the_request)))


class _Digests:
    """Digests of the newest `kept` things."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: dict[bytes, None] = {}

    def __contains__(self, thing: object) -> bool:
        return _digest(thing) in self._known

    def add(self, thing: object) -> None:
        self._known[_digest(thing)] = None
        if len(self._known) > self._kept:
            # Where other threads are at it as well, one of them lets go of the oldest, or a later request.
            with suppress(KeyError, RuntimeError, StopIteration):
                del self._known[next(iter(self._known))]


def _digest(thing: object) -> bytes:
    return blake2b(repr(thing).encode(), key=_KEY, digest_size=16).digest()


def _with_any_id(request: Inspected) -> Inspected:
    """The request with one id in place of those in its address and in what browser and proxies add."""
    headers = tuple((name, _any(name, value)) for name, value in request.headers)
    return replace(request, target=_ID.sub(_ANY_ID, request.target), headers=headers)


def _any(name: bytes, value: bytes) -> bytes:
    if name in _BY_PROXIES and _NUMBERS.fullmatch(value):
        return _ANY_NUMBER
    if name == b"Referer":
        return _ID.sub(_ANY_ID, value.decode("latin-1")).encode("latin-1")
    return value
