"""A process that dies at a named moment loses nothing acknowledged and repeats nothing done.

Real worker processes, killed by SIGKILL at the moment their environment names; another one finishes.
"""

import base64
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as installation
from django.db import connections

from modellkommune.casework.applications.models import Application
from modellkommune.casework.cases.states import CHECKING, ISSUED, PAYMENT_DUE, REFUSED, REVIEW
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import MOMENTS
from modellkommune.workflow import queue
from tests.workflow.deaths import LATER_DEATHS
from tests.workflow.errands import Errand, Simulator, apply, draft_of, hand_in, work_off
from tests.workflow.house import (
    KILLED,
    TOWN,
    House,
    address,
    assert_each_mail_arrived_once,
    in_review,
    waiting_jobs,
)
from tests.workflow.keychange import die_when_keys_are_rewrapped
from tests.workflow.mailserver import MailServer
from tests.workflow.programs import REFUSE, SUBMIT
from tests.workflow.stand import die_when_the_wheel_is_turned

REFUSING = ("case_refused", "decision_recorded", "decision_provided")


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def environment(
    database_urls: tuple[str, str], running_simulator: Simulator, mail_server: MailServer
) -> dict[str, str]:
    """The environment of processes that belong to the installation of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MODELLKOMMUNE_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "modellkommune.settings",
        "DATABASE_URL": database_urls[0],
        "MODELLKOMMUNE_HOME": str(installation.MODELLKOMMUNE_HOME),
        "MODELLKOMMUNE_MASTER_KEY": base64.b64encode(installation.MASTER_KEY).decode(),
        "MODELLKOMMUNE_SECRET_KEY": installation.SECRET_KEY,
        "MODELLKOMMUNE_SIMULATOR_INTERNAL_URL": running_simulator.address,
        "MODELLKOMMUNE_MAIL_URL": mail_server.url,
    }


@pytest.fixture
def house(
    towns: None,
    simulator: Simulator,
    mail_server: MailServer,
    environment: dict[str, str],
    django_db_blocker: Any,
) -> Iterator[House]:
    """The installation, with real commits; jobs and permits go afterwards (nobody gets a second permit)."""
    with django_db_blocker.unblock():
        try:
            yield House(simulator, mail_server, environment)
        finally:
            with connections["owner"].cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs")
                cursor.execute("TRUNCATE permits_permit, permits_permitplate")
            connections.close_all()


def checked(house: House) -> Errand:
    """A case whose fee is demanded; nothing is queued but the transaction and mails."""
    errand = apply(house.simulator, TOWN, email=address())
    work_off("check_case")
    return errand


def paying(house: House) -> Errand:
    """A case that its resident has just paid for; only the question what became of it is queued."""
    errand = checked(house)
    work_off()
    errand.pay()
    with municipality(TOWN):
        queue.later(queue.FOLLOW_PAYMENT, TOWN, payment_id=errand.payment.pk)
    return errand


def granted(house: House) -> Errand:
    """A case that is paid and granted; only the papers are queued."""
    errand = paying(house)
    work_off("follow_payment")
    return errand


def assert_one_of_everything(house: House, errand: Errand, twice: tuple[str, ...] = ()) -> None:
    """The case has come to its end, and each thing was done once, by whatever number of attempts.

    Only the mails whose Message-IDs are named came `twice`.
    """
    assert (errand.state, errand.bookings, len(errand.payments)) == (ISSUED, [4600], 1)
    assert (errand.permit.state, len(errand.decisions)) == ("issued", 1)
    for part in ("population", "vehicle"):
        assert house.simulator.asked(errand.request(f"{part}-register")) == 1
    assert house.simulator.work("payment", str(errand.payment.request_id)) == 1
    assert house.simulator.work("payment-settled", errand.payment.transaction_id) == 1
    assert_each_mail_arrived_once(house, errand, twice)
    assert waiting_jobs() == []


def die_when_the_application_is_recorded(house: House) -> None:
    """Nothing was acknowledged: the draft is as it was, and handing it in again makes one case."""
    draft = draft_of(house.simulator, TOWN, email=address())
    assert house.run("-c", SUBMIT, str(draft.pk), kill_at="application_recorded") == KILLED
    with municipality(TOWN):
        assert not Draft.objects.get(pk=draft.pk).submitted
        assert not Application.objects.filter(draft_id=draft.pk).exists()
    errand = Errand(TOWN, hand_in(TOWN, draft), house.simulator)
    assert house.work() == 0
    assert errand.state == PAYMENT_DUE
    with municipality(TOWN):
        assert Application.objects.filter(draft_id=draft.pk).count() == 1
    assert_each_mail_arrived_once(house, errand)


def die_when_a_register_has_answered(house: House) -> None:
    """The answer is kept; the register is not asked again."""
    errand = apply(house.simulator, TOWN, email=address())
    assert house.work("register_answered") == KILLED
    assert (errand.state, errand.proposal) == (CHECKING, None)
    finish(house, errand)


def die_when_the_checks_are_recorded(house: House) -> None:
    """What was not committed is done again, from the answers that are kept."""
    errand = apply(house.simulator, TOWN, email=address())
    assert house.work("checks_recorded") == KILLED
    assert (errand.state, errand.payments) == (CHECKING, [])
    finish(house, errand)
    with municipality(TOWN):
        assert CheckRun.objects.filter(case_id=errand.case.pk).count() == 1


def die_when_the_transaction_is_made(house: House) -> None:
    """The payment service has a transaction that the house does not know yet: it is found, not made twice."""
    errand = checked(house)
    assert house.work("transaction_made") == KILLED
    assert house.simulator.work("payment", str(errand.payment.request_id)) == 1
    assert errand.payment.state == "due"
    finish(house, errand)


def die_when_the_payment_is_known(house: House) -> None:
    """The money is there and not booked yet: it is booked once."""
    errand = paying(house)
    assert house.work("payment_known") == KILLED
    assert (errand.state, errand.bookings) == (PAYMENT_DUE, [])
    house.recover()
    assert_one_of_everything(house, errand)


def die_when_the_payment_is_booked(house: House) -> None:
    """What is booked stays booked, and is not booked again."""
    errand = paying(house)
    assert house.work("payment_booked") == KILLED
    assert errand.bookings == [4600]
    house.recover()
    assert_one_of_everything(house, errand)


def die_when_the_document_is_written(house: House) -> None:
    """The papers were lost with the process: they are made again, with the same number."""
    errand = granted(house)
    assert house.work("document_written") == KILLED
    number = errand.permit.number
    assert (errand.permit.state, errand.permit.document) == ("prepared", "")
    house.recover()
    assert errand.permit.number == number
    assert_one_of_everything(house, errand)


def die_when_the_permit_is_recorded(house: House) -> None:
    """The resident has her permit: nothing of it changes."""
    errand = granted(house)
    assert house.work("permit_recorded") == KILLED
    before = (errand.state, errand.permit.number, errand.permit.document, bytes(errand.permit.seal))
    assert before[0] == ISSUED
    house.recover()
    assert (errand.state, errand.permit.number, errand.permit.document, bytes(errand.permit.seal)) == before
    assert_one_of_everything(house, errand)


def die_when_a_mail_is_accepted(house: House) -> None:
    """Nobody has noted that the mail is out: it goes out once more, and its Message-ID is the same."""
    errand = checked(house)
    assert house.work("mail_accepted") == KILLED
    [first] = house.mail.ids_to(errand.application["answers"]["email"])
    finish(house, errand, twice=(first,))


def die_when_a_mail_is_sent(house: House) -> None:
    """The mail that is out is not sent again under another name."""
    errand = checked(house)
    assert house.work("mail_sent") == KILLED
    [first] = house.mail.ids_to(errand.application["answers"]["email"])
    finish(house, errand)
    assert house.mail.ids_to(errand.application["answers"]["email"]).count(first) == 1


def die_when_a_refusal_is_recorded(house: House) -> None:
    """Nothing was acknowledged to the official, who refuses once more."""
    errand, words = in_review(house)
    assert house.run("-c", REFUSE, *words, kill_at="refusal_recorded") == KILLED
    assert (errand.state, errand.decisions, waiting_jobs()) == (REVIEW, [], [])
    assert house.run("-c", REFUSE, *words) == 0
    assert house.work() == 0
    assert_refused_once(house, errand)


def die_when_a_refusal_is_written(house: House) -> None:
    """The paper was lost with the process: it is written again."""
    errand = refused(house)
    assert house.work("refusal_written") == KILLED
    assert (errand.state, errand.decisions[0].document) == (REFUSED, "")
    house.recover()
    assert_refused_once(house, errand)


def die_when_a_refusal_is_provided(house: House) -> None:
    """The resident has the paper: it stays."""
    errand = refused(house)
    assert house.work("refusal_provided") == KILLED
    before = errand.decisions[0].document
    house.recover()
    assert before == errand.decisions[0].document
    assert_refused_once(house, errand)


def refused(house: House) -> Errand:
    errand, words = in_review(house)
    assert house.run("-c", REFUSE, *words) == 0
    return errand


def assert_refused_once(house: House, errand: Errand) -> None:
    """There is one decision with one paper, and no permit."""
    assert [bool(decision.document) for decision in errand.decisions] == [True]
    assert (errand.state, errand.permits, waiting_jobs()) == (REFUSED, [], [])
    with municipality(TOWN):
        verbs = Entry.objects.filter(subject=f"case:{errand.case.pk}").values_list("verb", flat=True)
        assert sorted(verb for verb in verbs if verb in REFUSING) == sorted(REFUSING)
    assert_each_mail_arrived_once(house, errand)


def finish(house: House, errand: Errand, twice: tuple[str, ...] = ()) -> None:
    """Another worker takes over; the resident pays; the case has to come to its end."""
    house.recover()
    errand.pay()
    with municipality(TOWN):
        queue.later(queue.FOLLOW_PAYMENT, TOWN, payment_id=errand.payment.pk)
    assert house.work() == 0
    assert_one_of_everything(house, errand, twice)


DEATHS: dict[str, Callable[[House], None]] = {
    "application_recorded": die_when_the_application_is_recorded,
    "register_answered": die_when_a_register_has_answered,
    "checks_recorded": die_when_the_checks_are_recorded,
    "transaction_made": die_when_the_transaction_is_made,
    "payment_known": die_when_the_payment_is_known,
    "payment_booked": die_when_the_payment_is_booked,
    "document_written": die_when_the_document_is_written,
    "permit_recorded": die_when_the_permit_is_recorded,
    "refusal_recorded": die_when_a_refusal_is_recorded,
    "refusal_written": die_when_a_refusal_is_written,
    "refusal_provided": die_when_a_refusal_is_provided,
    "mail_accepted": die_when_a_mail_is_accepted,
    "mail_sent": die_when_a_mail_is_sent,
    **LATER_DEATHS,
    "wheel_turned": die_when_the_wheel_is_turned,
    "keys_rewrapped": die_when_keys_are_rewrapped,
}


def test_every_named_moment_is_tried() -> None:
    assert tuple(DEATHS) == MOMENTS


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_death_loses_nothing_and_repeats_nothing(house: House, moment: str) -> None:
    DEATHS[moment](house)


@pytest.mark.parametrize("moment", ["transaction_made", "mail_sent"])
def test_a_death_after_the_checks_is_made_up_for(house: House, moment: str) -> None:
    """One worker does all that a job leads to; whoever takes over finds what is left."""
    errand = apply(house.simulator, TOWN, email=address())
    assert house.work(moment) == KILLED
    assert (errand.state, waiting_jobs()) == (PAYMENT_DUE, ["modellkommune.check_case"])
    finish(house, errand)


@pytest.mark.parametrize("moment", ["document_written", "permit_recorded", "mail_sent"])
def test_a_death_after_the_payment_is_made_up_for(house: House, moment: str) -> None:
    errand = paying(house)
    assert house.work(moment) == KILLED
    assert errand.bookings == [4600]
    house.recover()
    assert_one_of_everything(house, errand)
