"""What a check says. The words stand in the texts of the pages: `health.<check>.<case>` and `..._do`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

GOOD, LOOK, BAD, UNKNOWN = "good", "look", "bad", "unknown"
VERDICTS: Final = (BAD, LOOK, UNKNOWN, GOOD)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one matter: `case` chooses it, `values` fill it, `names` are listed below it."""

    check: str
    verdict: str
    case: str
    values: Mapping[str, object] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    town: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A matter that is looked at, of the whole installation or of each municipality.

    `look` gets the key of a municipality, opens its own unit of work where it needs one, and may raise: then
    the finding is "not known".
    """

    name: str
    look: Callable[[str], Finding]
    of_town: bool = False
