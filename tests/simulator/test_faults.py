"""Faults of registers and log-in, and that they end when they should."""

import json

import pytest

from tests.simulator.conftest import Germany


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long an answer was kept back, without waiting."""
    seconds: list[float] = []

    async def wait(length: float) -> None:
        seconds.append(length)

    monkeypatch.setattr("simulator.faults.asyncio.sleep", wait)
    return seconds


def test_slow_answers_late_but_right(germany: Germany, waits: list[float]) -> None:
    germany.switch("population", fault="slow", seconds=7)
    assert germany.ask_population().json()["result"] == "found"
    assert 7.0 in waits


def test_down_does_no_work(germany: Germany) -> None:
    germany.switch("vehicles", fault="down")
    assert germany.ask_vehicles("DN-LS 112").status_code == 503
    assert germany.work("vehicles") == {}


def test_a_timeout_after_work_has_done_the_work(germany: Germany, waits: list[float]) -> None:
    germany.switch("population", fault="timeout_after_work")
    assert germany.ask_population().status_code == 504
    assert 30.0 in waits
    assert germany.work("population") == {"q-1": 1}


def test_a_malformed_answer_is_no_json(germany: Germany) -> None:
    germany.switch("population", fault="wrong")
    with pytest.raises(json.JSONDecodeError):
        germany.ask_population().json()


def test_a_wrong_answer_is_about_somebody_else(germany: Germany) -> None:
    germany.switch("population", fault="wrong", variant="other")
    germany.switch("vehicles", fault="wrong", variant="other")
    assert germany.ask_population().json()["person"]["family_name"] != "Sommer"
    assert germany.ask_vehicles("DN-LS 112").json()["plate"]["text"] != "DN-LS 112"


def test_a_fault_ends_after_its_times(germany: Germany) -> None:
    germany.switch("population", fault="down", times=2)
    assert [germany.ask_population().status_code for _ in range(3)] == [503, 503, 200]


def test_a_fault_ends_when_it_is_switched_off(germany: Germany) -> None:
    germany.switch("population", fault="down")
    germany.switch("population", fault="none")
    assert germany.ask_population().status_code == 200


def test_a_fault_of_one_plate_spares_the_others(germany: Germany) -> None:
    germany.switch("vehicles", fault="down", only="DN-LS 112")
    assert germany.ask_vehicles("DN-LS 112").status_code == 503
    assert germany.ask_vehicles("DN-NW 340").status_code == 200


def test_the_register_is_silent_for_one_persona_until_it_is_mended(germany: Germany) -> None:
    naming = germany.naming("dueren-register-schweigt")
    assert germany.ask_population(**naming).status_code == 503
    germany.switch("population", fault="none", only="dueren-register-schweigt")
    assert germany.ask_population(**naming).json()["result"] == "found"
    germany.client.delete("/faults")
    assert germany.ask_population(**naming).status_code == 503


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("population", {"fault": "duplicate_callback"}),
        ("population", {"fault": "unknown"}),
        ("weather", {"fault": "down"}),
        ("payment", {"fault": "slow", "seconds": "soon"}),
        ("payment", {"fault": "slow", "seconds": -1}),
        ("payment", {"fault": "down", "times": 0.5}),
    ],
)
def test_nonsense_is_refused(germany: Germany, part: str, fault: dict[str, object]) -> None:
    before = germany.client.get("/faults.json").json()
    assert germany.client.post(f"/faults/{part}", json=fault).status_code == 422
    assert germany.client.get("/faults.json").json() == before


def test_a_person_at_the_page_comes_back_to_the_page(germany: Germany) -> None:
    answer = germany.client.post("/faults/oidc", data={"fault": "down"}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/faults")
    assert "nicht erreichbar" in germany.client.get("/faults").text
