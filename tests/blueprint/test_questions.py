"""The form: what is asked, reading a step, what stays open, what the log-in fixes."""

from typing import Any

import pytest

from modellkommune.blueprint import Release, Service, compile_service
from tests.blueprint.people import IDENTITY, known, situation
from tests.blueprint.test_resident_parking import release as delivered

GERMAN = {"kind": "german", "text": "DN-AB 123", "core": "DN-AB 123"}
FILE = {"id": "f1", "name": "a.pdf", "media_type": "application/pdf", "size": 100}


def test_a_question_with_a_condition_is_asked_only_when_it_is_met(service: Service) -> None:
    assert "keeper" not in service.asked({}, known())
    assert "keeper" in service.asked({"plate": GERMAN}, known())
    assert "keeper_declaration" not in service.asked({"plate": GERMAN, "keeper": "self"}, known())
    assert "keeper_declaration" in service.asked({"plate": GERMAN, "keeper": "family"}, known())


def test_answers_to_questions_not_asked_do_not_count(service: Service) -> None:
    named = {"kind": "named", "text": "Carsharing", "core": "carsharing"}
    answers = {"plate": named, "keeper": "family", "keeper_declaration": [FILE]}
    assert service.kept(answers, known()) == {"plate": named}
    assert "keeper_declaration" not in service.asked(answers, known())


def test_reading_a_step_keeps_other_steps_and_drops_what_is_no_longer_asked(service: Service) -> None:
    answers = {
        "given_name": "Anna",
        "plate": GERMAN,
        "keeper": "family",
        "keeper_declaration": [FILE],
        "months": 12,
    }
    reading = service.read("vehicle", {"plate": ["DN AB 123"], "keeper": ["self"]}, answers, known())
    assert reading.errors == ()
    assert reading.answers["keeper"] == "self"
    assert "keeper_declaration" not in reading.answers
    assert (reading.answers["given_name"], reading.answers["months"]) == ("Anna", 12)


def test_an_error_keeps_what_was_typed_and_a_file_already_stored(service: Service) -> None:
    answers = {"plate": GERMAN, "keeper": "family", "keeper_declaration": [FILE]}
    reading = service.read("vehicle", {"plate": ["DNA123"], "keeper": ["family"]}, answers, known())
    assert [error.input_id for error in reading.errors] == ["plate"]
    assert reading.entered["plate"] == ["DNA123"]
    assert reading.answers["keeper_declaration"] == [FILE]
    assert "plate" not in reading.answers
    plate = service.inputs(service.field("plate"), reading.answers, reading.entered, "de")
    assert plate.inputs[0].value == "DNA123"


def test_a_question_that_only_this_page_brought_up_stays_open(service: Service) -> None:
    form = {"plate": ["DN-AB 123"], "_fields": ["plate", "extras"]}
    reading = service.read("vehicle", form, {}, known())
    assert reading.errors == ()
    assert "vehicle" in service.open_questions(reading.answers, known())


def test_without_that_list_it_is_an_error(service: Service) -> None:
    reading = service.read("vehicle", {"plate": ["DN-AB 123"]}, {}, known())
    assert [error.field_id for error in reading.errors] == ["keeper"]


def test_clearing_an_optional_answer_removes_it(service: Service) -> None:
    form = {"months": ["12"], "truth": ["yes"], "remark": [" "]}
    reading = service.read("term", form, {"remark": "old"}, known())
    assert "remark" not in reading.answers


def test_a_step_is_open_until_everything_needed_is_answered(service: Service, release: Release) -> None:
    answers = dict(release.examples[0].answers)
    assert service.open_questions(answers, known()) == ()
    assert service.open_questions({**answers, "months": None}, known()) == ("term",)
    assert (
        service.open_questions({**answers, "keeper": "family"}, known()) == ()
    )  # the declaration may come later
    assert service.open_questions({}, known()) == ("dwelling", "vehicle", "term")


def test_the_log_in_fixes_answers_from_its_trust_level_on(service: Service) -> None:
    field = service.field("given_name")
    fixed = service.inputs(field, {}, {}, "de", known(**IDENTITY))
    assert (fixed.read_only, fixed.text) == (True, "Anna")
    form = {"given_name": ["Berta"], "family_name": ["Muster"]}
    reading = service.read("dwelling", form, {}, known(**IDENTITY))
    assert reading.answers["given_name"] == "Anna"


def test_a_weaker_log_in_only_suggests(service: Service) -> None:
    weak = known(**{**IDENTITY, "level": "low"})
    shown = service.inputs(service.field("given_name"), {}, {}, "de", weak)
    assert (shown.read_only, shown.inputs[0].value) == (False, "Anna")
    assert service.read("dwelling", {"given_name": ["Berta"]}, {}, weak).answers["given_name"] == "Berta"


def test_queries_name_purpose_basis_and_only_what_is_known(service: Service, release: Release) -> None:
    answers = {**release.examples[0].answers, "birth_date": None}
    population, vehicle = service.queries({k: v for k, v in answers.items() if v}, known())
    assert population.register == "population-register"
    assert population.parameters == {"family_name": "Beispiel", "given_name": "Anna"}
    assert population.legal_basis["de"] == "§ 34 BMG"
    assert vehicle.parameters == {"plate": "DN-AB 123"}


def test_the_check_page_shows_answers_as_people_write_them(service: Service, release: Release) -> None:
    answers = release.examples[0].answers
    shown = {name: service.present(service.field(name), answers.get(name), "de") for name in service.fields}
    assert shown["address"] == "Bahnhofstr. 12 a, 52349 Düren"
    assert shown["birth_date"] == "01.05.1990"
    assert (shown["keeper"], shown["months"], shown["truth"]) == ("Auf mich", "12 Monate", "Ja")
    assert shown["email"] == "Nicht angegeben"
    assert service.present(service.field("keeper"), "self", "en") == "Me"


@pytest.mark.parametrize("step", ["dwelling", "vehicle", "term"])
def test_every_input_has_a_name_a_label_and_an_id_of_its_own(service: Service, step: str) -> None:
    inputs: list[Any] = [
        one
        for field in service.step(step).fields
        for one in service.inputs(field, {}, {}, "en", known()).inputs
    ]
    assert len({one.id for one in inputs}) == len(inputs)
    assert all(one.name and one.label for one in inputs)


def test_evidence_is_wanted_only_when_a_rule_needs_it(service: Service, release: Release) -> None:
    assert service.assess(situation(release)).evidence == ()
    assert service.assess(situation(release, answers={"keeper": "family"})).evidence == (
        "keeper_declaration",
    )
    handed_in = {"keeper": "family", "keeper_declaration": [FILE]}
    assert service.assess(situation(release, answers=handed_in)).evidence == ()


def test_a_lacking_provider_is_the_only_error_and_no_answer_yet() -> None:
    service = compile_service(delivered().document)
    sent = {"plate": [""], "plate-named": ["carsharing"], "_fields": ["plate", "keeper"]}
    reading = service.read("vehicle", sent, {"months": 12}, known())
    assert [error.input_id for error in reading.errors] == ["plate-name"]
    assert reading.answers == {"months": 12}
    reading = service.read("vehicle", {**sent, "plate-name": ["Stadtteilauto"]}, {}, known())
    assert (reading.errors, reading.answers["plate"]["text"]) == ((), "Carsharing Stadtteilauto")


def test_what_a_log_in_would_have_fixed_counts_as_typed_without_one(service: Service) -> None:
    answers = {"given_name": "Anna", "family_name": "Amsel", "plate": GERMAN}
    assert service.typed(answers, known()) == ("given_name", "family_name")
    assert service.typed(answers, known(given_name="Anna", level="low")) == ("family_name",)
    assert service.typed(answers, known(**IDENTITY)) == ()
    assert service.typed({"plate": GERMAN}, known()) == ()
