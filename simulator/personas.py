"""The cast: for each town the people, vehicles and oddities that the roles ask for."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from simulator.fleet import CAMPER, ELECTRIC, MODELS
from simulator.people import Address, Dwelling, Model, Person, Persona, Plate, Vehicle
from simulator.population import ELSEWHERE
from simulator.roles import ROLES, Role
from simulator.towns import Town

MOVED_DAYS_AGO = 10


@dataclass(frozen=True)
class Cast:
    """The roles of one town played; for `silent` people the population register does not answer."""

    personas: tuple[Persona, ...]
    people: tuple[Person, ...]
    vehicles: tuple[Vehicle, ...]
    silent: tuple[str, ...]


def cast_of(town: Town, today: date) -> Cast:
    """The personas of a town with everybody who belongs to them."""
    players = [_player(town, role) for role in ROLES]
    players = [_special(person, role, town, today) for person, role in zip(players, ROLES, strict=True)]
    companions = _companions(town, {person.id: person for person in players})
    vehicles = tuple(_car(town, role) for role in ROLES if role.plate)
    plates = {role.slug: _car(town, role).plate.text for role in ROLES if role.plate}
    return Cast(
        personas=tuple(_persona(town, role, plates) for role in ROLES),
        people=(*players, *companions),
        vehicles=vehicles,
        silent=(person_id(town, "register-schweigt"),),
    )


def person_id(town: Town, slug: str) -> str:
    """The id of the person who plays a role."""
    return f"{town.key}-{slug}"


def _persona(town: Town, role: Role, plates: dict[str, str]) -> Persona:
    usual = {"plate": plates.get(role.slug, ""), "plate_kind": "german", "keeper": "self", "dwelling": "sole"}
    answers = {**usual, **role.answers}
    if "plate_typed" in answers:
        answers["plate"] = plates[answers.pop("plate_typed")]
    return Persona(
        id=person_id(town, role.slug),
        slug=role.slug,
        title={"de": role.title[0], "en": role.title[1]},
        shows={"de": role.shows[0], "en": role.shows[1]},
        expected=town.expected.get(role.slug, role.expected),
        person=person_id(town, role.slug),
        answers=answers,
    )


def _player(town: Town, role: Role) -> Person:
    address = _address(town, role.slot, role.number)
    family_name, given_names = (unicodedata.normalize("NFC", name) for name in role.name)
    return Person(
        id=person_id(town, role.slug),
        town=town.key,
        family_name=family_name,
        given_names=given_names,
        birth_date=date.fromisoformat(role.born),
        place_of_birth=town.name,
        dwellings=(Dwelling("sole", address, town.ags, date(2019, 4, 1)),),
    )


def _address(town: Town, slot: str, number: int) -> Address:
    wanted = town.slots.get(slot, "")
    street = next((s for s in town.streets if s.name == wanted), town.streets[0])
    within = max(street.first, min(number, street.last))
    return Address(wanted or street.name, within, "", street.postcode, town.name)


def _special(person: Person, role: Role, town: Town, today: date) -> Person:
    change = SPECIALS.get(role.slug)
    return change(person, town, today) if change else person


def _just_moved(person: Person, town: Town, today: date) -> Person:
    old = _address(town, "outside", 31)
    home = replace(person.dwellings[0], since=today - timedelta(days=MOVED_DAYS_AGO))
    return replace(person, dwellings=(home,), previous=old, card_address=old)


def _blocked(person: Person, town: Town, today: date) -> Person:
    return replace(person, disclosure_block=True)


def _second_home(person: Person, town: Town, today: date) -> Person:
    here = replace(person.dwellings[0], kind="secondary")
    main = Dwelling(
        "main", Address("Beispielallee", 3, "", "00999", "Beispielhausen"), ELSEWHERE, date(2012, 8, 1)
    )
    return replace(person, dwellings=(main, here))


SPECIALS: dict[str, Callable[[Person, Town, date], Person]] = {
    "umgezogen": _just_moved,
    "auskunftssperre": _blocked,
    "nebenwohnung": _second_home,
}


def _companions(town: Town, players: dict[str, Person]) -> list[Person]:
    """The mother, the sister and the namesake."""
    elif_, paula, anna = (players[person_id(town, slug)] for slug in ("mutter", "zwei-haushalte", "doppelt"))
    near = replace(paula.dwellings[0], address=_address(town, "zone", 30))
    far = replace(anna.dwellings[0], address=_address(town, "outside", 7))
    return [
        replace(elif_, id=person_id(town, "mutter-ayse"), given_names="Ayşe", birth_date=date(1974, 3, 21)),
        replace(
            paula,
            id=person_id(town, "schwester-mia"),
            given_names="Mia",
            birth_date=date(1996, 9, 2),
            dwellings=(near,),
        ),
        replace(anna, id=person_id(town, "doppelt-2"), place_of_birth="Beispielhausen", dwellings=(far,)),
    ]


KEEPERS = {"mutter": "mutter-ayse", "zwei-haushalte": "schwester-mia"}


def _car(town: Town, role: Role) -> Vehicle:
    letters, digits, suffix = role.plate or ("", "", "")
    company = role.slug == "firmenwagen"
    return Vehicle(
        plate=Plate((town.plate_codes or ("MST",))[0], letters, digits, suffix),
        model=_model(role.model),
        first_registration=date(1985, 5, 1) if suffix == "H" else date(2021, 3, 9),
        keeper="" if company else person_id(town, KEEPERS.get(role.slug, role.slug)),
        company="Nordwind Logistik GmbH (erfunden)" if company else "",
        company_address=Address("Industriestraße", 40, "", "00999", "Beispielhausen") if company else None,
    )


def _model(number: int) -> Model:
    return {-1: ELECTRIC, -2: CAMPER}.get(number) or MODELS[number]
