"""One HTTP call to another party's server, bounded in time and size, over a connection of its own.

The standard library is enough for it, at a fifth of the time of a client that can do everything. No
connection is kept: others are asked seldom, and a kept one may be dead when it is needed. No redirect is
followed and no proxy asked.
"""

import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

LONGEST_ANSWER: Final = 200_000  # bytes
LONGEST_TIME: Final = 6.0  # seconds for an answer, all in all
CONNECTING: Final = 2.0  # seconds
PATIENCE: Final = 4.0  # seconds in which nothing comes
_PART: Final = 65_536


class CallFailed(Exception):
    """There was no answer: it could not be reached, or said nothing that is one."""


class CallTimedOut(CallFailed):
    """There was no answer in time; the other party may have done what it was asked for."""


class AnswerTooLong(CallFailed):
    """The answer is longer than any that could be meant."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and content of an HTTP response."""

    status: int
    content: bytes


def call(
    method: str,
    address: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> Answer:
    """What the server at an http or https address answers. Raises a `CallFailed`."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        with closing(_connection(parts.scheme, parts.netloc)) as connection:
            connection.connect()
            connection.sock.settimeout(patience)
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, _content(response))
    except TimeoutError as error:
        raise CallTimedOut from error
    except (OSError, HTTPException) as error:
        raise CallFailed from error


def _connection(scheme: str, host: str) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, timeout=CONNECTING, context=_certificates())
    return HTTPConnection(host, timeout=CONNECTING)


@cache
def _certificates() -> ssl.SSLContext:
    # Once for the process: loading all certificates of the system costs more than a call.
    return ssl.create_default_context()


def _content(response: HTTPResponse) -> bytes:
    content, latest = b"", time.monotonic() + LONGEST_TIME
    while part := response.read1(_PART):
        content += part
        if len(content) > LONGEST_ANSWER:
            raise AnswerTooLong
        if time.monotonic() > latest:
            raise CallTimedOut
    return content
