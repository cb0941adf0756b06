"""Asking an identity provider's server: a JSON object for an address.

The standard library is enough for two small calls a log-in, and spares the web server ten megabytes for an
HTTP client that can do everything.
"""

import json
import ssl
from collections.abc import Mapping
from functools import cache
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from modellkommune.foundation.identity.errors import ProviderSilent

PATIENCE: Final = 5.0  # seconds for one call
LONGEST: Final = 1_000_000  # bytes of an answer
BROKEN: Final = 500  # from this status on a server says that it cannot answer


def ask(url: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """What the server answers; with a body it is posted as a form. Raises ProviderSilent.

    An OAuth error object (RFC 6749, 5.2) is an answer: it comes with a status of 400 or 401.
    """
    request = Request(url, data=body.encode() if body else None, headers=dict(headers or {}))  # noqa: S310
    try:
        status, content = _exchange(request)
        answer = json.loads(content)
    except (OSError, HTTPException, ValueError) as silence:
        raise ProviderSilent(type(silence).__name__) from silence
    if not isinstance(answer, Mapping) or (status != 200 and "error" not in answer):
        raise ProviderSilent(f"status {status}")
    return answer


def _exchange(request: Request) -> tuple[int, bytes]:
    try:
        with _opener().open(request, timeout=PATIENCE) as response:
            return response.status, response.read(LONGEST)
    except HTTPError as refusal:
        with refusal:
            if refusal.code >= BROKEN:
                raise
            return refusal.code, refusal.read(LONGEST)


@cache
def _opener() -> OpenerDirector:
    # Speaks http and https and nothing else: no redirect is followed, no cookie travels from one resident to
    # the next. Made once, because the certificates of the system are dear to load.
    opener = OpenerDirector()
    for part in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
        UnknownHandler(),
    ):
        opener.add_handler(part)
    return opener
