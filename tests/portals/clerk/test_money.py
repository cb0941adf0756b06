"""Matters of money: shown in plain sentences, closed once with a reason that nobody reads in passing."""

import datetime
from collections.abc import Callable

import pytest

from modellkommune.casework.cases.commands import open_case
from modellkommune.casework.payments.commands import demand, open_task
from modellkommune.casework.payments.models import PaymentTask
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from tests.casework.conftest import RESIDENT, opening
from tests.portals.clerk.conftest import enter

LIST = "/amt/zahlungen/"
KINDS = (
    "amount_differs",
    "paid_after_lapse",
    "paid_without_need",
    "refund_of_withdrawal",
    "unknown_transaction",
)


@pytest.fixture
def task(office: None) -> PaymentTask:
    """Money that came too late for a case of Alpha."""
    with municipality("alpha"):
        case = open_case(opening(), new_key(), RESIDENT)
        payment = demand(case, 3070, datetime.date(2026, 12, 31), "xbezahldienste")
        return open_task("paid_after_lapse", "T-77", 3000, payment)


def _open(town: str = "alpha") -> int:
    with municipality(town):
        return PaymentTask.objects.filter(done_at=None).count()


def test_the_list_says_what_happened_how_much_and_where(
    task: PaymentTask, person: Callable[..., Staff]
) -> None:
    client = enter(person("kim", alpha="clerk"))
    page = client.get(LIST).text
    for shown in (say("office.money.kind.paid_after_lapse", "de"), "30,00 €", "gefordert 30,70 €", "T-77"):
        assert shown in page
    assert task.payment is not None
    assert f'href="/amt/vorgang/{task.payment.case_id}/">BP-TEST1-AAAA2<' in page
    assert "Zahlung, die nicht passt" in client.get("/amt/").text


@pytest.mark.parametrize("kind", [*KINDS, "something_new"])
def test_every_kind_has_its_sentence(office: None, person: Callable[..., Staff], kind: str) -> None:
    with municipality("alpha"):
        open_task(kind, "T-1", 100)
    page = enter(person("kim", alpha="clerk")).get(LIST).text
    known = kind if kind in KINDS else "other"
    assert say(f"office.money.kind.{known}", "de") in page
    assert "Kein Vorgang" in page


def test_an_administrator_clears_up_money_and_reaches_no_case(
    task: PaymentTask, person: Callable[..., Staff]
) -> None:
    client = enter(person("kim", alpha="administrator"))
    page = client.get(LIST).text
    assert "BP-TEST1-AAAA2" in page
    assert "/amt/vorgang/" not in page
    assert '<p class="tile__count">1</p>' in client.get("/amt/").text


def test_closing_needs_a_reason_and_happens_once(task: PaymentTask, person: Callable[..., Staff]) -> None:
    kim = person("kim", alpha="clerk")
    client, address = enter(kim), f"{LIST}{task.pk}/erledigen/"
    assert "Bitte schreiben Sie, was Sie getan haben" in client.post(address, {"note": " "}).text
    assert _open() == 1
    for said in ("Die Zahlung ist geklärt", "Diese Zahlung war schon geklärt"):
        assert said in client.post(address, {"note": "An Frau Sommer erstattet"}, follow=True).text
    assert "schon geklärt" in client.get(address, follow=True).text
    with municipality("alpha"):
        [entry] = Entry.objects.filter(verb="payment_task_closed")
    assert (entry.subject, entry.actor_id) == (f"payment_task:{task.pk}", str(kim.pk))
    assert "Sommer" not in str(vars(entry))
    assert _open() == 0


def test_the_money_of_another_town_is_not_there(task: PaymentTask, person: Callable[..., Staff]) -> None:
    client = enter(person("kim", beta="clerk"), "beta")
    assert client.post(f"{LIST}{task.pk}/erledigen/", {"note": "weg"}).status_code == 404
    assert "T-77" not in client.get(LIST).text
    assert _open() == 1
