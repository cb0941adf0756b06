"""What the portal says about the services of a municipality, made from their blueprints once per process."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from modellkommune.blueprint import Service
from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.tenants import clock
from modellkommune.pages.wording import say
from modellkommune.values.money import Money


@dataclass(frozen=True)
class Offer:
    """One service as a card, a line of the list and a hit of the search."""

    id: str
    title: str
    summary: str
    duration: str
    fee: str
    situations: tuple[str, ...]
    words: tuple[str, ...]
    zones: bool = False
    """Whether it is for who lives in one of the town's zones."""

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/dienste/{self.id}/"

    @property
    def apply_address(self) -> str:
        """Where an application begins."""
        return f"/dienste/{self.id}/antrag/"


def offers(language: str) -> tuple[Offer, ...]:
    """The services that the current municipality offers today, by title."""
    today = clock.today()
    found = [offer_of(service, language, today) for service in catalogue.offered()]
    return tuple(sorted(found, key=lambda offer: offer.title.casefold()))


@lru_cache(maxsize=512)
def offer_of(service: Service, language: str, today: date) -> Offer:
    """The offer of one service; the words of all its languages, so that each of them finds it."""
    least = service.cheapest(today)
    return Offer(
        id=service.id,
        title=service.text("service.title", language),
        summary=service.text("service.summary", language),
        duration=service.text("service.duration", language),
        fee="" if least is None else Money(least).text(language),
        situations=tuple(service.situations),
        words=tuple(_words(service)),
        zones=service.zones,
    )


def _words(service: Service) -> list[str]:
    found: list[str] = []
    for language in service.languages:
        found.append(service.text("service.title", language))
        found.append(service.text("service.summary", language))
        found.extend(service.keywords.get(language, ()))
        found.extend(service.texts("service.search", language))
        found.extend(say(f"situation.{name}", language) for name in service.situations)
        found.extend(say(f"situation.words.{name}", language) for name in service.situations)
    return found
