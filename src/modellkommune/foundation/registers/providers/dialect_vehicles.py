"""The vehicle register's JSON, and the same in the house's own words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from modellkommune.foundation.registers.errors import RegisterSilent


class Plate(BaseModel):
    """A plate in its parts."""

    district: str
    letters: str
    digits: str
    suffix: str
    season: tuple[int, int] | None
    text: str

    @property
    def core(self) -> str:
        """What identifies the vehicle: "DN-AB 123", without suffix and season."""
        return f"{self.district}-{self.letters} {self.digits}".replace("- ", "-")


class Keeper(BaseModel):
    """To whom the vehicle is registered."""

    kind: Literal["person", "company"]
    family_name: str | None
    given_names: str | None
    birth_date: date | None
    company: str | None


class Vehicle(BaseModel):
    """Measures in millimetres, mass in kilograms, class as in Regulation (EU) 2018/858.

    Papers may give a range of lengths or widths; then the measure is its lower end and `..._to_mm` the upper.
    """

    vehicle_class: str
    length_mm: int
    length_to_mm: int | None = None
    width_mm: int
    width_to_mm: int | None = None
    height_mm: int
    empty_mass_kg: int
    fuel: str
    first_registration: date


class Answer(BaseModel):
    """What the register answers."""

    result: Literal["found", "restricted", "none"]
    plate: Plate | None
    keeper: Keeper | None
    vehicle: Vehicle | None
    deregistered: date | None


def wish(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: the plate as text with its hyphen."""
    return {"plate": parameters.get("plate", "")}


def read(document: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Whether the vehicle was found, and what is told of it; what the register did not tell is left out.

    found, restricted (the keeper has a disclosure block), deregistered (bool); suffix, vehicle_class, fuel,
    first_registration (text); length_mm, width_mm, height_mm, empty_mass_kg (integer), and length_to_mm,
    width_to_mm where the papers give a range; keeper_kind ("person"
    or "company"), family_name, given_name, birth_date, company (text).
    Raises `RegisterSilent` for an answer that is none, or about another vehicle.
    """
    answer = _validated(document)
    reply: dict[str, Any] = {
        "found": answer.vehicle is not None,
        "restricted": answer.result == "restricted",
        "deregistered": answer.deregistered is not None,
    }
    if answer.vehicle is None or answer.plate is None:
        return reply
    if _bare(answer.plate.core) != _bare(str(parameters.get("plate", ""))):
        raise RegisterSilent("wrong")
    vehicle = answer.vehicle.model_dump(mode="json", exclude_none=True)
    return reply | vehicle | {"suffix": answer.plate.suffix} | _keeper(answer.keeper)


def _validated(document: Mapping[str, Any]) -> Answer:
    vehicle = document.get("vehicle")
    if isinstance(vehicle, Mapping):  # `class` is no name in Python
        document = {**document, "vehicle": {**vehicle, "vehicle_class": vehicle.get("class")}}
    try:
        return Answer.model_validate(document)
    except ValidationError:
        raise RegisterSilent("wrong") from None


def _keeper(keeper: Keeper | None) -> dict[str, Any]:
    if keeper is None:
        return {}
    told = {
        "keeper_kind": keeper.kind,
        "family_name": keeper.family_name,
        "given_name": keeper.given_names,
        "birth_date": keeper.birth_date and str(keeper.birth_date),
        "company": keeper.company,
    }
    return {name: value for name, value in told.items() if value is not None}


def _bare(plate: str) -> str:
    return "".join(sign for sign in plate.upper() if sign.isalnum())
