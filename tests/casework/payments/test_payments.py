"""Money is demanded once, booked once, and never lost: what does not fit becomes a task for a person."""

import datetime

import pytest

from modellkommune.casework.cases.models import Case
from modellkommune.casework.payments.commands import (
    close_task,
    demand,
    lapse,
    open_task,
    record_result,
    record_transaction,
    try_again,
)
from modellkommune.casework.payments.errors import NothingDue, PaymentAlreadySettled, TaskNotFound
from modellkommune.casework.payments.models import FAILED, SETTLED, STARTED, Booking, Payment
from modellkommune.casework.payments.port import Transaction
from modellkommune.casework.payments.queries import count_open_tasks, locked_payment, open_tasks
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry

DUE_ON = datetime.date(2026, 12, 31)


def paid(status: str = "settled", cents: int = 3070) -> Transaction:
    """What the payment service says."""
    return Transaction("T1", "https://pay.example/T1", status, cents)  # type: ignore[arg-type]


@pytest.fixture
def payment(case: Case) -> Payment:
    """A payment whose transaction has been made."""
    demanded = demand(case, 3070, DUE_ON, "xbezahldienste")
    record_transaction(demanded, paid("open"))
    return locked_payment(demanded.pk)


def test_it_is_demanded_once(case: Case, payment: Payment) -> None:
    assert demand(case, 3070, DUE_ON, "xbezahldienste").pk == payment.pk


def test_a_repeated_result_is_booked_once(payment: Payment) -> None:
    for _ in range(3):
        record_result(locked_payment(payment.pk), paid())
    assert Booking.objects.count() == 1
    assert locked_payment(payment.pk).state == SETTLED


def test_another_amount_is_not_booked_but_looked_at(payment: Payment) -> None:
    assert record_result(payment, paid(cents=1)) is None
    assert (locked_payment(payment.pk).state, [task.kind for task in open_tasks()]) == (
        STARTED,
        ["amount_differs"],
    )


def test_money_after_the_end_is_booked_and_looked_at(payment: Payment) -> None:
    lapse(payment)
    record_result(locked_payment(payment.pk), paid())
    assert Booking.objects.count() == 1
    assert [task.kind for task in open_tasks()] == ["paid_after_lapse"]


def test_a_failed_attempt_is_followed_by_a_new_one_with_its_own_key(case: Case, payment: Payment) -> None:
    record_result(payment, paid("failed"))
    again = try_again(case)
    assert (locked_payment(payment.pk).state, again.attempt) == (FAILED, 2)
    assert again.request_id != payment.request_id


def test_an_open_attempt_is_not_doubled(case: Case, payment: Payment) -> None:
    assert try_again(case).pk == payment.pk


def test_what_is_paid_cannot_be_paid_again(case: Case, payment: Payment) -> None:
    record_result(payment, paid())
    with pytest.raises(PaymentAlreadySettled):
        try_again(case)


def test_where_nothing_is_due_there_is_nothing_to_pay(case: Case) -> None:
    with pytest.raises(NothingDue):
        try_again(case)


def test_a_late_failure_does_not_undo_a_booking(payment: Payment) -> None:
    record_result(payment, paid())
    record_result(locked_payment(payment.pk), paid("failed"))
    assert locked_payment(payment.pk).state == SETTLED


@pytest.mark.parametrize("has_case", [True, False])
def test_a_task_is_closed_once_by_a_person(payment: Payment, has_case: bool) -> None:
    task = open_task("unknown_transaction", "T9", 3070, payment if has_case else None)
    official = Actor("staff", "7")
    assert close_task(task.pk, "An Frau Beispiel erstattet", official)
    assert not close_task(task.pk, "noch einmal", official)
    [entry] = Entry.objects.filter(subject=f"payment_task:{task.pk}", actor_kind="staff")
    assert (entry.verb, entry.actor_id) == ("payment_task_closed", "7")
    assert "Beispiel" not in str(vars(entry))
    assert (open_tasks(), count_open_tasks()) == ((), 0)


def test_a_task_that_does_not_exist_cannot_be_closed(case: Case) -> None:
    with pytest.raises(TaskNotFound):
        close_task(4711, "erstattet", Actor("staff", "7"))
