"""What the house wants from a register, whoever serves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol


class Query(Protocol):
    """What a blueprint asks: `blueprint.RegisterQuery` has this shape."""

    @property
    def register(self) -> str:
        """The capability, such as "population-register"."""

    @property
    def purpose(self) -> Any:
        """What for: a text, or texts by language."""

    @property
    def legal_basis(self) -> Any:
        """The cited norm: a text, or texts by language."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What is asked about, by name."""


@dataclass(frozen=True)
class Question:
    """One question to one register. `municipality` is the official municipality key (AGS)."""

    register: str
    purpose: str
    legal_basis: str
    request_id: str
    municipality: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """The answer in the house's own words (see the dialects in providers), or silence with data None."""

    state: Literal["answered", "silent"]
    data: dict[str, Any] | None = None


class Register(Protocol):
    """Somebody who serves a register."""

    def ask(self, question: Question) -> dict[str, Any]:
        """The answer in the house's own words. Raises `RegisterSilent`."""
