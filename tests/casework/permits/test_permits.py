"""A case leads to one permit; it is found by number, person and plate, and read by nobody from the table."""

import datetime

import pytest

from modellkommune.casework.cases.models import Case
from modellkommune.casework.permits.commands import (
    Terms,
    issue_permit,
    person_digest,
    plate_digest,
    prepare_permit,
)
from modellkommune.casework.permits.models import Permit
from modellkommune.casework.permits.queries import (
    content_of,
    is_valid,
    permits_held,
    running_permits_of_zones,
)

FIRST, LAST = datetime.date(2026, 12, 3), datetime.date(2027, 12, 2)
ANNA, BERT = "a" * 64, "b" * 64


@pytest.fixture
def permit(case: Case) -> Permit:
    """An issued permit."""
    made = prepare_permit(case, "PA-1", Terms(ANNA, "G", ("DN-A 123",), FIRST, LAST), {})
    issue_permit(made, b"seal", "file")
    return made


def test_a_second_attempt_makes_the_same_permit(case: Case, permit: Permit) -> None:
    again = prepare_permit(case, "PA-2", Terms(ANNA, "G", ("DN-A 123",), FIRST, LAST), {})
    assert (again.pk, again.number) == (permit.pk, "PA-1")


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (FIRST - datetime.timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + datetime.timedelta(days=1), False),
    ],
)
def test_it_is_valid_from_its_first_to_its_last_day(
    permit: Permit, day: datetime.date, *, valid: bool
) -> None:
    assert is_valid("PA-1", day) is valid


def test_before_it_is_issued_it_is_not_valid(case: Case) -> None:
    prepare_permit(case, "PA-1", Terms(ANNA, "G", ("DN-A 123",), FIRST, LAST), {})
    assert not is_valid("PA-1", FIRST)


def test_the_table_shows_neither_plate_nor_person(case: Case, permit: Permit) -> None:
    row = Permit.objects.get()
    assert b"DN-A" not in bytes(row.content)
    assert content_of(row, case)["plates"] == ["DN-A 123"]


def test_a_person_is_counted_however_the_name_is_spelled(case: Case) -> None:
    anna = person_digest({"family_name": "Müller", "given_name": "Anna", "birth_date": "1990-05-01"})
    issue_permit(
        prepare_permit(case, "PA-1", Terms(anna, "G", ("DN-A 123",), FIRST, LAST), {}), b"seal", "file"
    )
    spelled = person_digest({"family_name": "MUELLER", "given_name": "ANNA", "birth_date": "1990-05-01"})
    assert permits_held(spelled, "", FIRST, except_case=0)[0] == 1
    assert permits_held(spelled, "", FIRST, except_case=case.pk)[0] == 0
    assert permits_held(spelled, "", LAST + datetime.timedelta(days=1), except_case=0)[0] == 0


def test_a1_plates_are_told_apart_by_their_separators(permit: Permit) -> None:
    assert permits_held(BERT, plate_digest("DN-A 123"), FIRST, except_case=0)[1] == 1
    assert permits_held(BERT, plate_digest("D-NA 123"), FIRST, except_case=0)[1] == 0


def test_b6_the_same_car_of_the_same_person_is_no_other_person(permit: Permit) -> None:
    assert permits_held(ANNA, plate_digest("DN-A 123"), FIRST, except_case=0)[1] == 0


def test_running_permits_of_a_zone_are_listed_by_case_number(case: Case, permit: Permit) -> None:
    assert running_permits_of_zones(("G", "H"), LAST) == (("G", case.number, LAST),)
    assert running_permits_of_zones(("H",), LAST) == ()
    assert running_permits_of_zones(("G",), LAST + datetime.timedelta(days=1)) == ()


def test_a14_a_permit_for_changing_vehicles_is_no_plate(case: Case) -> None:
    terms = Terms(ANNA, "G", ("wechselnde Fahrzeuge",), FIRST, LAST)
    made = prepare_permit(case, "PA-1", terms, {})
    issue_permit(made, b"seal", "file")
    assert is_valid("PA-1", FIRST)
    assert permits_held(BERT, plate_digest("DN-A 123"), FIRST, except_case=0)[1] == 0
