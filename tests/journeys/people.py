"""Who the journeys are about: the personas of the simulator, and neighbours whom it invents besides.

A person who holds a permit goes to review with a second application, so each journey takes somebody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from simulator.people import Person, Vehicle
from simulator.settings import Settings
from simulator.world import World
from tests.journeys.stack import ROOT, Portal
from tests.loopback import LOOPBACK

IN_ZONES = {
    "Bahnhofstraße": range(7, 71),
    "Mühlenweg": range(1, 47),
    "Goethestraße": range(4, 58),
    "Schillerstraße": range(3, 54),
}
"""House numbers that lie in a parking zone of Musterstadt: zones B, C and D."""


@dataclass(frozen=True)
class Somebody:
    """One invented resident with the answers that are true for her."""

    id: str
    given_name: str
    family_name: str
    birth_date: date
    street: str
    number: str
    postcode: str
    plate: str
    keeper: str = "self"
    dwelling: str = "sole"

    @property
    def name(self) -> str:
        """Given names and family name."""
        return f"{self.given_name} {self.family_name}"


def persona(portal: Portal, town: str, slug: str) -> Somebody:
    """One of the simulator's personas."""
    listed = LOOPBACK.get(f"http://127.0.0.1:{portal.port + 1}/personas.json").json()["personas"]
    return _of_persona(next(one for one in listed if (one["municipality"], one["slug"]) == (town, slug)))


def neighbours() -> Iterator[Somebody]:
    """People of Musterstadt who get a permit at once: in a zone, with an own car, nothing to clarify."""
    settings = Settings(home=ROOT)
    world = World(ROOT / "municipalities", settings.seed, settings.day())
    cars = {car.keeper: car for car in world.vehicles.values() if _ordinary(car)}
    taken = {person.id for person in world.casts["musterstadt"].people}
    for person in world.people_in(world.towns["musterstadt"]):
        if person.id in cars and person.id not in taken and _settled(world, person):
            yield _of_neighbour(person, cars[person.id])


def _ordinary(car: Vehicle) -> bool:
    fits = car.model.vehicle_class == "M1" and car.model.length <= 5600
    return bool(car.keeper) and fits and not (car.deregistered or car.plate.season or car.plate.suffix)


def _settled(world: World, person: Person) -> bool:
    home = person.home
    if home is None or home.kind != "sole" or home.since > world.today or person.card_address:
        return False
    place = home.address
    namesakes = world.matching(
        world.towns["musterstadt"], person.family_name, person.given_names, person.birth_date
    )
    lives_there = place.number in IN_ZONES.get(place.street, ()) and not place.addition
    return lives_there and len(namesakes) == 1 and world.may_log_in(person) and not person.disclosure_block


def _of_neighbour(person: Person, car: Vehicle) -> Somebody:
    assert person.home is not None
    place = person.home.address
    return Somebody(
        person.id, person.given_names, person.family_name, person.birth_date,
        place.street, str(place.number), place.postcode, car.plate.text,
    )  # fmt: skip


def _of_persona(listed: dict[str, Any]) -> Somebody:
    place, said = listed["address"], listed["answers"]
    somebody = Somebody(
        listed["person"], listed["given_names"], listed["family_name"],
        date.fromisoformat(listed["birth_date"]), place["street"],
        f"{place['number']} {place['addition']}".strip(), place["postcode"], said["plate"],
    )  # fmt: skip
    return replace(somebody, keeper=said["keeper"], dwelling=said["dwelling"])
