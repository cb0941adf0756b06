"""Telephone, money, yes or no, IBAN: read as people write them, explained, shown, and read again."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import is_valid

from modellkommune.blueprint import Known
from modellkommune.blueprint.fields import KINDS
from tests.blueprint.fields.test_fields import field, message, read
from tests.blueprint.people import DAY


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0221 4710100", "+492214710100", "0221 4710100"),
        ("0221 / 47 10-100", "+492214710100", "0221 4710100"),
        ("+49 (0)221 4710100", "+492214710100", "0221 4710100"),
        ("0049 221 4710100", "+492214710100", "0221 4710100"),
        ("+32 2 555 12 12", "+3225551212", "+32 2 555 12 12"),
    ],
)
def test_telephone_numbers_are_read_as_people_write_them(typed: str, stored: str, shown: str) -> None:
    assert read(field("phone"), {"x": typed}).value == stored
    assert KINDS["phone"].present(field("phone"), stored, "de") == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("morgens", "keine Telefonnummer"),
        ("47", "fehlen Ziffern"),
        ("+999 12345678", "Landesvorwahl"),
        ("0221 4710100471010047101", "zu viele Ziffern"),
        ("0221 4710100 ext. 5", "Bindestrich"),
    ],
)
def test_what_is_no_telephone_number_is_explained(typed: str, words: str) -> None:
    assert words in message(read(field("phone"), {"x": typed}))


def test_a_telephone_is_filled_in_from_the_log_in_if_it_can_be_read() -> None:
    one = field("phone", prefill="identity.phone")
    known = Known({}, None, DAY)
    assert KINDS["phone"].prefilled(one, {"phone": "0221 4710100"}, known) == "+492214710100"
    assert KINDS["phone"].prefilled(one, {"phone": "keins"}, known) is None
    assert KINDS["phone"].prefilled(one, {}, known) is None


@given(st.integers(min_value=10**6, max_value=10**8 - 1))
def test_a_telephone_number_shown_is_read_again_unchanged(number: int) -> None:
    stored = read(field("phone"), {"x": f"0221 {number}"}).value
    (control,) = KINDS["phone"].inputs(field("phone"), stored, {}, "de")
    assert read(field("phone"), {"x": control.value}).value == stored
    assert is_valid(KINDS["phone"].json_schema(field("phone")), stored)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("12", 1200), ("12,50", 1250), ("12.50 €", 1250), ("1.234,50", 123450), ("1 234,50 EUR", 123450)],
)
def test_amounts_are_read_as_people_write_them(typed: str, cents: int) -> None:
    assert read(field("money"), {"x": typed}).value == cents


def test_amounts_name_what_is_wrong_and_their_bounds() -> None:
    rent = field("money", min=Decimal("10.00"), max=Decimal("900.00"))
    assert "12,50" in message(read(rent, {"x": "12,5"}))
    assert "12,50" in message(read(rent, {"x": "viel"}))
    assert "mindestens 10,00 €" in message(read(rent, {"x": "9,99"}))
    assert "höchstens 900,00 €" in message(read(rent, {"x": "900,01"}))
    assert json.dumps(KINDS["money"].json_schema(rent)).count("1000") == 1


@given(st.integers(min_value=0, max_value=10**10), st.sampled_from(["de", "en"]))
def test_an_amount_shown_is_read_again_to_the_cent(cents: int, language: str) -> None:
    (control,) = KINDS["money"].inputs(field("money"), cents, {}, language)
    assert read(field("money"), {"x": control.value}).value == cents
    assert read(field("money"), {"x": KINDS["money"].present(field("money"), cents, "de")}).value == cents


def test_yes_and_no_are_answers_and_silence_is_none() -> None:
    one = field("yes-no", no={"de": "Nein, noch nicht", "en": "Not yet"})
    assert [read(one, {"x": word}).value for word in ("yes", "no")] == [True, False]
    assert KINDS["yes-no"].present(one, False, "de") == "Nein, noch nicht"
    assert "Ja oder Nein" in message(read(one, {"x": "maybe"}))
    (control,) = KINDS["yes-no"].inputs(one, None, {}, "de")
    assert not any(option.selected for option in control.options)


@pytest.mark.parametrize("answer", [True, False])
def test_a_yes_or_no_shown_is_read_again_unchanged(answer: bool) -> None:
    (control,) = KINDS["yes-no"].inputs(field("yes-no"), answer, {}, "de")
    (chosen,) = [option.value for option in control.options if option.selected]
    assert read(field("yes-no"), {"x": chosen}).value is answer


GERMAN = "DE89370400440532013000"


@pytest.mark.parametrize(
    "typed", [GERMAN, "de89 3704 0044 0532 0130 00", "IBAN: DE89-3704-0044-0532-0130-00"]
)
def test_an_iban_may_be_written_in_any_way(typed: str) -> None:
    assert read(field("iban"), {"x": typed}).value == GERMAN
    assert KINDS["iban"].present(field("iban"), GERMAN, "de") == "DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("532013000", "zwei Buchstaben"),
        ("DE8937040044053201300", "hier sind es 21"),
        ("DE98370400440532013000", "vertauscht"),
        ("NL91ABNA041716430", "stimmt ein Zeichen nicht"),
    ],
)
def test_what_is_no_iban_is_explained(typed: str, words: str) -> None:
    assert words in message(read(field("iban"), {"x": typed}))


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_an_iban_shown_is_read_again_and_no_two_neighbours_may_be_swapped(account: int) -> None:
    body = f"{account:018d}"
    check = 98 - int(f"{body}131400") % 97
    value = read(field("iban"), {"x": f"DE{check:02d}{body}"}).value
    (control,) = KINDS["iban"].inputs(field("iban"), value, {}, "de")
    assert read(field("iban"), {"x": control.value}).value == value
    swapped = f"DE{check:02d}{body[1]}{body[0]}{body[2:]}"
    assert (read(field("iban"), {"x": swapped}).value is None) == (body[0] != body[1])
