"""What no rule had anything against is not looked at again: most requests differ from others by an id only.

The rules look at a request alone, so they say the same of the same request. Of those let through a keyed
digest is kept, nothing of what they hold, and only within one process.
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
"""Requests remembered: half a megabyte."""
LONGEST: Final = 4096  # bytes of a body; longer ones never come twice
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
    """Looks by `look`, and only once at requests that are alike and harmless."""

    def __init__(self, look: Callable[[Inspected], Verdict | None], kept: int = KEPT) -> None:
        self._look = look
        self._kept = kept
        self._harmless: dict[bytes, None] = {}

    def inspect(self, request: Inspected) -> Verdict | None:
        """What the rules say of the request, an id in its address being as good as any other."""
        if len(request.body) > LONGEST:
            return self._look(request)
        alike = _with_any_id(request)
        digest = blake2b(repr(alike).encode(), key=_KEY, digest_size=16).digest()
        if digest in self._harmless:
            return None
        verdict = self._look(alike)
        if verdict is None:
            self._keep(digest)
        return verdict

    def _keep(self, digest: bytes) -> None:
        self._harmless[digest] = None
        if len(self._harmless) > self._kept:
            # Where other threads are at it as well, one of them lets go of the oldest, or a later request.
            with suppress(KeyError, RuntimeError, StopIteration):
                del self._harmless[next(iter(self._harmless))]


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
