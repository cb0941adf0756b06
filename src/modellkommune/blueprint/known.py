"""What the platform knows beside the answers: the log-in, the municipality's places, the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, Protocol

from modellkommune.values.address import Address
from modellkommune.values.plate import example_of

LEVELS = ("none", "low", "substantial", "high")
SOME_PLATE: Final = example_of("DN")
"""The example of a plate where no municipality says with which letters its own begin."""


class PlaceMatch(Protocol):
    """What the street register says to an address."""

    @property
    def kind(self) -> Literal["exact", "ambiguous", "unknown"]:
        """Whether the address was found."""

    @property
    def address(self) -> Address | None:
        """The address as the register writes it, if exact."""

    @property
    def zone(self) -> str | None:
        """The code of the parking zone, None outside all zones."""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Streets or addresses the person may have meant."""

    @property
    def reason(self) -> str | None:
        """What does not fit: street-unknown, number-unknown, postcode-differs, ...; None if nothing."""


class PlaceBook(Protocol):
    """The municipality's street register."""

    def find(self, street: str, number: str, postcode: str, /) -> PlaceMatch:
        """Look an address up by street, house number and postcode; the postcode may be empty."""


@dataclass(frozen=True, slots=True)
class Known:
    """identity: given_name, family_name, birth_date (ISO), street, house_number, ..., level; or None.

    kind: of application; "" is the first one of the service. plate: an example as plates look in the town.
    """

    identity: Mapping[str, Any] | None
    places: PlaceBook | None
    today: date
    language: str = "de"
    kind: str = ""
    plate: str = SOME_PLATE

    def trusted(self, level: str) -> bool:
        """Whether the log-in reaches this trust level."""
        reached = str((self.identity or {}).get("level") or "none")
        return reached in LEVELS and LEVELS.index(reached) >= LEVELS.index(level)
