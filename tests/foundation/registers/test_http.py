"""What the registers say about the simulator's personas, in the words the blueprints use."""

from datetime import UTC, datetime
from typing import Any

import pytest

from modellkommune.foundation.registers.errors import RegisterSilent, RegisterUnknown
from modellkommune.foundation.registers.port import Question
from modellkommune.foundation.registers.providers import dialect_population, dialect_vehicles
from modellkommune.foundation.registers.providers.http import HttpRegister
from modellkommune.foundation.tenants import clock
from modellkommune.values.clock import FixedClock
from tests.foundation.registers.conftest import Simulator

PERSONS, VEHICLES = "population-register", "vehicle-register"


def _question(register: str, **parameters: Any) -> Question:
    return Question(register, "Prüfung", "§ 34 BMG", "r1", "00000000", parameters)


def _register(simulator: Simulator, name: str) -> HttpRegister:
    return HttpRegister(simulator.registers[name][1])


def _person(simulator: Simulator, family: str, given: str, born: str) -> dict[str, Any]:
    question = _question(PERSONS, family_name=family, given_name=given, birth_date=born)
    return _register(simulator, PERSONS).ask(question)


def _vehicle(simulator: Simulator, plate: str) -> dict[str, Any]:
    return _register(simulator, VEHICLES).ask(_question(VEHICLES, plate=plate))


def test_a_person_with_her_dwelling(simulator: Simulator) -> None:
    reply = _person(simulator, "SOMMER", "Lena", "1991-05-14")
    assert (reply["found"], reply["disclosure_block"], reply["deceased"]) == (True, False, False)
    assert (reply["dwelling"], reply["since"]) == ("sole", "2019-04-01")
    assert reply["address"]["street"] == "Bahnhofstraße"
    assert "secondary_address" not in reply


def test_a_secondary_dwelling(simulator: Simulator) -> None:
    reply = _person(simulator, "Petersen", "Nils", "1990-01-09")
    assert "address" not in reply
    assert {"secondary_address", "secondary_since"} <= set(reply)


def test_somebody_who_has_just_moved(simulator: Simulator) -> None:
    assert "previous_address" in _person(simulator, "Kowalczyk", "Jan", "1997-02-20")


def test_a_disclosure_block(simulator: Simulator) -> None:
    reply = _person(simulator, "Falke", "Miriam", "1979-07-30")
    assert reply == {"found": False, "disclosure_block": True, "deceased": False}


@pytest.mark.parametrize("name", ["Schäfer", "Niemand"])
def test_two_people_or_none(simulator: Simulator, name: str) -> None:
    assert not _person(simulator, name, "Anna", "1992-02-29")["found"]


def test_names_from_all_over_europe(simulator: Simulator) -> None:
    family, given = "Ç̆elm̂ọ̈ğlu-Ŗřk̛o’Þorḩ", "J̌ürgė Łēn̂s̱"
    assert _person(simulator, family, given, "1988-03-03")["found"]


def test_a_vehicle_with_its_keeper_and_measures(simulator: Simulator) -> None:
    assert _vehicle(simulator, "MST-LS 112") == {
        "found": True,
        "restricted": False,
        "deregistered": False,
        "suffix": "",
        "keeper_kind": "person",
        "family_name": "Sommer",
        "given_name": "Lena Marie",
        "birth_date": "1991-05-14",
        "length_mm": 4065,
        "width_mm": 1751,
        "height_mm": 1450,
        "empty_mass_kg": 1165,
        "vehicle_class": "M1",
        "fuel": "petrol",
        "first_registration": "2021-03-09",
    }


def test_a_company_as_keeper(simulator: Simulator) -> None:
    reply = _vehicle(simulator, "MST-NW 340")
    assert reply["keeper_kind"] == "company"
    assert reply["company"]
    assert "family_name" not in reply


def test_the_suffix_comes_from_the_register(simulator: Simulator) -> None:
    reply = _vehicle(simulator, "MST-KH 81")
    assert (reply["suffix"], reply["fuel"]) == ("E", "electric")


def test_a_blocked_keeper_and_an_unknown_plate(simulator: Simulator) -> None:
    blocked = _vehicle(simulator, "MST-MF 9")
    assert (blocked["found"], blocked["restricted"], "keeper_kind" in blocked) == (True, True, False)
    assert not _vehicle(simulator, "MST-XX 9999")["found"]


def test_an_incomplete_question_is_refused(simulator: Simulator) -> None:
    with pytest.raises(RegisterSilent, match="refused"):
        _register(simulator, PERSONS).ask(_question(PERSONS, family_name="Sommer"))


def test_it_does_not_wait_for_ever(simulator: Simulator) -> None:
    simulator.fault("vehicles", fault="slow", seconds=2)
    hasty = HttpRegister(simulator.registers[VEHICLES][1], 0.1)
    with pytest.raises(RegisterSilent, match="timeout"):
        hasty.ask(_question(VEHICLES, plate="MST-LS 112"))


def test_nobody_at_the_address_is_silence() -> None:
    with pytest.raises(RegisterSilent, match="unreachable"):
        HttpRegister("http://127.0.0.1:1/query").ask(_question(VEHICLES, plate="MST-LS 112"))


def test_it_speaks_no_other_registers_language() -> None:
    with pytest.raises(RegisterUnknown):
        HttpRegister("http://127.0.0.1:1/query").ask(_question("dog-register"))


class TestDwellings:
    def _read(self, *homes: tuple[str, str, str | None]) -> dict[str, Any]:
        address = {"street": "A", "number": 1, "addition": "", "postcode": "00101", "place": "M"}
        document = {
            "result": "found",
            "disclosure_block": False,
            "deceased": None,
            "person": {
                "family_name": "Sommer-Lenz",
                "given_names": "Lena",
                "birth_name": "Sommer",
                "birth_date": "1991-05-14",
            },
            "residences": [
                {"kind": kind, "address": {**address, "number": number}, "since": since, "until": until}
                for number, (kind, since, until) in enumerate(homes, 1)
            ],
            "previous_address": None,
            "moved_away": {"on": "2026-12-01", "to": "Anderswo"} if not homes else None,
        }
        with clock.replaced_by(FixedClock(datetime(2026, 12, 3, 12, tzinfo=UTC))):
            return dialect_population.read(document, {"family_name": "Sommer", "birth_date": "1991-05-14"})

    def test_the_latest_main_dwelling_counts_also_a_coming_one(self) -> None:
        reply = self._read(("main", "2019-01-01", None), ("main", "2027-01-01", None))
        assert (reply["address"]["number"], reply["since"]) == (2, "2027-01-01")

    def test_a_former_dwelling_does_not_count(self) -> None:
        reply = self._read(("sole", "2019-01-01", "2026-12-02"), ("secondary", "2020-01-01", "2026-12-03"))
        assert "address" not in reply
        assert reply["secondary_since"] == "2020-01-01"

    def test_who_has_moved_away_has_no_dwelling(self) -> None:
        reply = self._read()
        assert (reply["found"], reply["moved_away"], "address" in reply) == (True, "2026-12-01", False)


def test_an_answer_about_another_person_is_none() -> None:
    person = {"family_name": "Winter", "given_names": "L", "birth_name": None, "birth_date": "1991-05-14"}
    document = {
        "result": "found",
        "disclosure_block": False,
        "deceased": None,
        "person": person,
        "residences": [],
        "previous_address": None,
        "moved_away": None,
    }
    with pytest.raises(RegisterSilent, match="wrong"):
        dialect_population.read(document, {"family_name": "Sommer", "birth_date": "1991-05-14"})


def test_a_vehicle_without_measures_is_no_answer() -> None:
    with pytest.raises(RegisterSilent, match="wrong"):
        dialect_vehicles.read({"result": "found", "vehicle": {"class": "M1"}}, {"plate": "MST-LS 112"})


def test_a_range_of_lengths_has_a_lower_and_an_upper_end() -> None:
    plate = {
        "district": "AC",
        "letters": "AB",
        "digits": "123",
        "suffix": "",
        "season": None,
        "text": "AC-AB 123",
    }
    measures = {"length_mm": 4284, "length_to_mm": 4310, "width_mm": 1789, "height_mm": 1491}
    vehicle = {
        **measures,
        "class": "M1",
        "empty_mass_kg": 1325,
        "fuel": "petrol",
        "first_registration": "2021-03-09",
    }
    document = {"result": "found", "plate": plate, "keeper": None, "vehicle": vehicle, "deregistered": None}
    reply = dialect_vehicles.read(document, {"plate": "AC-AB 123"})
    assert (reply["length_mm"], reply["length_to_mm"], "width_to_mm" in reply) == (4284, 4310, False)
