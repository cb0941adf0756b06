"""Invented people for a demonstration: the same seed and number always give the same person.

Names are common ones put together by chance, addresses are the municipality's own streets. Nobody of them
stands in the simulator's registers; what those would say is invented along with them.
"""

import datetime
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from modellkommune.foundation.places.book import Book
from modellkommune.values.address import Address

NAMESPACE: Final = uuid.UUID("6f6d7d0e-6f0b-5c56-9d0c-0d8a5b1f2a10")
GIVEN: Final = (
    "Aylin", "Benedikt", "Carla", "Dariusz", "Elena", "Finn", "Greta", "Hasan", "Ida", "Jonas",
    "Katarzyna", "Lukas", "Merve", "Nele", "Oskar", "Paula", "Quirin", "Rosa", "Samir", "Thea",
    "Uwe", "Valentina", "Wiebke", "Xaver", "Yasmin", "Zeki", "Anke", "Bodo", "Claudia", "Dietmar",
    "Esra", "Friederike", "Günter", "Heike", "Ingo", "Jürgen", "Kirsten", "Lothar", "Marlies",
    "Norbert",
)  # fmt: skip
FAMILY: Final = (
    "Ackermann", "Bąk", "Çelik", "Dörr", "Eßer", "Fuchs", "Groß", "Hoffmann", "Ivanović", "Jäger",
    "Köhler", "Lehmann", "Müller", "Neumann", "Özdemir", "Peters", "Quadflieg", "Richter",
    "Schäfer", "Tran", "Ulrich", "Vogt", "Weiß", "Xanthopoulos", "Yılmaz", "Zimmermann", "Arndt",
    "Böhm", "Conrad", "Diallo", "Engels", "Franke", "Gärtner", "Heinrich", "Iseler", "Jansen",
    "Kaya", "Lorenz", "Maaß", "Nowak",
)  # fmt: skip
CODES: Final = ("DN", "MST", "AC", "BM", "K", "MG")
LETTERS: Final = "ABCDEFGLMPRTUVWX"  # none of the pairs that are not given out can be made of these
PER_PAIR: Final = 9000
LENGTHS: Final = (3610, 3995, 4284, 4360, 4681, 4770)  # mm


@dataclass(frozen=True)
class Home:
    """A dwelling in a zone."""

    street: str
    number: int
    addition: str
    postcode: str
    place: str
    zone: str


@dataclass(frozen=True)
class Inhabitant:
    """One invented person with her car. `days_ago`: how long ago she applied."""

    holder: uuid.UUID
    names: dict[str, str]
    home: Home
    plate: str
    length_mm: int
    days_ago: int
    minute: int
    months: int

    @property
    def identity(self) -> dict[str, Any]:
        """What her eID says."""
        return {**self.names, "level": "high"}

    def answers(self, keeper: str) -> dict[str, Any]:
        """What she fills in."""
        plate = {
            "kind": "german",
            "text": self.plate,
            "core": self.plate,
            "suffix": "",
            "season": "",
            "country": "D",
        }
        return {
            **self.names,
            "address": {**vars(self.home), "match": "exact"},
            "dwelling": "sole",
            "moved_in": "yes",
            "private_space": False,
            "plate": {**plate, "suffix": "", "season": ""},
            "keeper": keeper,
            "months": self.months,
            "delivery": "online",
        }

    @property
    def replies(self) -> dict[str, dict[str, Any] | None]:
        """What the registers would say."""
        home = {name: value for name, value in vars(self.home).items() if name != "zone"}
        population = {"found": True, "disclosure_block": False, "deceased": False, "dwelling": "sole"}
        vehicle = {
            **self.names,
            "found": True, "restricted": False, "deregistered": False, "keeper_kind": "person", "suffix": "",
            "length_mm": self.length_mm, "width_mm": 1790, "height_mm": 1490, "empty_mass_kg": 1350,
            "vehicle_class": "M1", "fuel": "petrol",
        }  # fmt: skip
        return {
            "population-register": {**population, "address": home, "since": "2016-05-01"},
            "vehicle-register": vehicle,
            "issued-permits": {"person": 0, "plate": 0},
        }


def homes_of(book: Book, most: int | None = None) -> tuple[Home, ...]:
    """The houses of the municipality that lie in a zone, in the order of the register: all, or the first."""
    return tuple(islice(_homes(book), most))


def _homes(book: Book) -> Iterator[Home]:
    for street in book.streets():
        for number in range(street.first or 1, (street.last or 20) + 1):
            match = book.find(street.name, str(number), street.postcode)
            if match.kind == "exact" and match.zone and match.address:
                yield _home(match.address, match.zone)


def _home(address: Address, zone: str) -> Home:
    return Home(address.street, address.number, address.addition, address.postcode, address.place, zone)


def inhabitant(
    town: str, seed: int, number: int, homes: Sequence[Home], durations: Sequence[int]
) -> Inhabitant:
    """The person of this number. Number by number they differ in name, birth date and plate together."""
    chance = random.Random(f"{seed} {town} {number}")  # noqa: S311 -- invented people, no secrets
    born = datetime.date(1940, 1, 1) + datetime.timedelta(days=chance.randrange(24_000))
    names = {"given_name": chance.choice(GIVEN), "family_name": chance.choice(FAMILY)}
    return Inhabitant(
        holder=uuid.uuid5(NAMESPACE, f"{seed} {town} {number}"),
        names={**names, "birth_date": born.isoformat()},
        home=chance.choice(homes),
        plate=f"{chance.choice(CODES)}-{_pair(number // PER_PAIR)} {1000 + number % PER_PAIR}",
        length_mm=chance.choice(LENGTHS),
        days_ago=chance.randrange(20, 170),
        minute=chance.randrange(8 * 60, 20 * 60),
        months=chance.choice(durations),
    )


def _pair(number: int) -> str:
    first, second = divmod(number, len(LETTERS))
    return LETTERS[first % len(LETTERS)] + LETTERS[second]
