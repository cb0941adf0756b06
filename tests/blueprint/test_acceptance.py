"""The acceptance cases of the domain, each by its name: where it is proved, and those that stand alone.

A: licence plates, B: who may have a permit, C: fees. A case is an example (`<town>/<id>` or `<id>` of the
blueprint), or a test in another room (`file::name`).
"""

import re
from functools import cache
from pathlib import Path

import pytest

from modellkommune.blueprint import BlueprintInvalid, load_overlay
from modellkommune.blueprint.examples import Case, Runner, cases_of
from modellkommune.blueprint.mutation import mutants, survivors
from modellkommune.blueprint.overlay import Overlay
from tests.blueprint.folders import REPOSITORY, change, write
from tests.blueprint.test_resident_parking import release

TOWNS = sorted(file.parent.name for file in REPOSITORY.glob("municipalities/*/resident-parking.yaml"))
PLATES = "tests/values/test_plate.py"
BOOK = "tests/foundation/places/test_book.py"
FIELDS = "tests/blueprint/fields/test_fields.py"
CASES = "tests/workflow/test_acceptance_cases.py"
OWN_PERMITS = "tests/workflow/test_own_permits.py"
PROVED = {
    "A1": [f"{PLATES}::test_a1_two_cars_with_the_same_signs_stay_two",
           f"{PLATES}::test_a1_of_compact_input_the_person_picks"],
    "A2": [f"{PLATES}::test_a2_a_missing_umlaut_is_suggested"],
    "A3": [f"{PLATES}::test_a3_a_known_code_that_may_be_another_with_an_umlaut_offers_both"],
    "A4": [f"{PLATES}::test_a4_authorities_plates_have_digits_only", "authority_plate"],
    "A5": [f"{PLATES}::test_a5_an_unknown_code_is_a_warning", "unknown_code"],
    "A6": [f"{PLATES}::test_a6_a10_a11_what_cannot_be_a_cars_plate_is_refused_with_the_reason"],
    "A7": [f"{PLATES}::test_a7_the_suffix_is_not_part_of_what_identifies_the_car", "electric",
           "suffix_missing",
           "tests/casework/permits/test_permits.py"
           "::test_a7_a_plate_is_found_by_its_core_whatever_is_printed_behind",
           OWN_PERMITS + "::test_b6_somebody_elses_plate_is_looked_at_with_any_suffix_at_any_place"],
    "A8": [f"{PLATES}::test_a8_a_season_plate_is_off_the_road_outside_its_months", "season"],
    "A9": ["interchangeable_plates"],
    "A10": [f"{PLATES}::test_a6_a10_a11_what_cannot_be_a_cars_plate_is_refused_with_the_reason",
            f"{FIELDS}::test_a10_a_mopeds_plate_is_explained_and_taken_once_it_is_confirmed", "moped",
            f"{CASES}::test_a10_a_moped_goes_to_a_person_who_can_grant_the_permit"],
    "A11": [f"{PLATES}::test_a6_a10_a11_what_cannot_be_a_cars_plate_is_refused_with_the_reason"],
    "A12": [f"{PLATES}::test_a12_a_green_plate_is_the_same_string"],
    "A13": [f"{PLATES}::test_a13_a_foreign_plate_is_kept_as_it_is", "foreign_plate"],
    "A14": ["carsharing", "changing_and_three_cars",
            f"{FIELDS}::test_a14_who_shares_cars_names_the_provider",
            f"{CASES}::test_a14_the_provider_stands_in_permit_and_seal_and_is_found",
            "tests/seal/test_signing.py::test_a14_changing_vehicles_stand_in_the_seal",
            "tests/casework/permits/test_permits.py::test_a14_a_permit_for_changing_vehicles_is_no_plate"],
    "B1": ["private_road", f"{BOOK}::test_a_private_road_has_no_zone_though_the_polygon_covers_it"],
    "B2": [f"{BOOK}::test_the_house_number_list_beats_the_polygon"],
    "B3": ["secondary", "secondary_admitted", "aachen/b3_aachen_secondary", "koeln/b3_koeln_secondary",
           "muenster/b3_muenster_secondary"],
    "B4": ["muenster/b4_muenster_before_moving_in", "moves_soon", "moves_soon_refused",
           "registered_for_later"],
    "B5": ["second_permit",
           f"{OWN_PERMITS}::test_b5_who_has_a_permit_and_applies_again_waits_for_a_person",
           f"{OWN_PERMITS}::test_b5_of_two_applications_side_by_side_the_first_granted_wins",
           f"{OWN_PERMITS}::test_b5_two_officials_who_approve_at_the_same_moment_grant_one"],
    "B6": ["plate_in_use",
           OWN_PERMITS + "::test_b6_somebody_elses_plate_is_looked_at_with_any_suffix_at_any_place",
           f"{OWN_PERMITS}::test_b6_a_further_plate_of_a_permit_is_known_by_its_core",
           f"{OWN_PERMITS}::test_b6_the_same_car_granted_to_somebody_else_meanwhile_is_looked_at"],
    "B7": ["changing_and_three_cars"],
    "B8": ["law_firm",
           f"{CASES}::test_b8_a_law_firm_is_looked_at_by_a_person_who_reads_what_speaks_for_a_refusal"],
    "B9": ["koeln/b9_koeln_5601", "muenster/b9_muenster_5251", "muenster/b9_muenster_5250"],
    "B10": ["aachen/b10_aachen_caravan", "caravan"],
    "B11": ["population_silent", "vehicles_silent", "all_silent",
            "tests/workflow/test_silence.py::test_a_silent_register_leads_to_review_and_costs_nothing"],
    "B12": ["protected",
            "tests/workflow/test_privacy.py::test_the_permit_of_a_protected_person_says_neither_who_nor_where",
            "tests/portals/clerk/test_protected.py::test_an_ordinary_clerk_neither_sees_nor_handles_a_protected_case",
            "tests/portals/clerk/test_protected.py::test_the_restricted_clerk_sees_and_approves_it"],
    "C1": ["aachen/c1_aachen_by_area", "aachen/c1_aachen_three_months", "aachen/c1_aachen_six_months"],
    "C2": ["koeln/c2_koeln_4109", "koeln/c2_koeln_4110", "koeln/c2_koeln_4709", "koeln/c2_koeln_4710",
           "koeln/c2_koeln_two_years_short", "koeln/c2_koeln_two_years_middle",
           "koeln/c2_koeln_two_years_long"],
    "C5": ["tests/blueprint/test_acceptance.py::test_c5_a_social_discount_cannot_be_published_unread"],
    "C6": ["tests/blueprint/test_acceptance.py::test_c6_a_tariff_with_a_gap_or_an_overlap_is_rejected"],
    "C8": ["musterstadt/musterstadt_by_submission", "musterstadt/musterstadt_by_issue",
           "musterstadt/musterstadt_new_tariff_long",
           "tests/workflow/test_releases.py::test_a_dated_fee_follows_the_day_that_the_municipality_chose"],
}  # fmt: skip


@cache
def overlay_of(town: str) -> Overlay:
    """A town's overlay as delivered."""
    return load_overlay(REPOSITORY / "municipalities" / town, release())


def cases(town: str) -> list[Case]:
    """The examples that hold in a town."""
    return cases_of(release(), overlay_of(town))


def copied(folder: Path, town: str, old: str, new: str) -> Path:
    """A town's overlay in a temporary folder, changed in one place."""
    file = folder / "resident-parking.yaml"
    write(file, (REPOSITORY / "municipalities" / town / file.name).read_text("utf-8"))
    change(file, old, new)
    return file


@pytest.mark.parametrize("case", PROVED)
def test_every_acceptance_case_is_proved_somewhere(case: str) -> None:
    own = {f"{town}/{one.example.id}" for town in TOWNS for one in cases(town)}
    known = own | {example.id for example in release().examples}
    for proof in PROVED[case]:
        file, _, name = proof.partition("::")
        text = (REPOSITORY / file).read_text("utf-8") if name else ""
        assert re.search(rf"^def {name}\(", text, re.MULTILINE) if name else proof in known, proof


@pytest.mark.parametrize("town", TOWNS)
def test_every_example_comes_out_as_it_says_in_every_town(town: str) -> None:
    runner = Runner(release().document, overlay_of(town).document)
    assert [difference.text for case in cases(town) for difference in runner.differences(case)] == []


@pytest.mark.parametrize("town", TOWNS)
def test_no_rule_and_no_row_of_a_town_can_be_changed_unnoticed(town: str) -> None:
    overlay = overlay_of(town).document
    rows = [one.name for one in mutants(release().document, overlay) if one.name.startswith("tables.")]
    unnoticed, _ = survivors(release().document, overlay, cases(town))
    assert rows
    assert unnoticed == []


def test_c5_a_social_discount_cannot_be_published_unread(tmp_path: Path) -> None:
    file = copied(tmp_path, "koeln", "  approval: batch\n", "  approval: batch\n  social_discount: 30.00\n")
    with pytest.raises(BlueprintInvalid) as refused:
        load_overlay(file, release())
    assert any("BVerwG 9 CN 2.22" in problem.message for problem in refused.value.problems)
    change(file, "parameters:\n", "acknowledged: {social_discount: Rechtsamt 2026-11-20}\nparameters:\n")
    assert load_overlay(file, release()).document["acknowledged"]


@pytest.mark.parametrize(("start", "message"), [(4111, "gap: no row fits"), (4109, "overlap")])
def test_c6_a_tariff_with_a_gap_or_an_overlap_is_rejected(tmp_path: Path, start: int, message: str) -> None:
    band = "{length_mm: %s..4709, months: 12}"
    with pytest.raises(BlueprintInvalid) as refused:
        load_overlay(copied(tmp_path, "koeln", band % 4110, band % start), release())
    assert any(message in problem.message for problem in refused.value.problems), refused.value.problems
