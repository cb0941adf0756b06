"""Services by what happens in a person's life."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from modellkommune.portals.citizen.services_offer import Offer


@dataclass(frozen=True)
class Situation:
    """A life situation (its text is `situation.<id>`) and the services that belong to it."""

    id: str
    offers: tuple[Offer, ...]

    @property
    def key(self) -> str:
        """Key of its name among the texts."""
        return f"situation.{self.id}"


def situations_of(offers: Sequence[Offer]) -> tuple[Situation, ...]:
    """The situations in which at least one of the offers helps."""
    groups: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        for situation in offer.situations:
            groups[situation].append(offer)
    return tuple(Situation(name, tuple(group)) for name, group in sorted(groups.items()))
