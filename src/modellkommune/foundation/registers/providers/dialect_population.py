"""The population register's JSON, and the same in the house's own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from modellkommune.foundation.registers.errors import RegisterSilent
from modellkommune.foundation.tenants import clock
from modellkommune.values.latin import search_form

ASKED_WITH = ("family_name", "given_name", "birth_date")


class Place(BaseModel):
    """An address as the register writes it."""

    street: str
    number: int
    addition: str
    postcode: str
    place: str


class Residence(BaseModel):
    """A dwelling in this municipality."""

    kind: Literal["sole", "main", "secondary"]
    address: Place
    since: date
    until: date | None


class Person(BaseModel):
    """Who was found."""

    family_name: str
    given_names: str
    birth_name: str | None
    birth_date: date


class Departure(BaseModel):
    """Where somebody has gone."""

    on: date


class Answer(BaseModel):
    """What the register answers."""

    result: Literal["found", "restricted", "none", "ambiguous"]
    disclosure_block: bool
    deceased: date | None
    person: Person | None
    residences: list[Residence]
    previous_address: Place | None
    moved_away: Departure | None


def wish(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: names and birth date."""
    return {name: parameters[name] for name in ASKED_WITH if name in parameters}


def read(document: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Whether the person was found and, if so, her dwellings; what the register did not tell is left out.

    found, disclosure_block, deceased (bool); dwelling ("sole" or "main"), address, since of the sole or main
    dwelling; secondary_address, secondary_since; previous_address; moved_away (date). Dates are ISO texts.
    Raises `RegisterSilent` for an answer that is none, or about somebody else.
    """
    try:
        answer = Answer.model_validate(document)
    except ValidationError:
        raise RegisterSilent("wrong") from None
    reply = {
        "found": answer.result == "found",
        "disclosure_block": answer.disclosure_block,
        "deceased": answer.deceased is not None,
    }
    if answer.result != "found":
        return reply
    _refuse_stranger(answer.person, parameters)
    return reply | _dwellings(answer)


def _refuse_stranger(person: Person | None, parameters: Mapping[str, Any]) -> None:
    if person is None or person.birth_date.isoformat() != parameters.get("birth_date"):
        raise RegisterSilent("wrong")
    families = {search_form(person.family_name), search_form(person.birth_name or person.family_name)}
    if search_form(str(parameters.get("family_name"))) not in families:
        raise RegisterSilent("wrong")


def _dwellings(answer: Answer) -> dict[str, Any]:
    first = _latest(answer.residences, {"sole", "main"})
    second = _latest(answer.residences, {"secondary"})
    told: dict[str, Any] = {}
    if first is not None:
        told |= {"dwelling": first.kind, "address": first.address.model_dump(), "since": str(first.since)}
    if second is not None:
        told |= {"secondary_address": second.address.model_dump(), "secondary_since": str(second.since)}
    if answer.previous_address is not None:
        told["previous_address"] = answer.previous_address.model_dump()
    if answer.moved_away is not None:
        told["moved_away"] = str(answer.moved_away.on)
    return told


def _latest(residences: list[Residence], kinds: set[str]) -> Residence | None:
    today = clock.today()
    lasting = [
        home for home in residences if home.kind in kinds and (home.until is None or home.until >= today)
    ]
    return max(lasting, key=lambda home: home.since, default=None)
