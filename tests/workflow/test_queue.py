"""Jobs are queued with what they are about, or not at all, and hold up nothing else."""

import pytest
from django.db import connection, transaction

from modellkommune.workflow import queue
from modellkommune.workflow.jobs import AGAIN, SILENT
from tests.workflow.errands import queued


def locks() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs ORDER BY id")
        return [lock for (lock,) in cursor.fetchall()]


def test_a_job_is_undone_with_what_it_is_about(db: None) -> None:
    with pytest.raises(ZeroDivisionError):
        queue_and_fail()
    assert queued() == []


def queue_and_fail() -> None:
    with transaction.atomic():
        queue.later(queue.CHECK, "dueren", case_id=1)
        raise ZeroDivisionError


def test_things_of_the_same_number_do_not_wait_for_each_other(db: None) -> None:
    queue.later(queue.DELIVER, "dueren", message_id=3)
    queue.later(queue.CHECK, "dueren", case_id=3)
    queue.later(queue.CHECK, "musterstadt", case_id=3)
    assert len(set(locks())) == 3


def test_what_is_about_one_payment_runs_one_after_the_other(db: None) -> None:
    queue.later(queue.START_PAYMENT, "dueren", payment_id=3)
    queue.later(queue.FOLLOW_PAYMENT, "dueren", payment_id=3)
    assert len(set(locks())) == 1


def test_a_job_that_waits_already_is_not_queued_again(db: None) -> None:
    for _ in range(2):
        queue.once(queue.CHECK, "dueren", case_id=3)
        queue.once(queue.CHECK, "dueren", case_id=4)
    assert queued() == ["check_case", "check_case"]


def test_of_many_patient_jobs_those_that_wait_already_are_left_out(db: None) -> None:
    queue.once(queue.CHECK, "dueren", case_id=4)
    for _ in range(2):
        queue.patiently(queue.CHECK, "dueren", "case_id", [3, 4, 5])
    assert queued() == ["check_case"] * 3
    assert sorted(locks()) == ["dueren:case_id=3", "dueren:case_id=4", "dueren:case_id=5"]


def test_what_somebody_waits_for_at_the_screen_goes_before_patient_jobs(db: None) -> None:
    queue.patiently(queue.CHECK, "dueren", "case_id", [3, 4])
    queue.later(queue.START_PAYMENT, "dueren", payment_id=5)
    assert queued() == ["start_payment", "check_case", "check_case"]


def test_a_round_that_is_wanted_soon_is_queued_once(db: None) -> None:
    queue.round_soon()
    queue.round_soon()
    assert queued() == ["sweep"]


def test_a_failed_job_comes_back_and_one_that_somebody_waits_for_comes_soon() -> None:
    assert (AGAIN.max_attempts, SILENT.max_attempts) == (12, 12)
    assert SILENT.wait + SILENT.linear_wait * 12 + SILENT.exponential_wait < 120
