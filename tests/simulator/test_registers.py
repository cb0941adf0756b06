"""What the registers answer, and what they refuse to."""

from datetime import timedelta

import pytest

from tests.simulator.conftest import TODAY, Germany


def test_it_finds_somebody_by_name_and_birth_date(germany: Germany) -> None:
    answer = germany.ask_population().json()
    assert answer["result"] == "found"
    assert answer["person"]["given_names"] == "Lena Marie"
    assert [r["kind"] for r in answer["residences"]] == ["sole"]
    assert answer["residences"][0]["municipality"] == "05358008"


def test_it_finds_somebody_whose_name_comes_in_capitals(germany: Germany) -> None:
    naming = {"family_name": "SOMMER", "given_names": "LENA"}
    assert germany.ask_population(**naming, municipality="05358008").json()["result"] == "found"


@pytest.mark.parametrize("change", [{"given_names": "Lena Sophie"}, {"birth_date": "1991-05-15"}])
def test_it_does_not_find_somebody_else(germany: Germany, change: dict[str, str]) -> None:
    answer = germany.ask_population(**change).json()
    assert (answer["result"], answer["person"], answer["residences"]) == ("none", None, [])


def test_it_does_not_search_another_towns_register(germany: Germany) -> None:
    only_in_duren = next(p for p in germany.box.world.people if p.startswith("dueren-0"))
    question = {**germany.naming(only_in_duren), "municipality": "musterstadt"}
    assert germany.ask_population(**question).json()["result"] == "none"


def test_a_disclosure_block_restricts_the_answer(germany: Germany) -> None:
    answer = germany.ask_population(**germany.naming("dueren-auskunftssperre"))
    assert (answer.json()["result"], answer.json()["disclosure_block"]) == ("restricted", True)
    assert "Falke" not in answer.text
    assert "straße" not in answer.text


def test_namesakes_are_not_told_apart(germany: Germany) -> None:
    answer = germany.ask_population(**germany.naming("dueren-doppelt")).json()
    assert (answer["result"], answer["matches"], answer["person"]) == ("ambiguous", 2, None)


def test_it_tells_the_last_move(germany: Germany) -> None:
    answer = germany.ask_population(**germany.naming("dueren-umgezogen")).json()
    moved = TODAY - timedelta(days=10)
    assert answer["residences"][0]["since"] == moved.isoformat()
    assert answer["previous_address"]["until"] == (moved - timedelta(days=1)).isoformat()


def test_it_lists_only_dwellings_of_its_own_municipality(germany: Germany) -> None:
    answer = germany.ask_population(**germany.naming("dueren-nebenwohnung")).json()
    assert [r["kind"] for r in answer["residences"]] == ["secondary"]


def test_it_tells_who_has_moved_away(germany: Germany) -> None:
    gone = next(p for p in germany.box.world.people.values() if p.town == "dueren" and p.moved_away)
    answer = germany.ask_population(**germany.naming(gone.id)).json()
    assert answer["residences"] == []
    assert answer["moved_away"]["to"] == "Beispielhausen"


def test_it_tells_a_death(germany: Germany) -> None:
    dead = next(p for p in germany.box.world.people.values() if p.town == "dueren" and p.deceased)
    assert dead.deceased
    assert germany.ask_population(**germany.naming(dead.id)).json()["deceased"] == dead.deceased.isoformat()


@pytest.mark.parametrize(
    "missing",
    ["purpose", "legal_basis", "request_id", "birth_date", "family_name", "given_names", "municipality"],
)
def test_a_question_without_its_basis_is_refused(germany: Germany, missing: str) -> None:
    answer = germany.ask_population(**{missing: ""})
    assert (answer.status_code, answer.json()["fields"]) == (422, [missing])
    assert germany.work("population") == {}


def test_something_that_is_no_json_is_refused(germany: Germany) -> None:
    assert germany.client.post("/registers/population/query", content=b"{").status_code == 422


def test_a_body_that_is_far_too_large_is_refused(germany: Germany) -> None:
    assert germany.client.post("/registers/vehicles/query", content=b" " * 300_000).status_code == 413


@pytest.mark.parametrize(
    "plate", ["DN-LS 112", "dn-ls 112", {"district": "DN", "letters": "LS", "digits": "112", "suffix": ""}]
)
def test_it_finds_a_vehicle_and_its_keeper(germany: Germany, plate: object) -> None:
    answer = germany.ask_vehicles(plate).json()
    assert (answer["result"], answer["keeper"]["family_name"]) == ("found", "Sommer")
    assert answer["vehicle"]["length_mm"] == 4065


def test_the_separators_make_two_plates_two(germany: Germany) -> None:
    assert germany.ask_vehicles("DNL-S 112").json()["result"] == "none"
    assert germany.ask_vehicles("DNLS112").json()["result"] == "none"


@pytest.mark.parametrize("plate", ["DN-KH 81", "DN-KH 81 E", "DN-KH 81 H"])
def test_the_suffix_does_not_decide(germany: Germany, plate: str) -> None:
    assert germany.ask_vehicles(plate).json()["plate"]["text"] == "DN-KH 81 E"


def test_a_company_has_a_name_and_no_birth_date(germany: Germany) -> None:
    keeper = germany.ask_vehicles("DN-NW 340").json()["keeper"]
    assert (keeper["kind"], keeper["family_name"], keeper["birth_date"]) == ("company", None, None)
    assert keeper["company"].startswith("Nordwind")


def test_a_keepers_disclosure_block_hides_the_keeper_only(germany: Germany) -> None:
    answer = germany.ask_vehicles("DN-MF 9")
    assert (answer.json()["result"], answer.json()["keeper"]) == ("restricted", None)
    assert answer.json()["vehicle"]["class"] == "M1"
    assert "Falke" not in answer.text


def test_the_log_counts_each_time_the_work_was_done(germany: Germany) -> None:
    germany.ask_population(request_id="once")
    germany.ask_population(request_id="twice")
    germany.ask_population(request_id="twice")
    assert germany.work("population") == {"once": 1, "twice": 2}
    entries = germany.client.get("/log?request_id=once").json()["entries"]
    assert [(e["subject"], e["legal_basis"]) for e in entries] == [("dueren-sofort", "§ 38 BMG")]
    germany.client.delete("/log")
    assert germany.client.get("/log").json() == {"entries": [], "work": {}}
