"""Population register and vehicle register: JSON in, JSON out, every query logged."""

from collections.abc import Mapping
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.box import Box, box_of, json_of
from simulator.faults import refusal, spoil
from simulator.log import Entry
from simulator.people import Address, Person, Vehicle

CITED = ("request_id", "purpose", "legal_basis")
NOBODY: dict[str, object] = {
    "disclosure_block": False,
    "deceased": None,
    "person": None,
    "residences": [],
    "previous_address": None,
    "moved_away": None,
}


async def query_population(request: Request) -> Response:
    """`POST /registers/population/query`."""
    box, sent = box_of(request), await json_of(request) or {}
    wrong = [name for name in (*CITED, "municipality", "family_name", "birth_date") if not _text(sent, name)]
    given_names = _text(sent, "given_names") or _text(sent, "given_name")
    town, born = box.world.town(_text(sent, "municipality")), _day(_text(sent, "birth_date"))
    wrong += [] if given_names else ["given_names"]
    wrong += [] if town else ["municipality"]
    if wrong or town is None or born is None:
        return refusal("invalid_request", 422, fields=sorted({*wrong, *([] if born else ["birth_date"])}))
    matches = box.world.matching(town, _text(sent, "family_name"), given_names, born)
    fault = box.faults.take("population", tuple(person.id for person in matches))
    if fault.fault == "down":
        _note(box, "population", sent, matches[0].id if matches else "", "down", work_done=False)
    stranger = next(p for p in box.world.people_in(town) if p not in matches and p.dwellings)
    return await spoil(
        fault,
        lambda: _search_person(box, sent, matches),
        lambda: _search_person(box, sent, [stranger]),
    )


def _search_person(box: Box, sent: Mapping[str, object], matches: list[Person]) -> Response:
    answer = population_answer(matches, box)
    _note(
        box,
        "population",
        sent,
        matches[0].id if len(matches) == 1 else "",
        str(answer["result"]),
        work_done=True,
    )
    return JSONResponse({"request_id": sent["request_id"], "register": "population-register", **answer})


def population_answer(matches: list[Person], box: Box) -> dict[str, object]:
    """What the register tells about the people found."""
    if not matches:
        return {"result": "none", **NOBODY}
    if len(matches) > 1:
        return {"result": "ambiguous", **NOBODY, "matches": len(matches)}
    person = matches[0]
    if person.disclosure_block:
        return {"result": "restricted", **NOBODY, "disclosure_block": True}
    ags = box.world.towns[person.town].ags
    return {
        "result": "found",
        "disclosure_block": False,
        "deceased": person.deceased.isoformat() if person.deceased else None,
        "person": _naming(person),
        "residences": [d.document() for d in person.dwellings if d.municipality == ags],
        "previous_address": _previous(person),
        "moved_away": {"on": person.moved_away[0].isoformat(), "to": person.moved_away[1]}
        if person.moved_away
        else None,
    }


def _previous(person: Person) -> dict[str, object] | None:
    if person.previous is None or person.home is None:
        return None
    return {**person.previous.document(), "until": (person.home.since - timedelta(days=1)).isoformat()}


def _naming(person: Person) -> dict[str, object]:
    return {
        "family_name": person.family_name,
        "given_names": person.given_names,
        "birth_name": person.birth_name or None,
        "birth_date": person.birth_date.isoformat(),
    }


async def query_vehicles(request: Request) -> Response:
    """`POST /registers/vehicles/query`."""
    box, sent = box_of(request), await json_of(request) or {}
    core = plate_core(sent.get("plate"))
    wrong = [name for name in CITED if not _text(sent, name)] + ([] if core else ["plate"])
    if wrong:
        return refusal("invalid_request", 422, fields=wrong)
    vehicle = box.world.vehicles.get(core)
    fault = box.faults.take("vehicles", (core, vehicle.plate.text if vehicle else core))
    if fault.fault == "down":
        _note(box, "vehicles", sent, core, "down", work_done=False)
    stranger = next(v for v in box.world.vehicles.values() if v is not vehicle and v.keeper)
    return await spoil(
        fault,
        lambda: _search_vehicle(box, sent, core, vehicle),
        lambda: _search_vehicle(box, sent, core, stranger),
    )


def plate_core(plate: object) -> str:
    """The plate without suffix, from text or parts; empty if it is neither."""
    if isinstance(plate, str):
        return plate.strip().upper().removesuffix(" E").removesuffix(" H")
    if not isinstance(plate, dict):
        return ""
    district, letters, digits = (_text(plate, name).upper() for name in ("district", "letters", "digits"))
    middle = f"-{letters} " if letters else "-"
    return f"{district}{middle}{digits}" if district and digits else ""


def _search_vehicle(box: Box, sent: Mapping[str, object], core: str, vehicle: Vehicle | None) -> Response:
    answer = vehicle_answer(vehicle, box)
    _note(box, "vehicles", sent, core, str(answer["result"]), work_done=True)
    return JSONResponse({"request_id": sent["request_id"], "register": "vehicle-register", **answer})


def vehicle_answer(vehicle: Vehicle | None, box: Box) -> dict[str, object]:
    """What the register tells about a vehicle."""
    if vehicle is None:
        return {"result": "none", "plate": None, "keeper": None, "vehicle": None, "deregistered": None}
    keeper = box.world.people.get(vehicle.keeper)
    blocked = keeper is not None and keeper.disclosure_block
    return {
        "result": "restricted" if blocked else "found",
        "plate": vehicle.plate.document(),
        "keeper": None if blocked else _keeper(vehicle, keeper),
        "vehicle": vehicle.document(),
        "deregistered": vehicle.deregistered.isoformat() if vehicle.deregistered else None,
    }


def _keeper(vehicle: Vehicle, person: Person | None) -> dict[str, object]:
    address: Address | None = vehicle.company_address
    if person:
        address = person.home.address if person.home else None
    return {
        "kind": "person" if person else "company",
        "family_name": person.family_name if person else None,
        "given_names": person.given_names if person else None,
        "birth_date": person.birth_date.isoformat() if person else None,
        "company": None if person else vehicle.company,
        "address": address.document() if address else None,
    }


def _note(
    box: Box, part: str, sent: Mapping[str, object], subject: str, outcome: str, *, work_done: bool
) -> None:
    request_id, purpose, legal_basis = (_text(sent, name) for name in CITED)
    municipality = _text(sent, "municipality")
    box.log.write(
        Entry(part, "query", request_id, municipality, purpose, legal_basis, subject, outcome, work_done)
    )


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return value.strip() if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
