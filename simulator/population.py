"""The invented people of a town: households with moves, secondary dwellings, disclosure blocks and deaths.

The same seed, town and streets always give the same people.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from simulator.names import FAMILY, GIVEN, PLACES, rare_names
from simulator.people import Address, Dwelling, Person
from simulator.towns import Town

TOWN_SIZE = 2000
ELSEWHERE = "99999999"  # invented key of "another municipality"
LAST_DAY = date(2026, 10, 31)


def people_of(town: Town, seed: int, count: int) -> list[Person]:
    """`count` people of the town, household by household."""
    source = random.Random(f"{seed}:{town.key}")  # noqa: S311 - reproducible, nothing secret
    rare = rare_names(source)
    found: list[Person] = []
    while len(found) < count:
        family_name = rare.pop() if rare and source.random() < 0.3 else source.choice(FAMILY)
        found += _household(town, source, family_name, len(found) + 1)
    return found[:count]


def address_in(town: Town, source: random.Random) -> Address:
    """Some address of the town's streets."""
    if town.houses:
        house = source.choice(town.houses)
        return Address(house.street, house.number, house.addition, house.postcode, town.name)
    street = source.choice(town.streets)
    number = source.randint(street.first, max(street.first, street.last))
    addition = source.choice("abc") if source.random() < 0.03 else ""
    return Address(street.name, number, addition, street.postcode, town.name)


def elsewhere(source: random.Random) -> Address:
    """An address in a place that does not exist."""
    return Address("Beispielallee", source.randint(1, 90), "", "00999", "Beispielhausen")


def _household(town: Town, source: random.Random, family_name: str, first_number: int) -> Iterator[Person]:
    address = address_in(town, source)
    since = _day(source, 1996, 2026)
    previous = address_in(town, source) if source.random() < 0.3 else None
    adults = source.choice((1, 1, 2, 2, 2))
    children = source.choice((0, 0, 0, 1, 2)) if adults == 2 else source.choice((0, 0, 0, 0, 1))
    for member in range(adults + children):
        birth = _day(source, 1938, 2007) if member < adults else _day(source, 2009, 2025)
        dwelling = Dwelling("sole", address, town.ags, max(since, birth))
        person = Person(
            id=f"{town.key}-{first_number + member:04d}",
            town=town.key,
            family_name=family_name,
            given_names=source.choice(GIVEN),
            birth_date=birth,
            birth_name=source.choice(FAMILY) if member == 1 else "",
            place_of_birth=source.choice((town.name, *PLACES)),
            dwellings=(dwelling,),
            previous=previous if birth < since else None,
        )
        yield _with_turns_of_life(person, town, source)


def _with_turns_of_life(person: Person, town: Town, source: random.Random) -> Person:
    """One in eight people is not simply at home in the town."""
    dwelling, fate = person.dwellings[0], source.random()
    if fate < 0.05:
        second = Dwelling("secondary", address_in(town, source), town.ags, dwelling.since)
        return replace(person, dwellings=(replace(dwelling, kind="main"), second))
    if fate < 0.08:
        main = replace(dwelling, kind="main", address=elsewhere(source), municipality=ELSEWHERE)
        return replace(person, dwellings=(main, replace(dwelling, kind="secondary")))
    if fate < 0.09:
        return replace(person, disclosure_block=True)
    if fate < 0.105:
        return replace(person, deceased=max(dwelling.since, _day(source, 2024, 2026)))
    if fate < 0.125:
        new_home = Dwelling(
            "sole", elsewhere(source), ELSEWHERE, max(dwelling.since, _day(source, 2024, 2026))
        )
        gone = (new_home.since, new_home.address.place)
        return replace(person, dwellings=(new_home,), previous=dwelling.address, moved_away=gone)
    return person


def _day(source: random.Random, first_year: int, last_year: int) -> date:
    last = min(date(last_year, 12, 31), LAST_DAY)
    span = (last - date(first_year, 1, 1)).days
    return date(first_year, 1, 1) + timedelta(days=source.randint(0, span))
