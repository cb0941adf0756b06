"""A hundred wrong passwords: throttled, no lock-out by strangers, and nobody learns who has an account."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client

from modellkommune.foundation.guarding.queries import bans
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import visitors
from modellkommune.pages.limits import PASSWORDS
from tests.portals.clerk.conftest import PASSWORD, browser, enter

LOGIN = "/amt/konto/anmelden/"
WAIT = "zu viele Versuche"
Person = Callable[..., Staff]


def _tries(
    client: Client, count: int, email: str = "", address: str = "203.0.113.7", each: bool = False
) -> int:
    """How many of so many wrong passwords were looked at."""
    looked_at = 0
    for number in range(count):
        sender = f"198.51.100.{number}" if each else address
        typed = {"login": email or f"nobody{number}@office.example", "password": "falsch"}
        looked_at += WAIT not in client.post(LOGIN, typed, REMOTE_ADDR=sender).text
    return looked_at


def _lets_in(client: Client, staff: Staff, address: str = "192.0.2.1") -> bool:
    answer = client.post(LOGIN, {"login": staff.email, "password": PASSWORD}, REMOTE_ADDR=address)
    return answer.status_code == 302


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute and no hour ends during a test."""
    monkeypatch.setattr(visitors, "time", SimpleNamespace(time=lambda: 1_800_000_000.0))


def test_a_hundred_wrong_passwords_on_one_account_lock_out_neither_its_owner_elsewhere_nor_her_colleagues(
    person: Person,
) -> None:
    kim, alex = person("kim", alpha="clerk"), person("alex", alpha="clerk")
    hers = enter(kim)
    hers.post("/amt/konto/abmelden/")
    assert _tries(browser(), 100, kim.email) == PASSWORDS["place"].most
    assert _lets_in(hers, kim, "203.0.113.7")
    assert _lets_in(browser(), kim)
    assert _lets_in(browser(), alex)


def test_one_account_from_a_hundred_addresses_is_throttled_and_its_owner_s_browser_is_not(
    person: Person,
) -> None:
    kim = person("kim", alpha="clerk")
    hers = enter(kim)
    hers.post("/amt/konto/abmelden/")
    assert _tries(browser(), 100, kim.email, each=True) <= PASSWORDS["account"].most
    assert not _lets_in(browser(), kim)
    assert _lets_in(hers, kim)


def test_who_tries_one_account_for_an_hour_from_one_address_shuts_its_owner_out_nowhere_else() -> None:
    place, account = PASSWORDS["place"], PASSWORDS["account"]
    assert place.most * account.seconds / place.seconds < account.most


def test_a_hundred_accounts_from_one_address_are_throttled_and_other_addresses_are_not(
    person: Person,
) -> None:
    kim = person("kim", alpha="clerk")
    assert _tries(browser(), 100) <= PASSWORDS["network"].most
    assert _lets_in(browser(), kim)


def test_who_goes_on_and_on_is_shut_out_of_the_portal(person: Person) -> None:
    person("kim", alpha="clerk")
    _tries(browser(), 150, "kim@office.example")
    with municipality("alpha"):
        assert [banned.reason for banned in bans()] == ["log-ins"]


def test_right_passwords_never_count(person: Person) -> None:
    kim = person("kim", alpha="clerk")
    assert all(_lets_in(browser(), kim) for _ in range(3 * PASSWORDS["place"].most))


def test_a_mark_of_one_account_is_none_for_another(person: Person) -> None:
    kim, alex = person("kim", alpha="clerk"), person("alex", alpha="clerk")
    hers = enter(kim)
    hers.post("/amt/konto/abmelden/")
    assert _tries(hers, 20, alex.email) == PASSWORDS["place"].most


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher, worked = type(get_hasher()), []

    def counted(work: Callable[..., object]) -> Callable[..., object]:
        return lambda *words: (worked.append(1), work(*words))[1]

    for kind in ("encode", "verify"):  # either takes as long as the other
        monkeypatch.setattr(hasher, kind, counted(getattr(hasher, kind)))
    kim = person("kim", alpha="clerk")
    work = []
    for email in (kim.email, "nobody@office.example"):
        worked.clear()
        browser().post(LOGIN, {"login": email, "password": "falsch"}, REMOTE_ADDR="192.0.2.1")
        work.append(len(worked))
    assert work == [1, 1], "whoever waits less learns that nobody has this address"
