"""Overlays: a municipality's parameters, texts and tariffs, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from modellkommune.blueprint import BlueprintInvalid, Overlay, Release, Service, compile_service, load_overlay
from tests.blueprint.folders import change, write
from tests.blueprint.people import situation

HEAD = "format: 1\nservice: resident-parking\nrelease: 1.0.0\n"
FLAT = "tables: {tariff: {rows: [{id: flat, then: {amount: {base: 30.70, share: {of: months, per: 12}}}}]}}\n"
AACHEN = """
parameters: {durations: [3, 6, 12], dwellings: [sole, main, secondary]}
tables:
  tariff:
    rows:
      - id: area
        then:
          amount:
            base: 15.00
            plus: [{rate: 30.00, of: area_mm2, per: 1000000}]
            share: {of: months, per: 12}
"""
KOELN = """
parameters: {durations: [12, 24], max_length_mm: 5600, dwellings: [sole, main, secondary]}
tables:
  tariff:
    domains: {length_mm: 1000..5600}
    rows:
      - {id: short_12, when: {length_mm: "<= 4109", months: 12}, then: {amount: 100.00}}
      - {id: middle_12, when: {length_mm: 4110..4709, months: 12}, then: {amount: 110.00}}
      - {id: long_12, when: {length_mm: ">= 4710", months: 12}, then: {amount: 120.00}}
      - {id: short_24, when: {length_mm: "<= 4109", months: 24}, then: {amount: 170.00}}
      - {id: middle_24, when: {length_mm: 4110..4709, months: 24}, then: {amount: 190.00}}
      - {id: long_24, when: {length_mm: ">= 4710", months: 24}, then: {amount: 210.00}}
"""
MUENSTER = """
parameters: {durations: [12], max_length_mm: 5250, dwellings: [sole, main]}
tables: {tariff: {rows: [{id: flat, then: {amount: 260.00}}]}}
"""


def town(tmp_path: Path, release: Release, text: str) -> Service:
    file = tmp_path / "town" / "resident-parking.yaml"
    write(file, HEAD + text)
    return compile_service(release.document, load_overlay(file, release).document)


def refused(tmp_path: Path, release: Release, text: str) -> list[str]:
    with pytest.raises(BlueprintInvalid) as caught:
        town(tmp_path, release, text)
    assert all(problem.line > 0 and problem.remedy for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


def car(length: int, width: int = 1789) -> dict[str, Any]:
    return {"vehicle-register": {"found": True, "length_mm": length, "width_mm": width}}


@pytest.mark.parametrize(
    ("text", "length", "months", "cents"),
    [
        (FLAT, 4284, 24, 6140),
        (AACHEN, 4284, 12, 24492),
        (AACHEN, 4284, 6, 12246),
        (KOELN, 4109, 12, 10000),
        (KOELN, 4110, 12, 11000),
        (KOELN, 4709, 12, 11000),
        (KOELN, 4710, 24, 21000),
        (MUENSTER, 5250, 12, 26000),
    ],
)
def test_four_towns_differ_by_data_alone(
    tmp_path: Path, release: Release, text: str, length: int, months: int, cents: int
) -> None:
    service = town(tmp_path, release, text)
    found = service.assess(situation(release, answers={"months": months}, replies=car(length)))
    assert found.fee is not None
    assert found.fee.total == cents
    assert found.proposal == "grant"


@pytest.mark.parametrize(("text", "length"), [(KOELN, 5601), (MUENSTER, 5251)])
def test_a_car_too_long_is_reviewed(tmp_path: Path, release: Release, text: str, length: int) -> None:
    found = town(tmp_path, release, text).assess(situation(release, replies=car(length)))
    assert found.proposal == "review"
    assert "short_enough" in found.reason_ids


def test_a_tariff_with_a_gap_is_refused_with_a_counterexample(tmp_path: Path, release: Release) -> None:
    messages = refused(tmp_path, release, KOELN.replace('"<= 4109", months: 24', '"<= 4108", months: 24'))
    assert messages == ["table tariff: gap: no row fits length_mm = 4109, months = 24"]


def test_a_new_duration_without_a_fee_is_refused(tmp_path: Path, release: Release) -> None:
    messages = refused(tmp_path, release, KOELN.replace("[12, 24]", "[12, 18, 24]"))
    assert messages == ["table tariff: gap: no row fits length_mm = 1000, months = 18"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parameters: {max_lenght_mm: 5000}\n", "parameter max_lenght_mm is unknown"),
        ("parameters: {max_length_mm: 500}\n", "parameter max_length_mm: 500 is less than 1000"),
        (
            "parameters: {max_length_mm: 5.5}\n",
            "parameter max_length_mm: expected is a whole number, not '5.5'",
        ),
        (
            "parameters: {fee_date: tomorrow}\n",
            "parameter fee_date: tomorrow is not one of submission, issue, start",
        ),
        ("parameters: {approval: automatic}\n", "approval: automatic needs approval_provision"),
        ("texts: {de: {service.titel: X}}\n", "the blueprint has no text service.titel"),
        (
            "texts: {de: {rules.checks.lives_here.passed: 'In {facts.home}'}}\n",
            "the placeholder {facts.home} is unknown",
        ),
        ("texts: {fr: {service.title: X}}\n", "fr is no language of the service"),
        ("tables: {fees: {rows: [{id: a, then: {amount: 1.00}}]}}\n", "the blueprint has no table fees"),
        ("tables: {tariff: {rows: [{id: a, then: {price: 1.00}}]}}\n", "price is no output of this table"),
        ("examples: {berta: skip}\n", "the blueprint has no example berta"),
        ("examples: {anna: {facts: {lst: 1}}}\n", "facts: lst is unknown"),
        ("rules: {}\n", "rules is unknown here"),
    ],
)
def test_it_may_set_only_what_is_declared(tmp_path: Path, release: Release, text: str, message: str) -> None:
    assert message in refused(tmp_path, release, text)


def test_an_automatic_approval_needs_a_cited_provision(tmp_path: Path, release: Release) -> None:
    text = 'parameters: {approval: automatic, approval_provision: "§ 1 Musterordnung"}\n'
    assert town(tmp_path, release, text).process.approval == "automatic"


def test_a_social_discount_needs_an_acknowledged_note(tmp_path: Path, release: Release) -> None:
    assert any(
        "BVerwG 9 CN 2.22" in message
        for message in refused(tmp_path, release, "parameters: {social_discount: 10.00}\n")
    )
    text = "parameters: {social_discount: 10.00}\nacknowledged: {social_discount: Rechtsamt 2026-11-02}\n"
    fee = town(tmp_path, release, text).assess(situation(release)).fee
    assert fee is not None
    assert [step.cents for step in fee.steps] == [3070, -1000]
    assert fee.total == 2070


def test_a_discount_of_nothing_needs_no_acknowledgement(tmp_path: Path, release: Release) -> None:
    assert town(tmp_path, release, "parameters: {social_discount: 0.00}\n").parameters["social_discount"] == 0


def test_it_is_bound_to_one_version(tmp_path: Path, overlay_file: Path, release: Release) -> None:
    change(overlay_file, "release: 1.0.0", "release: 0.9.0")
    with pytest.raises(BlueprintInvalid, match="was written for"):
        load_overlay(overlay_file, release)


def test_a_table_not_declared_overridable_stays(tmp_path: Path, release: Release) -> None:
    rules = release.document["rules"]
    tables = [{**table, "overridable": False} for table in rules["tables"]]
    closed = Release({**release.document, "rules": {**rules, "tables": tables}}, "x")
    assert "table tariff may not be changed" in refused(tmp_path, closed, FLAT)


def test_its_texts_come_first(release: Release, overlay: Overlay) -> None:
    service = compile_service(release.document, overlay.document)
    assert service.text("service.summary", "de") == "Parken in Düren, wo Sie wohnen."
    assert service.text("service.title", "de") == "Bewohnerparkausweis"


def test_a_label_and_a_list_may_be_replaced(tmp_path: Path, release: Release) -> None:
    service = town(
        tmp_path, release, "texts: {de: {form.vehicle.plate.label: Autokennzeichen, service.who: [Alle]}}\n"
    )
    assert service.field("plate").label == {"de": "Autokennzeichen", "en": "Licence plate"}
    assert service.texts("service.who", "de") == ("Alle",)
    assert len(service.texts("service.needs", "de")) == 1


def test_its_offers_narrow_the_options(tmp_path: Path, release: Release) -> None:
    service = town(tmp_path, release, "parameters: {durations: [12]}\n")
    assert [option.id for option in service.field("months").options] == ["12"]
