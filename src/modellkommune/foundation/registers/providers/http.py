"""Registers over HTTP with JSON, as the simulator speaks it (simulator/README.md)."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final, Protocol

import httpx

from modellkommune.foundation.registers.errors import RegisterSilent, RegisterUnknown
from modellkommune.foundation.registers.port import Question
from modellkommune.foundation.registers.providers import dialect_population, dialect_vehicles


class Dialect(Protocol):
    """How one register writes questions and answers."""

    def wish(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent of the parameters."""

    def read(self, document: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The answer in the house's own words. Raises `RegisterSilent` if it is not about the question."""


DIALECTS: Final[Mapping[str, Dialect]] = {
    "population-register": dialect_population,
    "vehicle-register": dialect_vehicles,
}
ATTEMPTS: Final = 2
"""Tries in one call, the second only where the first failed at once. Later ones are the job's affair."""
LONGEST_ANSWER: Final = 200_000  # bytes
LONGEST_TIME: Final = 6.0  # seconds for one try, all in all
TIMEOUT: Final = httpx.Timeout(4.0, connect=2.0)
# No connection is kept: registers are asked seldom, and a kept one may be dead when it is needed.
_LIMITS: Final = httpx.Limits(max_keepalive_connections=0)


class HttpRegister:
    """Asks by POST at one address."""

    def __init__(self, address: str, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._address = address
        self._client = httpx.Client(timeout=timeout, limits=_LIMITS, trust_env=False)

    def ask(self, question: Question) -> dict[str, Any]:
        """The answer in the house's own words. Raises `RegisterSilent`."""
        dialect = DIALECTS.get(question.register)
        if dialect is None:
            raise RegisterUnknown(question.register)
        wish = {
            "request_id": question.request_id,
            "municipality": question.municipality,
            "purpose": question.purpose,
            "legal_basis": question.legal_basis,
            **dialect.wish(question.parameters),
        }
        answer = _document(self._answer(wish))
        if answer.get("request_id") != question.request_id or answer.get("register") != question.register:
            raise RegisterSilent("wrong")
        return dialect.read(answer, question.parameters)

    def _answer(self, wish: dict[str, Any]) -> bytes:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._tried(wish)
            except RegisterSilent as silence:
                if silence.reason != "unreachable" or attempt == ATTEMPTS:
                    raise
        raise RegisterSilent("unreachable")

    def _tried(self, wish: dict[str, Any]) -> bytes:
        try:
            with self._client.stream("POST", self._address, json=wish) as response:
                return _content(response)
        except httpx.TimeoutException:
            raise RegisterSilent("timeout") from None
        except httpx.HTTPError:
            raise RegisterSilent("unreachable") from None


def _content(response: httpx.Response) -> bytes:
    if response.status_code == httpx.codes.GATEWAY_TIMEOUT:
        raise RegisterSilent("timeout")
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise RegisterSilent("unreachable")
    if response.status_code != httpx.codes.OK:
        raise RegisterSilent("refused")
    return _bounded(response)


def _bounded(response: httpx.Response) -> bytes:
    content, latest = b"", time.monotonic() + LONGEST_TIME
    for part in response.iter_bytes():
        content += part
        if len(content) > LONGEST_ANSWER:
            raise RegisterSilent("wrong")
        if time.monotonic() > latest:
            raise RegisterSilent("timeout")
    return content


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError:
        raise RegisterSilent("wrong") from None
    if not isinstance(document, dict):
        raise RegisterSilent("wrong")
    return document
