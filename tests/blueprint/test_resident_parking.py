"""The blueprint `resident-parking` as shipped, in the two municipalities and with other cities' rules."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from modellkommune.blueprint import (
    BlueprintInvalid,
    Service,
    Situation,
    compile_service,
    load_overlay,
    load_release,
)
from modellkommune.blueprint.assessment import Assessment
from modellkommune.blueprint.examples import Runner, cases_of
from modellkommune.blueprint.mutation import survivors
from modellkommune.blueprint.release import Release

REPOSITORY = Path(__file__).parents[2]
DAY = date(2026, 12, 3)
HOME = {"street": "Bahnhofstraße", "number": 12, "addition": "a", "postcode": "52349", "place": "Ort"}
PERSON = {"given_name": "Anna", "family_name": "Beispiel", "birth_date": "1990-05-01"}
PLATE = {
    "kind": "german",
    "text": "DN-AB 123",
    "core": "DN-AB 123",
    "suffix": "",
    "season": "",
    "country": "D",
}
BARE = "format: 1\nservice: resident-parking\nrelease: 1.4.0\n"
OWN = "texts: {de: {decision.remedy: Klage beim Gericht.}, en: {decision.remedy: Action at the court.}}\n"
HEAD = BARE + OWN
AACHEN = """
parameters: {dwellings: [sole, main, secondary], durations: [3, 6, 12]}
tables:
  tariff:
    rows:
      - id: area
        title: {de: nach Fläche, en: by area}
        then:
          amount:
            base: 15.00
            plus: [{rate: 30.00, of: area_mm2, per: 1000000}]
            share: {of: months, per: 12}
"""
COLOGNE = """
parameters: {dwellings: [sole, main, secondary], durations: [12, 24], private_space: bars,
             max_length_mm: 5600}
tables:
  tariff:
    domains: {length_mm: 1000..5600}
    rows:
      - {id: short_12, when: {length_mm: "<= 4109", months: 12}, then: {amount: 100.00}}
      - {id: short_24, when: {length_mm: "<= 4109", months: 24}, then: {amount: 170.00}}
      - {id: middle_12, when: {length_mm: 4110..4709, months: 12}, then: {amount: 110.00}}
      - {id: middle_24, when: {length_mm: 4110..4709, months: 24}, then: {amount: 190.00}}
      - {id: long_12, when: {length_mm: ">= 4710", months: 12}, then: {amount: 120.00}}
      - {id: long_24, when: {length_mm: ">= 4710", months: 24}, then: {amount: 210.00}}
"""
BY_WEIGHT = """
parameters: {durations: [6, 12], online_rebate: 5.00, online_rebate_per: half_year}
tables:
  tariff:
    rows:
      - {id: light, when: {electric: false, mass_kg: "<= 1800"}, then: {amount: 120.00}}
      - {id: heavy, when: {electric: false, mass_kg: "> 1800"}, then: {amount: 180.00}}
      - {id: electric_light, when: {electric: true, mass_kg: "<= 2000"}, then: {amount: 120.00}}
      - {id: electric_heavy, when: {electric: true, mass_kg: "> 2000"}, then: {amount: 180.00}}
"""


@cache
def release() -> Release:
    return load_release(REPOSITORY / "blueprints" / "resident-parking")


def city(folder: Path, rules: str) -> Service:
    file = folder / "resident-parking.yaml"
    file.write_text(HEAD + rules, encoding="utf-8")
    return compile_service(release().document, load_overlay(file, release()).document)


def applied(service: Service, months: int = 12, **vehicle: Any) -> Assessment:
    answers = {
        **PERSON,
        "address": {**HOME, "zone": "G", "match": "exact"},
        "plate": PLATE,
        "months": months,
        "dwelling": "sole",
        "moved_in": "yes",
        "private_space": False,
        "keeper": "self",
        "delivery": "online",
    }
    car = {
        "length_mm": 4284,
        "width_mm": 1789,
        "empty_mass_kg": 1325,
        "vehicle_class": "M1",
        "fuel": "petrol",
    }
    flags = {"found": True, "deregistered": False, "keeper_kind": "person", "suffix": ""}
    known = {"found": True, "disclosure_block": False, "deceased": False}
    replies = {
        "population-register": {**known, "dwelling": "sole", "address": HOME, "since": "2019-04-01"},
        "vehicle-register": {**flags, **PERSON, **car, **vehicle},
        "issued-permits": {"person": 0, "plate": 0},
    }
    return service.assess(Situation(answers, {**PERSON, "level": "high"}, replies, "new", DAY, DAY))


def cents(assessment: Assessment) -> int:
    assert assessment.proposal == "grant", assessment.reason_ids
    assert assessment.fee is not None
    return assessment.fee.total


def test_every_example_comes_out_as_it_says() -> None:
    runner = Runner(release().document, None)
    cases = cases_of(release(), None)
    assert len(cases) >= 80
    assert [difference.text for case in cases for difference in runner.differences(case)] == []


def test_no_rule_can_be_turned_round_unnoticed() -> None:
    names, count = survivors(release().document, {}, cases_of(release(), None))
    assert names == []
    assert count > 50


def test_no_real_town_approves_automatically() -> None:
    towns = [folder for folder in (REPOSITORY / "municipalities").iterdir() if folder.is_dir()]
    policies = {
        folder.name: compile_service(
            release().document, load_overlay(folder, release()).document
        ).process.approval
        for folder in towns
    }
    assert policies.pop("musterstadt") == "automatic"
    assert "automatic" not in policies.values()


def test_aachens_fee_by_area_needs_an_overlay_alone(tmp_path: Path) -> None:
    service = city(tmp_path, AACHEN)
    assert cents(applied(service)) == 24492
    assert cents(applied(service, months=3)) == 6123


@pytest.mark.parametrize(("length", "fee"), [(4109, 10000), (4110, 11000), (4709, 11000), (4710, 12000)])
def test_colognes_steps_by_length_need_an_overlay_alone(tmp_path: Path, length: int, fee: int) -> None:
    assert cents(applied(city(tmp_path, COLOGNE), length_mm=length)) == fee


def test_cologne_turns_to_a_person_above_its_greatest_length(tmp_path: Path) -> None:
    service = city(tmp_path, COLOGNE)
    assert cents(applied(service, months=24, length_mm=5600)) == 21000
    too_long = applied(service, length_mm=5601)
    assert (too_long.proposal, too_long.fee) == ("review", None)


def test_steps_by_weight_with_another_limit_for_electric_cars_need_an_overlay_alone(tmp_path: Path) -> None:
    service = city(tmp_path, BY_WEIGHT)
    weights = [(1800, "petrol"), (1801, "petrol"), (2000, "electric"), (2001, "electric")]
    fees = [cents(applied(service, empty_mass_kg=weight, fuel=fuel)) for weight, fuel in weights]
    assert fees == [11000, 17000, 11000, 17000]


def refused(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with an overlay."""
    file = tmp_path / "resident-parking.yaml"
    file.write_text(text, "utf-8")
    release = load_release(REPOSITORY / "blueprints" / "resident-parking")
    with pytest.raises(BlueprintInvalid) as caught:
        load_overlay(file, release)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(("own", "lacking"), [("", ["de", "en"]), (OWN.partition(", en")[0] + "}\n", ["en"])])
def test_a_town_says_itself_where_to_appeal_in_each_language(
    tmp_path: Path, own: str, lacking: list[str]
) -> None:
    missing = "the town's own text decision.remedy is missing in"
    assert refused(tmp_path, BARE + own) == [f"{missing} {language}" for language in lacking]


@pytest.mark.parametrize("provision", ["x", "§ 4", "§ 4 der Verordnung", "Verordnung vom 1. Januar 2026"])
def test_a_provision_for_automatic_approval_names_norm_place_and_date(tmp_path: Path, provision: str) -> None:
    parameters = f'parameters: {{approval: automatic, approval_provision: "{provision}"}}\n'
    [problem] = [text for text in refused(tmp_path, HEAD + parameters) if "expected is" in text]
    assert "a provision with norm, Land or municipality and date" in problem


def test_automatic_approval_needs_an_acknowledgement(tmp_path: Path) -> None:
    provision = "§ 4 Abs. 2 der Parkausweisverordnung der Stadt vom 1. Januar 2026"
    parameters = f'parameters: {{approval: automatic, approval_provision: "{provision}"}}\n'
    [problem] = refused(tmp_path, HEAD + parameters)
    assert "needs an acknowledgement: § 35a VwVfG" in problem
    acknowledged = 'acknowledged: {approval_provision: "Rechtsamt, 2026-01-02"}\n'
    file = tmp_path / "resident-parking.yaml"
    file.write_text(HEAD + parameters + acknowledged, "utf-8")
    release = load_release(REPOSITORY / "blueprints" / "resident-parking")
    assert compile_service(release.document, load_overlay(file, release).document).process.approval
