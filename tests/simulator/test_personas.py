"""The personas: each shows what it promises."""

from typing import Any

import pytest

from tests.simulator.conftest import Germany

TOWNS = ("musterstadt", "dueren")


def persona(germany: Germany, town: str, slug: str) -> dict[str, Any]:
    """A persona as tests of the platform read it."""
    listed = germany.client.get("/personas.json").json()["personas"]
    [found] = [p for p in listed if (p["municipality"], p["slug"]) == (town, slug)]
    return dict(found)


def keeper(germany: Germany, town: str, slug: str) -> Any:
    return germany.ask_vehicles(persona(germany, town, slug)["answers"]["plate"]).json()["keeper"]


@pytest.mark.parametrize("town", TOWNS)
def test_the_first_persona_needs_no_clerk(germany: Germany, town: str) -> None:
    first = persona(germany, town, "sofort")
    question = {name: first[name] for name in ("family_name", "given_names", "birth_date")}
    answer = germany.ask_population(**question, municipality=town).json()
    assert first["expected"] == "granted"
    assert [(r["kind"], r["address"]) for r in answer["residences"]] == [("sole", first["address"])]
    car = keeper(germany, town, "sofort")
    assert (car["family_name"], car["birth_date"]) == (first["family_name"], first["birth_date"])
    assert car["address"] == first["address"] == first["card_address"]


@pytest.mark.parametrize("town", TOWNS)
def test_every_persona_can_log_in_and_name_a_known_plate(germany: Germany, town: str) -> None:
    for listed in germany.client.get("/personas.json").json()["personas"]:
        assert "code" in germany.log_in(person=listed["person"])
        if listed["answers"]["plate"]:
            assert germany.ask_vehicles(listed["answers"]["plate"]).json()["result"] != "none"


@pytest.mark.parametrize("town", TOWNS)
def test_keepers_are_as_told(germany: Germany, town: str) -> None:
    assert keeper(germany, town, "firmenwagen")["kind"] == "company"
    assert keeper(germany, town, "mutter")["given_names"] == "Ayşe"
    assert keeper(germany, town, "zwei-haushalte")["given_names"] == "Mia"
    assert keeper(germany, town, "anderes-kennzeichen")["family_name"] == "Sommer"


def test_the_sister_lives_in_another_street(germany: Germany) -> None:
    here = persona(germany, "dueren", "zwei-haushalte")["address"]["street"]
    assert keeper(germany, "dueren", "zwei-haushalte")["address"]["street"] != here


def test_the_camper_is_longer_than_any_town_allows(germany: Germany) -> None:
    plate = persona(germany, "dueren", "wohnmobil")["answers"]["plate"]
    assert germany.ask_vehicles(plate).json()["vehicle"]["length_mm"] == 5998


def test_a_difficult_name_is_found_letter_by_letter(germany: Germany) -> None:
    difficult = persona(germany, "dueren", "namen")
    answer = germany.ask_population(**germany.naming(difficult["person"])).json()
    assert answer["person"]["family_name"] == difficult["family_name"]


def test_the_portal_of_each_town_is_named(germany: Germany) -> None:
    assert persona(germany, "dueren", "sofort")["portal"] == "http://dueren.localhost:9"
