"""A case leads to one permit; it is found by number, person and plate, and read by nobody from the table."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from modellkommune.casework.cases.commands import move_held
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import WITHDRAWN
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
    hold_permits_of,
    is_valid,
    permits_of_person,
    permits_of_plates,
    running_permits_of_zones,
)
from modellkommune.foundation.tenants.context import municipality
from tests.casework.conftest import RESIDENT

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
    assert permits_of_person(spelled, FIRST, except_case=0) == (1, LAST)
    assert permits_of_person(spelled, FIRST, except_case=case.pk) == (0, None)
    assert permits_of_person(spelled, LAST + datetime.timedelta(days=1), except_case=0) == (0, None)


def test_a1_plates_are_told_apart_by_their_separators(permit: Permit) -> None:
    assert permits_of_plates((plate_digest("DN-A 123"),), BERT, FIRST) == 1
    assert permits_of_plates((plate_digest("D-NA 123"),), BERT, FIRST) == 0


def test_b6_the_same_car_of_the_same_person_is_no_other_person(permit: Permit) -> None:
    assert permits_of_plates((plate_digest("DN-A 123"),), ANNA, FIRST) == 0


@pytest.mark.parametrize(
    "printed", ["MST-KH 81", "MST-KH 81 E", "MST-KH 81 H", "MST-KH 81 E 04-10", "JUL-A 1 E"]
)
def test_a7_a_plate_is_found_by_its_core_whatever_is_printed_behind(case: Case, printed: str) -> None:
    prepare_permit(case, "PA-1", Terms(ANNA, "G", (printed,), FIRST, LAST), {})
    core = "JUL-A 1" if printed.startswith("JUL") else "MST-KH 81"
    for asked in (core, f"{core} E", f"{core} 03-11"):
        assert permits_of_plates((plate_digest(asked),), BERT, FIRST) == 1
    assert permits_of_plates((plate_digest(f"{core}1"), plate_digest("M-KH 81")), BERT, FIRST) == 0


def test_any_of_several_plates_is_found_and_a_permit_counted_once(case: Case) -> None:
    prepare_permit(case, "PA-1", Terms(ANNA, "G", ("DN-A 1", "DN-B 2 E"), FIRST, LAST), {})
    asked = [plate_digest(plate) for plate in ("DN-C 3", "DN-B 2", "DN-A 1")]
    assert permits_of_plates(asked, BERT, FIRST) == 1
    assert permits_of_plates(asked[:1], BERT, FIRST) == 0


def test_a_permit_counts_before_it_is_issued_and_not_once_its_case_came_to_nothing(case: Case) -> None:
    prepare_permit(case, "PA-1", Terms(ANNA, "G", ("DN-A 1",), FIRST, LAST), {})
    plates = (plate_digest("DN-A 1"),)
    assert (permits_of_person(ANNA, FIRST, 0)[0], permits_of_plates(plates, BERT, FIRST)) == (1, 1)
    move_held(case, WITHDRAWN, RESIDENT)
    assert (permits_of_person(ANNA, FIRST, 0)[0], permits_of_plates(plates, BERT, FIRST)) == (0, 0)


def _waits_for(person: str, plates: tuple[str, ...]) -> bool:
    """Whether another unit of work would have to wait before it may grant."""
    try:
        with municipality("alpha"), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            hold_permits_of(person, plates)
    except OperationalError:
        return True
    finally:
        connection.close()
    return False


def test_who_grants_keeps_others_from_granting_to_the_same_person_or_car(
    committed_db: None, two_towns: tuple[str, str]
) -> None:
    car, other = plate_digest_of("alpha", "DN-A 1"), plate_digest_of("alpha", "DN-A 2")
    with ThreadPoolExecutor(1) as elsewhere:
        with municipality("alpha"):
            hold_permits_of(ANNA, (car,))
            asked = [(ANNA, ()), (BERT, (other, car)), (BERT, (other,))]
            waits = [elsewhere.submit(_waits_for, *each).result() for each in asked]
        assert waits == [True, True, False]
        assert not elsewhere.submit(_waits_for, ANNA, (car,)).result()


def plate_digest_of(town: str, plate: str) -> str:
    """The digest of a plate in a town."""
    with municipality(town):
        return plate_digest(plate)


def test_running_permits_of_a_zone_are_listed_by_case_number(case: Case, permit: Permit) -> None:
    assert running_permits_of_zones(("G", "H"), LAST) == (("G", case.number, LAST),)
    assert running_permits_of_zones(("H",), LAST) == ()
    assert running_permits_of_zones(("G",), LAST + datetime.timedelta(days=1)) == ()


def test_a14_a_permit_for_changing_vehicles_is_no_plate(case: Case) -> None:
    terms = Terms(ANNA, "G", ("wechselnde Fahrzeuge",), FIRST, LAST)
    made = prepare_permit(case, "PA-1", terms, {})
    issue_permit(made, b"seal", "file")
    assert is_valid("PA-1", FIRST)
    assert permits_of_plates((plate_digest("DN-A 123"),), BERT, FIRST) == 0
