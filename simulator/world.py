"""Everybody and every vehicle, indexed as registers ask for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from simulator.fleet import vehicles_of
from simulator.letters import search_form
from simulator.people import Person, Persona, Vehicle
from simulator.personas import Cast, cast_of
from simulator.population import TOWN_SIZE, people_of
from simulator.towns import Town, read_towns


class World:
    """All towns with their people, vehicles and personas."""

    def __init__(self, municipalities: Path, seed: int, today: date) -> None:
        """Invent everything anew; the same arguments give the same world."""
        self.towns: dict[str, Town] = {town.key: town for town in read_towns(municipalities)}
        self.people: dict[str, Person] = {}
        self.vehicles: dict[str, Vehicle] = {}
        self.casts: dict[str, Cast] = {}
        self.today = today
        self._born: dict[tuple[str, date], list[Person]] = defaultdict(list)
        for town in self.towns.values():
            self._populate(town, seed, today)

    def _populate(self, town: Town, seed: int, today: date) -> None:
        cast = cast_of(town, today)
        others = people_of(town, seed, TOWN_SIZE - len(cast.people))
        self.casts[town.key] = cast
        for person in (*cast.people, *others):
            self.people[person.id] = person
            self._born[town.key, person.birth_date].append(person)
        taken = set(self.vehicles) | {vehicle.plate.core for vehicle in cast.vehicles}
        for vehicle in (*cast.vehicles, *vehicles_of(town, others, seed, taken)):
            self.vehicles.setdefault(vehicle.plate.core, vehicle)

    def town(self, name: str) -> Town | None:
        """A town by key or municipality key."""
        return self.towns.get(name) or next((t for t in self.towns.values() if t.ags and t.ags == name), None)

    def matching(self, town: Town, family_name: str, given_names: str, born: date) -> list[Person]:
        """People of the town's register with this name and birth date, names compared in search form."""
        family, given = search_form(family_name), set(search_form(given_names).split())
        return [
            person
            for person in self._born[town.key, born]
            if search_form(person.family_name) == family
            and given <= set(search_form(person.given_names).split())
        ]

    def persona(self, identifier: str) -> Persona | None:
        """A persona by id."""
        return next((p for cast in self.casts.values() for p in cast.personas if p.id == identifier), None)

    def search(self, town: Town, text: str, limit: int = 20) -> list[Person]:
        """People of a town who may log in and whose name, street or id contains every word of the text."""
        words = search_form(text).split()
        if not words:
            return []
        found = (
            p for p in self.people_in(town) if self.may_log_in(p) and all(w in _haystack(p) for w in words)
        )
        return [person for person, _ in zip(found, range(limit), strict=False)]

    def may_log_in(self, person: Person) -> bool:
        """Whether somebody is alive and at least 16, when the online ID can be used (§ 10 PAuswG)."""
        sixteen = person.birth_date.year + 16, person.birth_date.month, person.birth_date.day
        return person.deceased is None and sixteen <= (self.today.year, self.today.month, self.today.day)

    def people_in(self, town: Town) -> Iterable[Person]:
        """Everybody in the register of a town."""
        return (person for person in self.people.values() if person.town == town.key)


@cache
def world_of(municipalities: Path, seed: int, today: date) -> World:
    """The world of a process: it never changes, so it is invented once."""
    return World(municipalities, seed, today)


def _haystack(person: Person) -> str:
    address = person.on_card.line if person.on_card else ""
    return search_form(f"{person.name} {address} {person.id}")
