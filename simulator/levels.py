"""The ways to log in and the attributes each of them proves, after the attribute list of BundID."""

import uuid
from dataclasses import dataclass

from simulator.letters import search_form
from simulator.people import Person
from simulator.towns import Town


@dataclass(frozen=True)
class Level:
    """A way to log in; `acr` is STORK-QAA, `trust` the level of its attributes."""

    key: str
    method: str
    trust: str
    acr: str
    rank: int
    names: tuple[str, str]


LEVELS = (
    Level("eid", "eID", "HOCH", "STORK-QAA-Level-4", 4, ("Online-Ausweis (hoch)", "Online ID card (high)")),
    Level(
        "smart-eid", "eID", "SUBSTANTIELL", "STORK-QAA-Level-3", 3,
        ("Smart-eID (substantiell)", "Smart-eID (substantial)"),
    ),
    Level(
        "elster", "Elster", "SUBSTANTIELL", "STORK-QAA-Level-3", 3,
        ("ELSTER (substantiell)", "ELSTER (substantial)"),
    ),
    Level(
        "username", "Benutzername", "UNTERGEORDNET", "STORK-QAA-Level-1", 1,
        ("Benutzername und Passwort (untergeordnet)", "User name and password (low)"),
    ),
)  # fmt: skip


def level_of(key: str) -> Level | None:
    """A level by its key."""
    return next((level for level in LEVELS if level.key == key), None)


def offered(acr_values: str) -> tuple[Level, ...]:
    """The levels that satisfy the lowest one asked for."""
    ranks = [int(v[-1]) for v in acr_values.split() if v.startswith("STORK-QAA-Level-") and v[-1].isdigit()]
    return tuple(level for level in LEVELS if level.rank >= min(ranks, default=1))


def claims_of(person: Person, town: Town, level: Level) -> dict[str, object]:
    """What this log-in proves of a person. With eID the address comes in capitals, as from the chip."""
    claims: dict[str, object] = {
        "acr": level.acr,
        "trust_level": level.trust,
        "authn_method": level.method,
        "given_name": person.given_names,
        "family_name": person.family_name,
        "email": f"{search_form(person.name).lower().replace(' ', '.')}@example.org",
        "postbox": str(uuid.uuid5(uuid.NAMESPACE_URL, f"postbox:{person.id}")),
    }
    if level.key == "username":
        return claims
    return {
        **claims,
        "birth_name": person.birth_name,
        "birthdate": person.birth_date.isoformat(),
        "place_of_birth": person.place_of_birth,
        "community_id": _community(person, town),
        "document_type": "ID" if level.method == "eID" else "",
        **_address(person, capitals=level.method == "eID"),
    }


def _community(person: Person, town: Town) -> str:
    return person.home.municipality if person.home and person.card_address is None else town.ags


def _address(person: Person, *, capitals: bool) -> dict[str, object]:
    address = person.on_card
    if address is None:
        return {}
    street, place = address.line, address.place
    if capitals:
        street, place = (text.replace("ß", "ẞ").upper() for text in (street, place))
    document = {"street_address": street, "postal_code": address.postcode, "locality": place, "country": "DE"}
    return {"address": document}
