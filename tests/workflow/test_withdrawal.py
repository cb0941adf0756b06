"""A resident takes her application back before it is decided; what she paid is owed back to her."""

import pytest

from modellkommune.casework.cases.states import PAID, REVIEW, TRANSITIONS, WITHDRAWN
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow.access import code_of_case
from modellkommune.workflow.approval import approve, finish_review, take_into_review
from modellkommune.workflow.money import clear_up
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.sweeping import sweep
from modellkommune.workflow.withdrawal import TooLateToWithdraw, withdraw
from tests.workflow.errands import Errand, Simulator, apply, money_tasks, official_of, work_off
from tests.workflow.test_status_page import stranger

TOWN = "musterstadt"


@pytest.fixture
def paid(germany: Simulator) -> Errand:
    """Somebody without a log-in who has paid; an official still has to decide."""
    known_towns.forget()
    errand = apply(germany, TOWN, "sofort", level="")
    work_off()
    assert errand.state == REVIEW
    finish_review(TOWN, errand.case.pk, official_of(TOWN), "Ausweis gesehen")
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    assert (errand.state, errand.decisions, errand.bookings) == (PAID, [], [4600])
    return errand


def test_who_has_paid_withdraws_before_the_decision_and_the_money_is_owed_back(paid: Errand) -> None:
    withdraw(TOWN, paid.case.pk)
    withdraw(TOWN, paid.case.pk)
    sweep()
    work_off()
    assert (paid.state, paid.decisions, paid.permits) == (WITHDRAWN, [], [])
    assert money_tasks(TOWN) == [("refund_of_withdrawal", paid.case.number, 4600)]
    with municipality(TOWN):
        [entry] = Entry.objects.filter(verb="case_withdrawn")
    assert (entry.actor_kind, entry.actor_id) == ("resident", str(paid.case.holder))


def test_an_official_then_cannot_approve_it(paid: Errand) -> None:
    withdraw(TOWN, paid.case.pk)
    assert approve(TOWN, [paid.case.pk], official_of(TOWN)).approved == ()
    assert paid.decisions == []


def test_after_the_approval_it_is_too_late(paid: Errand) -> None:
    approve(TOWN, [paid.case.pk], official_of(TOWN))
    with pytest.raises(TooLateToWithdraw):
        withdraw(TOWN, paid.case.pk)
    assert money_tasks(TOWN) == []


def test_what_is_paid_and_in_review_again_can_be_withdrawn_too(paid: Errand) -> None:
    take_into_review(TOWN, paid.case.pk, official_of(TOWN), "Noch einmal ansehen")
    withdraw(TOWN, paid.case.pk)
    assert (paid.state, len(money_tasks(TOWN))) == (WITHDRAWN, 1)


def test_the_office_pays_back_and_closes_the_matter_once(paid: Errand) -> None:
    withdraw(TOWN, paid.case.pk)
    with municipality(TOWN):
        [task_id] = PaymentTask.objects.values_list("pk", flat=True)
    assert clear_up(TOWN, task_id, official_of(TOWN), "erstattet")
    assert not clear_up(TOWN, task_id, official_of(TOWN), "erstattet")


def test_the_page_says_before_and_after_that_the_money_comes_back(paid: Errand) -> None:
    client, page = stranger(), f"/vorgang/{paid.public_id}/"
    with municipality(TOWN):
        client.post(f"{page}zugang/", {"code": code_of_case(paid.case)})
    assert f'href="{page}zuruecknehmen/"' in client.get(page).text
    asked = client.get(f"{page}zuruecknehmen/").text
    assert "Sie haben schon 46,00 € bezahlt. Das Geld bekommen Sie zurück." in asked
    said = client.post(f"{page}zuruecknehmen/", follow=True).text
    assert "Sie haben den Antrag zurückgenommen" in said
    assert "Sie haben 46,00 € bezahlt. Das Geld bekommen Sie zurück." in said
    assert "46,00" not in stranger().get(page).text


def test_nothing_is_withdrawn_after_its_end() -> None:
    assert {state for state, following in TRANSITIONS.items() if WITHDRAWN in following} == {
        "submitted", "checking", "review", "ready", "payment_due", "paid",
    }  # fmt: skip
