"""What the house tells the firewall: how each field is to be treated, and what to do with what was found."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, TypeAlias

Environ: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environ, Callable[..., Any]], Any]


BLOCKED: Final = "blocked"
NOTED: Final = "noted"
"""Free text that looks like an attack: the request goes on."""
TESTED: Final = "tested"
"""A test mode: the request goes on, and it is noted as if it had been turned away."""
PARDONED: Final = "pardoned"
"""An exemption: the field counts as free text; without a field the request goes on."""


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
    field: str = ""
    """The name of the field in which a rule found something, where it is known."""
    verdict: str = BLOCKED
    until: datetime | None = None
    """Until when a ban lasts, where that is why the request was turned away."""
    way_back: bool = False
    """Whether work of a browser can end that ban."""

    @property
    def passes(self) -> bool:
        """Whether the request went on in spite of what was found."""
        return self.verdict != BLOCKED


def new_reference() -> str:
    """Eight signs that nobody confuses when reading them out."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(8))


def admit_everybody(environ: Environ) -> Incident | None:
    """A house that shuts nobody out."""
    return None


def block_always(environ: Environ, incident: Incident) -> str:
    """A house without exemptions and test modes."""
    return BLOCKED


@dataclass(frozen=True)
class Policy:
    """What the house hands over: how fields are treated, where incidents go, what answers."""

    treatment: Callable[[str, str], Treatment]
    """(path, name of the field) -> how to treat it."""
    note: Callable[[Environ, Incident], None]
    """Told of each incident; must be quick and raise nothing."""
    largest: int
    """Bytes of a body; one that announces more is not read here, and must not be read behind either."""
    refusal: Callable[[Environ, Incident], Environ]
    """What the application behind is asked instead of a request that was turned away."""
    admit: Callable[[Environ], Incident | None] = admit_everybody
    """Asked before anything is looked at: who is shut out gets an incident."""
    ruling: Callable[[Environ, Incident], str] = block_always
    """What becomes of a request in which a rule has found something: BLOCKED, TESTED or PARDONED."""


NOTES = "firewall.notes"
"""Where the environment of a request holds a function: whether a free text would be noted, if it came now."""
INCIDENT = "firewall.incident"
"""Where the environment of a request holds what was noted of its free text; None where nothing was."""
