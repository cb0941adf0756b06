"""Whatever the payment service calls back, and however often: one booking or a task, one permit."""

import datetime
import json

import pytest
from django.test import Client

from modellkommune.casework.cases.states import ISSUED, LAPSED, PAYMENT_DUE, WITHDRAWN
from modellkommune.casework.payments.errors import NothingDue
from modellkommune.casework.payments.models import Payment
from modellkommune.casework.payments.port import Transaction
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow.paying import STRANGERS, lapse_overdue_payments, pay_again, take_result
from modellkommune.workflow.sweeping import sweep
from modellkommune.workflow.withdrawal import withdraw
from tests.workflow.errands import Errand, Simulator, apply, money_tasks, queued, work_off

PATH = "/rueckmeldung/zahlung/"


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """A case in Musterstadt whose fee is due and whose transaction is made."""
    errand = apply(germany, "musterstadt")
    work_off()
    assert errand.state == PAYMENT_DUE
    return errand


def call_back(transaction_id: str, town: str = "musterstadt", status: str = "PAYED") -> int:
    """A notification as the payment service sends it; the answer's status."""
    told = {"originatorId": town, "transactionId": transaction_id, "status": status}
    answer = Client().post(
        PATH, json.dumps(told), content_type="application/json", headers={"host": f"{town}.localhost"}
    )
    return answer.status_code


def later(days: int) -> FixedClock:
    return FixedClock(clock.now() + datetime.timedelta(days=days))


def test_a_repeated_callback_books_once_and_issues_once(errand: Errand) -> None:
    errand.pay()
    for _ in range(3):
        assert call_back(errand.payment.transaction_id) == 204
    work_off()
    assert call_back(errand.payment.transaction_id) == 204
    work_off()
    assert (errand.state, errand.bookings, len(errand.permits)) == (ISSUED, [4600], 1)
    assert money_tasks("musterstadt") == []


def test_two_answers_that_arrive_at_the_same_time_are_one_booking(errand: Errand) -> None:
    answer = Transaction(errand.payment.transaction_id, "", "settled", 4600)
    for _ in range(2):
        with municipality("musterstadt"):
            take_result(errand.payment.pk, answer)
    assert (errand.bookings, money_tasks("musterstadt")) == ([4600], [])


def test_a_forged_callback_books_nothing(errand: Errand) -> None:
    assert call_back(errand.payment.transaction_id) == 204
    work_off()
    assert (errand.state, errand.bookings, errand.permits) == (PAYMENT_DUE, [], [])


def test_a_callback_that_never_comes_is_not_needed(errand: Errand) -> None:
    errand.pay()
    sweep()
    work_off()
    assert (errand.state, errand.bookings) == (ISSUED, [4600])


def test_a_callback_about_nothing_leads_to_nothing(errand: Errand) -> None:
    assert call_back("00000000-0000-4000-8000-000000000000") == 204
    work_off()
    assert (errand.bookings, money_tasks("musterstadt")) == ([], [])


def test_a_callback_about_nothing_is_not_asked_about_for_ever(errand: Errand) -> None:
    call_back("00000000-0000-4000-8000-000000000000")
    work_off()
    assert "hear_of_payment" not in queued()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"transactionId": "../../x"}', b"x" * 5000])
def test_a_callback_without_sense_is_refused(errand: Errand, body: bytes) -> None:
    answer = Client().post(
        PATH, body, content_type="application/json", headers={"host": "musterstadt.localhost"}
    )
    assert (answer.status_code, queued()) == (400, [])


def test_a_callback_at_another_municipality_books_nothing_there(errand: Errand) -> None:
    errand.pay()
    assert call_back(errand.payment.transaction_id, "dueren") == 204
    work_off()
    assert (errand.bookings, money_tasks("dueren")) == ([], [])


def test_money_that_comes_after_the_case_lapsed_becomes_a_task(errand: Errand) -> None:
    with clock.replaced_by(later(15)):
        assert lapse_overdue_payments("musterstadt") == 1
        assert errand.state == LAPSED
        errand.pay()
        for _ in range(2):
            call_back(errand.payment.transaction_id)
            work_off()
    assert (errand.state, errand.bookings, errand.permits) == (LAPSED, [4600], [])
    assert money_tasks("musterstadt") == [("paid_after_lapse", errand.payment.transaction_id, 4600)]


def test_money_that_comes_after_the_application_was_taken_back_becomes_one_task(errand: Errand) -> None:
    withdraw("musterstadt", errand.case.pk)
    errand.pay()
    for _ in range(2):
        call_back(errand.payment.transaction_id)
        work_off()
    assert (errand.state, errand.bookings, errand.permits) == (WITHDRAWN, [4600], [])
    assert money_tasks("musterstadt") == [("paid_after_lapse", errand.payment.transaction_id, 4600)]


def test_what_was_paid_on_the_last_day_does_not_lapse(errand: Errand) -> None:
    errand.pay()
    with clock.replaced_by(later(15)):
        sweep()
        work_off()
    assert (errand.state, errand.bookings) == (ISSUED, [4600])


def test_a_wrong_amount_is_not_booked_and_becomes_a_task(errand: Errand) -> None:
    with municipality("musterstadt"):
        Payment.objects.filter(pk=errand.payment.pk).update(amount_cents=4700)
    errand.pay()
    for _ in range(2):
        call_back(errand.payment.transaction_id)
        work_off()
    assert (errand.state, errand.bookings, errand.permits) == (PAYMENT_DUE, [], [])
    assert money_tasks("musterstadt") == [("amount_differs", errand.payment.transaction_id, 4600)]


def test_an_answer_about_another_transaction_is_no_answer(errand: Errand) -> None:
    errand.pay()
    errand.simulator.fault("payment", fault="wrong", variant="other")
    call_back(errand.payment.transaction_id)
    work_off()
    assert (errand.state, errand.bookings, money_tasks("musterstadt")) == (PAYMENT_DUE, [], [])
    errand.simulator.mend()
    work_off()
    assert (errand.state, errand.bookings) == (ISSUED, [4600])


def test_a_failed_attempt_is_followed_by_another(errand: Errand) -> None:
    first = errand.payment
    errand.pay("fail")
    call_back(first.transaction_id)
    work_off()
    assert (errand.payment.state, errand.state) == ("failed", PAYMENT_DUE)
    pay_again("musterstadt", errand.case.pk)
    work_off()
    second = errand.payment
    errand.pay()
    call_back(second.transaction_id)
    work_off()
    assert (errand.state, errand.bookings, second.attempt) == (ISSUED, [4600], 2)


def test_money_for_an_attempt_given_up_is_booked_and_becomes_a_task_not_a_second_permit(
    errand: Errand,
) -> None:
    first = errand.payment
    with municipality("musterstadt"):
        Payment.objects.filter(pk=first.pk).update(state="failed")
    pay_again("musterstadt", errand.case.pk)
    work_off()
    errand.pay()
    call_back(errand.payment.transaction_id)
    work_off()
    errand.simulator.decide(first, "pay")
    for _ in range(2):
        call_back(first.transaction_id)
        work_off()
    assert (errand.state, errand.bookings, len(errand.permits)) == (ISSUED, [4600, 4600], 1)
    assert money_tasks("musterstadt") == [("paid_without_need", first.transaction_id, 4600)]


def test_a_case_that_lapsed_is_not_paid_for_again(errand: Errand) -> None:
    with clock.replaced_by(later(15)):
        lapse_overdue_payments("musterstadt")
        with pytest.raises(NothingDue):
            pay_again("musterstadt", errand.case.pk)


def test_nothing_lapses_while_the_payment_service_is_silent(errand: Errand) -> None:
    errand.simulator.fault("payment", fault="down")
    with clock.replaced_by(later(15)):
        assert lapse_overdue_payments("musterstadt") == 0
    assert errand.state == PAYMENT_DUE


def test_the_sweep_asks_for_a_payment_once_however_often_it_comes(errand: Errand) -> None:
    for _ in range(3):
        sweep()
    assert queued().count("follow_payment") == 1


def test_the_payment_service_silent_leaves_everything_as_it_was(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    germany.fault("payment", fault="down")
    work_off()
    assert (errand.state, errand.payment.state, errand.payment.transaction_id) == (PAYMENT_DUE, "due", "")
    germany.mend()
    work_off()
    assert errand.payment.state == "started"
    assert errand.simulator.work("payment", str(errand.payment.request_id)) == 1


def test_a_transaction_whose_answer_got_lost_is_found_again(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    germany.fault("payment", fault="timeout_after_work", seconds=0, times=1)
    work_off()
    assert errand.payment.state == "due"
    work_off()
    assert (errand.payment.state, len(errand.payments)) == ("started", 1)
    assert errand.simulator.work("payment", str(errand.payment.request_id)) == 1


def test_a_stranger_s_money_becomes_a_task(errand: Errand) -> None:
    with municipality("musterstadt"):
        payment = errand.payment
        known_id, payment.transaction_id = payment.transaction_id, "another"
        payment.save(update_fields=["transaction_id"])
    payment.transaction_id = known_id
    errand.simulator.decide(payment, "pay")
    for _ in range(2):
        call_back(known_id)
        work_off("hear_of_payment")
    assert money_tasks("musterstadt") == [("unknown_transaction", known_id, 4600)]
    assert errand.bookings == []


def test_a_notification_that_is_sent_again_and_again_leads_to_one_question(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    for _ in range(5):
        assert call_back(errand.payment.transaction_id) == 204
        page = Client(headers={"host": "musterstadt.localhost"}).get(f"/vorgang/{errand.public_id}/bezahlt/")
        assert page.status_code == 302
    # Two jobs, each once: the notification is heard even while the other hangs on a worker that has died.
    assert sorted(queued()) == ["follow_payment", "hear_of_payment"]


def test_whoever_invents_transactions_does_not_fill_the_queue(errand: Errand) -> None:
    answers = {call_back(f"{number:08}-0000-4000-8000-000000000000") for number in range(200)}
    assert answers == {call_back(errand.payment.transaction_id)} == {204}
    waiting = queued()
    assert waiting == ["hear_of_payment"] * (1 + STRANGERS)
    call_back("00000000-0000-4000-8000-000000000000", "dueren")
    assert len(queued()) == len(waiting) + 1


def test_those_asked_about_make_room_for_others(errand: Errand) -> None:
    for _ in range(2):
        for number in range(100):
            call_back(f"{number:08}-0000-4000-8000-000000000000")
        assert len(work_off("hear_of_payment")) == STRANGERS
    assert money_tasks("musterstadt") == []
