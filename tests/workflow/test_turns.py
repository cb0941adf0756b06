"""At each turn of a case the resident gets a mail, once."""

from modellkommune.casework.cases.states import ISSUED, PAID, READY, REVIEW
from modellkommune.casework.payments.commands import open_task
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.approval import finish_review, take_into_review
from modellkommune.workflow.handing_in import desk_of, hand_in
from modellkommune.workflow.money import clear_up
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.withdrawal import withdraw
from tests.foundation.files.samples import picture
from tests.workflow.errands import Errand, Simulator, apply, mails, official_of, work_off


def _subjects(errand: Errand) -> list[str]:
    """What her mails are about, the oldest first."""
    number = errand.case.number
    return [letter.subject for letter in reversed(mails(errand.town)) if number in letter.subject]


def _paid(errand: Errand) -> None:
    work_off()
    errand.pay()
    follow_payment(errand.town, errand.payment.pk)
    work_off()


def test_who_waits_for_an_official_after_paying_is_told_that_the_money_came(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt", level="")
    work_off()
    finish_review(errand.town, errand.case.pk, official_of(errand.town), "gesehen")
    _paid(errand)
    follow_payment(errand.town, errand.payment.pk)
    work_off()
    assert errand.state == PAID
    assert _subjects(errand).count(f"Ihre Zahlung ist da: Antrag {errand.case.number}") == 1


def test_who_gets_the_permit_at_once_gets_no_mail_about_the_money(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    _paid(errand)
    assert errand.state == ISSUED
    assert not [subject for subject in _subjects(errand) if "Zahlung" in subject]


def test_who_hands_evidence_in_is_told_that_it_came(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt", level="")
    work_off()
    with municipality(errand.town):
        case = errand.case
        store(picture(), "ausweis.jpg", case.key, desk_of(case, "id_photo"))
    hand_in(errand.town, errand.case.pk)
    work_off()
    assert _subjects(errand).count(f"Ihr Nachweis ist da: Antrag {errand.case.number}") == 1


def test_who_gets_money_back_is_told_once_it_is_on_its_way(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    with municipality(errand.town):
        task = open_task("refund", errand.case.number, 4600, errand.payment)
    for _ in range(2):
        clear_up(errand.town, task.pk, official_of(errand.town), "überwiesen")
    work_off()
    assert _subjects(errand).count(f"Sie bekommen Geld zurück: Antrag {errand.case.number}") == 1


def test_who_withdraws_is_told_so_once(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    for _ in range(2):
        withdraw(errand.town, errand.case.pk)
    work_off()
    assert [subject for subject in _subjects(errand) if "zurückgenommen" in subject] == [
        f"Ihr Antrag {errand.case.number} ist zurückgenommen"
    ]


def test_who_is_taken_into_review_by_an_official_is_told_so_once(germany: Simulator) -> None:
    errand = apply(germany, "dueren")
    work_off()
    assert errand.state == READY
    for _ in range(2):
        take_into_review(errand.town, errand.case.pk, official_of(errand.town), "Bitte ansehen.")
    work_off()
    assert errand.state == REVIEW
    assert [subject for subject in _subjects(errand) if "sehen uns" in subject] == [
        f"Wir sehen uns Ihren Antrag {errand.case.number} an"
    ]
