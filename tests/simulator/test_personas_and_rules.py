"""What a persona promises is what the service's rules make of the registers' answers, in each town."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from modellkommune.blueprint import Service, Situation, compile_service, load_overlay, load_release
from modellkommune.foundation.places.book import Book
from modellkommune.foundation.places.folder import read_folder
from modellkommune.foundation.registers.providers import dialect_population, dialect_vehicles
from modellkommune.values.plate import read_plate
from simulator.app import build
from simulator.roles import ROLES
from tests.simulator.conftest import TODAY, Germany, Inside, settings_for

REPOSITORY = Path(__file__).resolve().parents[2]
TOWNS = tuple(sorted(file.parent.name for file in REPOSITORY.glob("municipalities/*/municipality.yaml")))
NAMES = {"granted": "grant", "review": "review"}


@pytest.fixture(scope="module")
def germany(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Germany]:
    """The simulator with the towns as they are delivered."""
    home = tmp_path_factory.mktemp("home")
    application = build(settings_for(home))
    with httpx.Client(transport=Inside(application), base_url="http://127.0.0.1:8001") as client:
        yield Germany(client, application.state.box)
    application.state.box.store.close()


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    """Resident parking as each town has adopted it."""
    release = load_release(REPOSITORY / "blueprints/resident-parking")
    overlays = {town: load_overlay(REPOSITORY / "municipalities" / town, release) for town in TOWNS}
    return {town: compile_service(release.document, overlay.document) for town, overlay in overlays.items()}


@pytest.fixture(scope="module")
def books() -> dict[str, Book]:
    """Streets and zones of each town."""
    folder = REPOSITORY / "municipalities"
    return {town: Book(read_folder(folder / town, town.title()), TODAY) for town in TOWNS}


def replies(germany: Germany, town: str, persona: dict[str, Any], plate: str) -> dict[str, Any]:
    """What the registers say, as the platform reads it; None where they are silent."""
    naming = germany.naming(persona["person"])
    asked = {**naming, "given_name": naming["given_names"]}
    population = germany.ask_population(**naming, municipality=town)
    vehicle = germany.ask_vehicles(plate)
    silent = population.status_code != 200
    return {
        "population-register": None if silent else dialect_population.read(population.json(), asked),
        "vehicle-register": dialect_vehicles.read(vehicle.json(), {"plate": plate}) if plate else None,
        "issued-permits": {"person": 0, "plate": 0},
    }


def plate_answer(persona: dict[str, Any]) -> dict[str, Any]:
    """The answer to the question for the plate."""
    if persona["answers"]["plate_kind"] != "german":
        named = {"text": "Carsharing", "core": "carsharing", "suffix": "", "season": "", "country": ""}
        return {"kind": "named", **named}
    plate = read_plate(persona["answers"]["plate"]).plate
    assert plate is not None
    core = f"{plate.district}-{plate.letters} {plate.digits}"
    parts = {"core": core, "suffix": plate.suffix, "season": "", "country": "D"}
    return {"kind": "german", "text": plate.text, **parts}


def application(germany: Germany, book: Book, town: str, persona: dict[str, Any]) -> Situation:
    """The persona's application, filled in as her card in the list says."""
    place = persona["address"]
    house = f"{place['number']} {place['addition']}".strip()
    match = book.find(place["street"], house, place["postcode"])
    plate = plate_answer(persona)
    names = {name: persona[name] for name in ("family_name", "birth_date")}
    answers = {
        **names,
        "given_name": persona["given_names"],
        "address": {**place, "zone": match.zone, "match": match.kind},
        "dwelling": persona["answers"]["dwelling"],
        "moved_in": "yes",
        "private_space": False,
        "plate": plate,
        "keeper": persona["answers"]["keeper"],
        "months": 12,
        "delivery": "online",
    }
    if not answers["keeper"]:
        del answers["keeper"]
    identity = {**names, "given_name": persona["given_names"], "level": "high"}
    said = replies(germany, town, persona, plate["core"] if plate["kind"] == "german" else "")
    return Situation(answers, identity, said, "new", TODAY, TODAY)


@pytest.mark.parametrize("slug", [role.slug for role in ROLES])
@pytest.mark.parametrize("town", TOWNS)
def test_a_persona_comes_to_what_it_promises(
    germany: Germany, services: dict[str, Service], books: dict[str, Book], town: str, slug: str
) -> None:
    listed = germany.client.get("/personas.json").json()["personas"]
    [persona] = [p for p in listed if (p["municipality"], p["slug"]) == (town, slug)]
    assessment = services[town].assess(application(germany, books[town], town, persona))
    assert (assessment.proposal, NAMES[persona["expected"]]) == (assessment.proposal,) * 2, (
        assessment.reason_ids
    )
