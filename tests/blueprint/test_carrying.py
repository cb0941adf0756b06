"""Answers carried into a renewal: what holds today is filled in, what does not is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from modellkommune.blueprint import Known, Service, compile_service
from modellkommune.values.address import Address
from tests.blueprint.test_resident_parking import HOME, PERSON, PLATE, release

TODAY = date(2026, 12, 3)
DEED = {"id": "1", "name": "vertrag.pdf", "media_type": "application/pdf", "size": 9}


@dataclass(frozen=True)
class Found:
    """What the street register says: the address, in a zone that was drawn anew."""

    address: Address | None
    kind: str = "exact"
    zone: str | None = "H"
    suggestions: tuple[str, ...] = ()
    reason: str | None = None


class Streets:
    """A street register that knows one house."""

    def find(self, street: str, number: str, postcode: str, /) -> Any:
        if (street, number) == ("Bahnhofstraße", "12 a"):
            return Found(Address("Bahnhofstraße", 12, "a", "52349", "Ort"))
        return Found(None, "unknown", None, reason="street-unknown")


ANSWERS: dict[str, Any] = {
    **PERSON,
    "address": {**HOME, "zone": "G", "match": "exact"},
    "dwelling": "sole",
    "moved_in": "yes",
    "plate": {**PLATE, "warnings": []},
    "keeper": "self",
    "months": 12,
    "email": "anna@example.org",
    "delivery": "online",
}
IDENTITY = {**PERSON, "level": "substantial"}


def _carried(service: Service, identity: Any = IDENTITY, **more: Any) -> Any:
    known = Known(identity, Streets(), TODAY, kind="renewal")
    answers = {name: value for name, value in (ANSWERS | more).items() if value is not None}
    return service.carried(answers, known)


def _service(**parameters: Any) -> Service:
    return compile_service(release().document, {"parameters": parameters})


def test_what_was_answered_is_filled_in_and_nothing_is_left_to_ask() -> None:
    service = _service()
    found = _carried(service)
    known = Known(IDENTITY, Streets(), TODAY, kind="renewal")
    assert found.answers["plate"] == ANSWERS["plate"]
    assert found.steps == tuple(step.id for step in service.steps)
    assert service.open_questions(found.answers, known) == ()


def test_an_address_is_looked_up_again() -> None:
    assert _carried(_service()).answers["address"]["zone"] == "H"


def test_an_address_that_is_not_known_any_more_is_asked_for() -> None:
    found = _carried(_service(), address={**ANSWERS["address"], "street": "Alte Gasse"})
    assert "address" not in found.answers
    assert "dwelling" not in found.steps
    assert found.answers["dwelling"] == "sole", "the rest of the step stays"


def test_a_term_that_is_no_longer_offered_is_asked_for() -> None:
    found = _carried(_service(durations=[6]))
    assert "months" not in found.answers
    assert found.steps == ("dwelling", "vehicle")


def test_files_belong_to_one_application_and_their_step_is_shown() -> None:
    found = _carried(_service(), keeper="family", keeper_declaration=[DEED])
    assert "keeper_declaration" not in found.answers
    assert found.steps == ("dwelling", "term")


def test_days_that_are_past_are_not_carried() -> None:
    found = _carried(_service(), moved_in="soon", move_date="2026-06-01")
    assert "move_date" not in found.answers
    assert "dwelling" not in found.steps


def test_further_vehicles_are_carried_with_their_reasons() -> None:
    row = {"plate": {**PLATE, "text": "DN-CD 45", "core": "DN-CD 45", "warnings": []}, "reason": "Pflege"}
    found = _carried(_service(plates_max=3), further_vehicles=[row])
    assert found.answers["further_vehicles"] == [row]


@pytest.mark.parametrize(("kind", "asked"), [("new", True), ("renewal", False), ("", True)])
def test_the_first_day_is_asked_of_new_permits_only(kind: str, asked: bool) -> None:
    service = _service(start_rule="chosen")
    known = Known(IDENTITY, Streets(), TODAY, kind=kind)
    assert ("start" in service.asked(ANSWERS, known)) is asked


def test_the_window_of_renewals_is_the_municipalitys() -> None:
    window = _service(renewal_window=14, grace=3).process.renewal
    assert window is not None
    ends = date(2027, 3, 31)
    assert (window.kind, window.first_day(ends), window.last_day(ends)) == (
        "renewal",
        date(2027, 3, 17),
        date(2027, 4, 3),
    )
