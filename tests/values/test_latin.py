import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modellkommune.values.latin import first_foreign, normalise, search_form

STANDARD = Path(__file__).parents[2].parent / "shared" / "standards" / "din91379.json"


def test_it_stores_composed_letters_and_no_invisible_ones():
    assert normalise("  Mu\u0308ller\u200b\u00a0\u00a0 \tLüde\u00adnscheid\ufeff ") == "Müller Lüdenscheid"


def test_it_keeps_line_breaks_and_only_those():
    assert normalise("\r\nerste \r\n  zweite\rdritte\x07\n") == "erste\nzweite\ndritte"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("name", ["Zoë Çelik-Đorđević", "C̨̆ K͟hān L̥̄", "O’Brien", "Ạ̈ S̛̄", "Þórr ẞ", "ʿAlī"])
def test_a_persons_name_may_hold_every_latin_letter_of_the_standard(name):
    assert first_foreign(normalise(name), "A") is None


@pytest.mark.parametrize(
    ("text", "datatype", "foreign"),
    [
        ("Мария", "A", "М"),
        ("Anna 2", "A", "2"),
        ("q̈ertz", "C", "q̈"),
        ("Müller 🚗", "C", "🚗"),
        ("Haus\nnummer", "B", "\n"),
        ("Ελένη", "C", "Ε"),
    ],
)
def test_it_names_the_first_sign_that_is_not_allowed(text, datatype, foreign):
    assert first_foreign(text, datatype) == foreign


def test_each_data_type_allows_its_own_groups():
    assert first_foreign("Karl-Bröger-Straße 17 (Hof)", "B") is None
    assert first_foreign("½\tStunde\nspäter", "C") is None
    assert first_foreign("Ελένη", "D") is None
    assert first_foreign("Мария", "E") is None
    assert first_foreign("Мария", "D") == "М"


def test_the_search_form_is_the_one_of_the_standard():
    assert search_form("Karl-Bröger Straße 17") == "KARL-BROEGER STRASSE 17"
    assert search_form("HEIDESTRAẞE 17") == search_form("Heidestraße 17")
    assert search_form("Åse Øster Þór K͟hān Ạ̈ ÿ́") == "AASE OESTER THOR KHAN AE Y"
    assert search_form("ʿAlī’s") == "ALIS"


@given(st.text())
def test_a_search_form_is_its_own_search_form(text):
    form = search_form(text)
    if form.isascii():
        assert search_form(form) == form


@pytest.mark.skipif(not STANDARD.exists(), reason="no reference data of DIN 91379 beside this repository")
def test_it_agrees_with_the_whole_table_of_the_standard():
    standard = json.loads(STANDARD.read_text())
    letters = standard["latin_letters_with_search_form"]
    groups = {
        "N1": standard["NonLettersN1"],
        "N2": standard["NonLettersN2"],
        "N3": standard["NonLettersN3"],
        "N4": standard["NonLettersN4"],
        "E1": standard["NonLettersE1"],
        "Greek": standard["GreekLetters"],
        "Cyrillic": standard["CyrillicLetters"],
    }
    assert len(letters) == 649
    assert {letter: search_form(letter) for letter in letters} == letters
    for datatype, names in standard["data_types"].items():
        for group, signs in groups.items():
            allowed = {sign for sign in signs if first_foreign(sign, datatype) is None}
            assert allowed == (set(signs) if group in names else set())
        assert [letter for letter in letters if first_foreign(letter, datatype)] == []
