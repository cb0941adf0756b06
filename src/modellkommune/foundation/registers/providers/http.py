"""Registers over HTTP with JSON, as the simulator speaks it (simulator/README.md)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, Protocol

from modellkommune.foundation.registers.calling import (
    PATIENCE,
    Answer,
    AnswerTooLong,
    CallFailed,
    CallTimedOut,
    call,
)
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
_JSON: Final = {"Content-Type": "application/json"}


class HttpRegister:
    """Asks by POST at one address."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = address
        self._patience = patience

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
            answer = call("POST", self._address, json.dumps(wish).encode(), _JSON, self._patience)
        except CallTimedOut:
            raise RegisterSilent("timeout") from None
        except AnswerTooLong:
            raise RegisterSilent("wrong") from None
        except CallFailed:
            raise RegisterSilent("unreachable") from None
        return _content(answer)


def _content(answer: Answer) -> bytes:
    if answer.status == HTTPStatus.GATEWAY_TIMEOUT:
        raise RegisterSilent("timeout")
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RegisterSilent("unreachable")
    if answer.status != HTTPStatus.OK:
        raise RegisterSilent("refused")
    return answer.content


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError:
        raise RegisterSilent("wrong") from None
    if not isinstance(document, dict):
        raise RegisterSilent("wrong")
    return document
