"""What the house tells the firewall: how each field is to be treated, and what to do with what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

Environ: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environ, Callable[..., Any]], Any]


class Treatment(Enum):
    """How the value of a field is looked at."""

    BLOCK = "block"
    """A structured value (name, date, number, choice): what looks like an attack turns the request away."""
    SCORE = "score"
    """Free text: people write what they like there. What looks like an attack is noted for staff, no more."""
    SKIP = "skip"
    """Passwords and codes: never looked at, never logged."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A request that was turned away, or noted. It holds no value of a field and no address of a person."""

    reference: str
    """What the page of the refusal shows and the log says."""
    method: str
    path: str
    """Without its query."""
    rule: int
    looks_for: str
    status: int
    fields: tuple[str, ...] = ()
    """Names of free-text fields that were noted; empty where the request was turned away."""


@dataclass(frozen=True)
class Policy:
    """What the house hands over: how fields are treated, where incidents go, what answers."""

    treatment: Callable[[str, str], Treatment]
    """(path, name of the field) -> how to treat it."""
    note: Callable[[Incident], None]
    largest: int
    """Bytes of a body; one that announces more is not read here, and must not be read behind either."""
    refusal: Callable[[Environ, Incident], Environ]
    """What the application behind is asked instead of a request that was turned away."""


INCIDENT = "firewall.incident"
"""Where the environment of a request holds what was noted of its free text; None where nothing was."""
