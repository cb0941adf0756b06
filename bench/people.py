"""Invented residents of Musterstadt who get the permit at once: sole dwelling in a zone, own ordinary car."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.folder import read_folder
from modellkommune.values.clock import SystemClock
from simulator.people import Person, Vehicle
from simulator.world import World

ROOT = Path(__file__).resolve().parents[1]
TOWN = "musterstadt"
PLACE = "Musterstadt"
SEED = 2026
"""The simulator's own seed: the same people as in the running one."""
LONGEST, HEAVIEST = 5600, 3500


@dataclass(frozen=True)
class Applicant:
    """Whom to log in as, and which plate to type."""

    person: str
    plate: str


def applicants() -> Iterator[Applicant]:
    """All of them, always in the same order."""
    folder, today = ROOT / "municipalities", SystemClock().today()
    world, book = World(folder, SEED, today), Book(read_folder(folder / TOWN, PLACE), today)
    owned = {vehicle.keeper: vehicle for vehicle in world.vehicles.values() if vehicle.keeper}
    cast = {person.id for person in world.casts[TOWN].people}
    for person in world.people_in(world.towns[TOWN]):
        if person.id in cast:
            continue  # personas show what is out of the ordinary
        vehicle = owned.get(person.id)
        if vehicle and _ordinary(vehicle) and _settled(person, book) and world.may_log_in(person):
            yield Applicant(person.id, vehicle.plate.text)


def _ordinary(vehicle: Vehicle) -> bool:
    model, plate = vehicle.model, vehicle.plate
    fits = model.vehicle_class == "M1" and model.length <= LONGEST and model.mass <= HEAVIEST
    return (
        fits
        and vehicle.deregistered is None
        and not plate.season
        and bool(plate.letters)
        and not plate.suffix
    )


def _settled(person: Person, book: Book) -> bool:
    home = person.home
    blocked = person.disclosure_block or person.moved_away or person.previous or person.card_address
    if home is None or len(person.dwellings) != 1 or blocked:
        return False
    address = home.address
    match = book.find(address.street, f"{address.number} {address.addition}".strip(), address.postcode)
    return match.kind == "exact" and match.zone is not None
