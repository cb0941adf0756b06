"""The letters of DIN 91379 and the form in which names are compared."""

import json
import unicodedata
from pathlib import Path

import pytest

from simulator.letters import letters, search_form

FACTS = Path(__file__).resolve().parents[3] / "shared/standards/din91379.json"


@pytest.fixture
def standard() -> dict[str, str]:
    if not FACTS.exists():
        pytest.skip("the table of the standard is not here")
    table: dict[str, str] = json.loads(FACTS.read_text("utf-8"))["latin_letters_with_search_form"]
    return table


def test_it_knows_649_letters_in_normal_form() -> None:
    assert len(set(letters())) == 649
    assert all(unicodedata.is_normalized("NFC", letter) for letter in letters())


def test_its_letters_are_those_of_the_standard(standard: dict[str, str]) -> None:
    assert set(letters()) == set(standard)


def test_its_search_form_is_that_of_the_standard(standard: dict[str, str]) -> None:
    assert {letter: search_form(letter) for letter in standard} == standard


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MUELLER"),
        ("Heß", "HEẞ"),
        ("Müller", unicodedata.normalize("NFD", "Müller")),
        ("Hans-Jörg", "hans  joerg"),
        ("O’Neill", "ONEILL"),
        ("Søren", "SOEREN"),
    ],
)
def test_spellings_of_one_name_have_one_form(one: str, other: str) -> None:
    assert search_form(one) == search_form(other)


def test_different_names_have_different_forms() -> None:
    assert search_form("Müller") != search_form("Muller")
