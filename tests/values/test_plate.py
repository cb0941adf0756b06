"""The acceptance cases A1 to A13 for licence plates, by their names."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.values.plate import (
    Plate,
    authority_code,
    core_of,
    example_of,
    known_district,
    marked_plates,
    read_foreign_plate,
    read_plate,
)

CODES = Path(__file__).parents[2].parent / "shared" / "standards" / "plate-codes.json"


@pytest.mark.parametrize("code", ["K", "DN", "MST", "JÜL"])
def test_an_example_is_a_plate_that_can_be_read(code):
    assert example_of(code) == f"{code}-AB 123"
    assert read_plate(example_of(code)).plate == Plate(code, "AB", "123")


def texts(plates):
    return [plate.text for plate in plates]


def test_a1_two_cars_with_the_same_signs_stay_two():
    one, other = read_plate("DN-A 123").plate, read_plate("D-NA 123").plate
    assert one != other
    assert (one.core, other.core) == ("DN-A 123", "D-NA 123")


@pytest.mark.parametrize("text", ["DNA123", "dna 123", "DNA-123"])
def test_a1_of_compact_input_the_person_picks(text):
    reading = read_plate(text)
    assert reading.plate is None
    assert reading.problem == "choose"
    assert texts(reading.candidates) == ["DN-A 123", "D-NA 123"]


def test_compact_input_with_one_possible_reading_is_read():
    assert read_plate("dnab123e").plate == Plate("DN", "AB", "123", "E")


@pytest.mark.parametrize("text", ["JUEL-A 1", "JUL-A 1", "JUELA1"])
def test_a2_a_missing_umlaut_is_suggested(text):
    reading = read_plate(text)
    assert reading.plate is None
    assert reading.candidates[0].text == "JÜL-A 1"


def test_a2_every_umlaut_may_be_missing():
    assert texts(read_plate("SAEK-A 1").candidates) == ["SÄK-A 1"]
    assert texts(read_plate("KOETHEN 1").candidates) == []
    assert texts(read_plate("KOET-A 1").candidates) == ["KÖT-A 1"]


def test_a3_a_known_code_that_may_be_another_with_an_umlaut_offers_both():
    reading = read_plate("BO-A 1")
    assert reading.plate.text == "BO-A 1"
    assert texts(reading.candidates) == ["BÖ-A 1"]


@pytest.mark.parametrize("text", ["Y-123456", "THW-80123", "y 123456", "BP-12345"])
def test_a4_authorities_plates_have_digits_only(text):
    reading = read_plate(text)
    assert reading.problem is None
    assert reading.plate.letters == ""
    assert reading.warnings == ()


def test_digits_only_without_an_authoritys_code_want_a_look():
    assert read_plate("DN-12345").warnings == ("no_letters",)
    assert texts(read_plate("DN-123").candidates) == ["D-N 123", "DN-123"]


def test_a5_an_unknown_code_is_a_warning():
    reading = read_plate("XQX-AB 12")
    assert reading.plate.text == "XQX-AB 12"
    assert reading.warnings == ("unknown_district",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("DN-AB 0123", "leading_zero"),
        ("DNAB0123", "leading_zero"),
        ("DN-ÄB 12", "umlaut_in_letters"),
        ("SLE-AB 1234", "too_long"),
        ("DN-ABC 1", "too_many_letters"),
        ("DN-AB 12345", "too_many_digits"),
        ("", "empty"),
        (" \u200b", "empty"),
        ("DN-AB", "unreadable"),
        ("zwei Autos", "unreadable"),
        ("ABCDEFG 1", "unreadable"),
        ("ABCD-E 1", "unreadable"),
        ("123 ABC", "insurance_plate"),
        ("DN-AB 1 13-02", "season"),
        ("DN-AB 1 04-04", "season"),
    ],
)
def test_a6_a10_a11_what_cannot_be_a_cars_plate_is_refused_with_the_reason(text, problem):
    reading = read_plate(text)
    assert reading.plate is None
    assert reading.problem == problem


def test_a7_the_suffix_is_not_part_of_what_identifies_the_car():
    electric, plain = read_plate("DN-AB 123E").plate, read_plate("DN-AB 123").plate
    assert electric.suffix == "E"
    assert electric.core == plain.core
    assert electric != plain
    assert read_plate("DN-AB 1234").warnings == ()
    assert read_plate("SLE-A 1234H").warnings == ("long_with_suffix",)


def test_a8_a_season_plate_is_off_the_road_outside_its_months():
    summer, winter = read_plate("DN-AB 1 04-10").plate, read_plate("DN-AB 1 H 11/03").plate
    assert summer.text == "DN-AB 1 04-10"
    assert winter.text == "DN-AB 1 H 11-03"
    year = range(1, 13)
    assert [month for month in year if summer.on_the_road(date(2026, month, 5))] == [
        4,
        5,
        6,
        7,
        8,
        9,
        10,
    ]
    assert [month for month in year if winter.on_the_road(date(2026, month, 5))] == [1, 2, 3, 11, 12]
    assert read_plate("DN-AB 1").plate.on_the_road(date(2026, 1, 1))


def test_a12_a_green_plate_is_the_same_string():
    assert read_plate("DN-AB 123").plate == Plate("DN", "AB", "123")


def test_a13_a_foreign_plate_is_kept_as_it_is():
    assert read_foreign_plate(" 1-abc – 234 ") == "1-ABC-234"
    assert read_foreign_plate("W 12345 A") == "W 12345 A"
    assert read_foreign_plate("DROP TABLE plates") is None
    assert read_foreign_plate("?") is None


@pytest.mark.parametrize(
    "text", ["dn-ab 123", "DN AB 123", "DN-AB123", "dn–ab–123", "DN:AB 123", "DN.AB.123", "DN - AB - 123"]
)
def test_every_usual_spelling_is_the_same_plate(text):
    assert read_plate(text).plate == Plate("DN", "AB", "123")


def test_an_umlaut_of_two_code_points_is_one():
    assert read_plate("JU\u0308L-A 1").plate.text == "JÜL-A 1"


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(
    st.builds(
        Plate,
        st.sampled_from(["D", "DN", "JÜL", "MON", "B"]),
        st.text(LETTERS, min_size=1, max_size=2),
        st.integers(1, 999).map(str),
        st.sampled_from(["", "E", "H"]),
        st.sampled_from([None, (4, 10), (11, 3)]),
    )
)
def test_what_is_written_is_read_back(plate):
    assert read_plate(plate.text).plate == plate
    assert core_of(plate.text) == core_of(plate.core) == plate.core


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("Y-123456", "Y-123456"),
        ("JUL-A 1 H 11-03", "JUL-A 1"),
        ("1-ABC-234", "1-ABC-234"),
        ("W 12345 E", "W 12345 E"),
        ("wechselnde Fahrzeuge", "wechselnde Fahrzeuge"),
        ("", ""),
    ],
)
def test_a7_only_suffix_and_season_of_a_german_plate_are_no_part_of_the_core(written, core):
    assert core_of(written) == core


@given(st.text())
def test_reading_never_fails_and_always_says_something(text):
    reading = read_plate(text)
    assert (reading.plate is None) == (reading.problem is not None)
    assert bool(reading.candidates) or reading.problem != "choose"


def test_it_knows_the_codes_of_düren():
    assert all(known_district(code) for code in ("DN", "JÜL", "MON", "SLE"))
    assert not known_district("XQX")
    assert authority_code("THW")
    assert not authority_code("DN")


@pytest.mark.skipif(not CODES.exists(), reason="the list of district codes is not beside this repository")
def test_it_knows_every_code_of_the_public_list():
    codes = [row["Zeichen"] for row in json.loads(CODES.read_text())]
    assert len(codes) == 722
    assert [code for code in codes if not known_district(code)] == []


def test_digits_of_other_scripts_are_read_as_the_digits_on_the_plate() -> None:
    assert read_plate("DN-AB ١٢").plate == Plate("DN", "AB", "12")
    assert read_plate("DN-AB １２ ०४-१०").plate == Plate("DN", "AB", "12", season=(4, 10))
    assert read_foreign_plate("AB-١٢٣") == "AB-123"


@pytest.mark.parametrize("text", ["АВ 1234 СЕ", "محمد", "王 123", "𝓐𝓑 12"])
def test_a_plate_in_another_script_than_on_the_car_is_none(text: str) -> None:
    assert read_foreign_plate(text) is None
    assert read_plate(text).plate is None


def test_plates_are_found_in_a_sentence_and_nothing_else():
    text = "zum Beispiel MST-AB 123. Oder JÜL-A 1? Nicht BP-4F7K9-XTMC2, Y-12345 und 04-10."
    marked = marked_plates(text, "<", ">")
    assert marked == text.replace("MST-AB 123", "<MST-AB 123>").replace("JÜL-A 1", "<JÜL-A 1>")
