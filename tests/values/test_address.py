import pytest

from modellkommune.values.address import Address, NoHouseNumber, read_house_number, same_address, street_key


@pytest.mark.parametrize(
    ("text", "number", "addition"),
    [
        ("12", 12, ""),
        ("12 a", 12, "a"),
        ("12A", 12, "a"),
        (" 12 – 14 ", 12, "-14"),
        ("7 1/2", 7, "1/2"),
        ("12 a-c", 12, "a-c"),
        ("12/1", 12, "/1"),
    ],
)
def test_it_reads_house_numbers_as_people_write_them(text, number, addition):
    assert read_house_number(text) == (number, addition)


@pytest.mark.parametrize("text", ["", "a", "0", "12 aa", "12345", "12 a 3 b"])
def test_it_refuses_what_is_no_house_number(text):
    with pytest.raises(NoHouseNumber):
        read_house_number(text)


def test_an_address_is_written_on_one_line():
    address = Address("Bahnhofstr.", 12, "a", "52349", "Düren")
    assert address.line == "Bahnhofstr. 12 a"
    assert address.text == "Bahnhofstr. 12 a, 52349 Düren"
    assert Address("Markt", 3, "-5", "", "").text == "Markt 3-5"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bahnhofstr.", "BAHNHOFSTRAẞE"),
        ("Karl-Bröger-Str.", "Karl Broeger Straße"),
        ("Str. des 17. Juni", "Straße des 17. Juni"),
        ("Europapl.", "Europaplatz"),
        ("St. Anna-Gasse", "Sankt-Anna-Gasse"),
        ("Bonner Str", "Bonner Straße"),
        ("St Anna Str", "Sankt-Anna-Straße"),
        ("BERLINER PL", "Berliner Platz"),
    ],
)
def test_spellings_of_a_street_have_one_key(one, other):
    assert street_key(one) == street_key(other)


def test_different_streets_have_different_keys():
    assert street_key("Ostrandweg") != street_key("Ostweg")
    assert street_key("Am Markt") != street_key("Markt")


def test_two_sources_mean_the_same_door():
    typed = Address("Bahnhofstr.", 12, "a", "52349", "Düren")
    register = Address("BAHNHOFSTRAẞE", 12, "A", "52349", "DÜREN, STADT")
    assert same_address(typed, register)
    assert not same_address(typed, Address("Bahnhofstr.", 12, "b", "52349", "Düren"))
    assert not same_address(typed, Address("Bahnhofstr.", 12, "a", "52351", "Düren"))


def test_without_a_postcode_the_place_decides():
    assert same_address(Address("Markt", 1, "", "", "Düren"), Address("Markt", 1, "", "52349", "DUEREN"))
    assert not same_address(Address("Markt", 1, "", "", "Düren"), Address("Markt", 1, "", "50667", "Köln"))
