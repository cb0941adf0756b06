"""The invented people: many, varied, and always the same."""

import re
from datetime import date
from pathlib import Path

import pytest

from simulator.letters import letters
from simulator.people import Person
from simulator.world import World

DAY = date(2026, 11, 22)
MUNICIPALITIES = Path(__file__).resolve().parents[2] / "municipalities"


@pytest.fixture(scope="module")
def world() -> World:
    return World(MUNICIPALITIES, 2026, DAY)


def residents(world: World, town: str) -> list[Person]:
    return list(world.people_in(world.towns[town]))


@pytest.mark.parametrize("town", ["musterstadt", "dueren"])
def test_each_town_has_2000_people(world: World, town: str) -> None:
    assert len(residents(world, town)) == 2000


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    again = World(MUNICIPALITIES, 2026, DAY)
    assert (again.people, again.vehicles) == (world.people, world.vehicles)


def test_another_seed_gives_other_people(world: World) -> None:
    assert World(MUNICIPALITIES, 2027, DAY).people != world.people


@pytest.mark.parametrize("town", ["musterstadt", "dueren"])
def test_every_letter_of_the_standard_occurs_in_a_name(world: World, town: str) -> None:
    text = " ".join(person.name for person in residents(world, town))
    assert [letter for letter in letters() if letter not in text] == []


def test_lives_differ(world: World) -> None:
    people = residents(world, "dueren")
    homes = [{d.kind for d in p.dwellings} for p in people]
    assert sum("secondary" in kinds for kinds in homes) > 50
    assert sum(p.previous is not None for p in people) > 100
    assert sum(p.disclosure_block for p in people) > 5
    assert sum(p.deceased is not None for p in people) > 5
    assert sum(p.moved_away is not None for p in people) > 5


def test_nobody_lives_anywhere_before_being_born(world: World) -> None:
    assert all(d.since >= p.birth_date for p in world.people.values() for d in p.dwellings)


def test_no_plate_is_given_twice(world: World) -> None:
    assert len({v.plate.core for v in world.vehicles.values()}) == len(world.vehicles) > 1500


def test_vehicles_of_duren_carry_abolished_codes_too(world: World) -> None:
    districts = {v.plate.district for v in world.vehicles.values()}
    assert {"DN", "JÜL", "MON", "SLE"} <= districts


def test_people_live_in_the_houses_that_a_town_lists(tmp_path: Path) -> None:
    folder = tmp_path / "beispielstadt"
    folder.mkdir()
    profile = 'name: Beispielstadt   # invented\nags: "01234567"\nhosts: [beispiel.localhost]\n'
    (folder / "municipality.yaml").write_text(profile, "utf-8")
    (folder / "streets.csv").write_text("street,postcode,first,last\nTorgasse,00100,1,9\n", "utf-8")
    houses = "street,number,addition,postcode\nTorgasse,7,a,00100\nTorgasse,8,,00100\n"
    (folder / "addresses.csv").write_text(houses, "utf-8")
    world = World(tmp_path, 2026, DAY)
    town = world.town("01234567")
    assert town is not None
    assert (town.key, town.name, town.host) == ("beispielstadt", "Beispielstadt", "beispiel.localhost")
    ordinary = [p for p in world.people_in(town) if re.search(r"-\d{4}$", p.id)]
    lines = {d.address.line for p in ordinary for d in p.dwellings if d.municipality == "01234567"}
    assert lines == {"Torgasse 7 a", "Torgasse 8"}
