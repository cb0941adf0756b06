"""Who logs in in order to apply is in the application, without another page between."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from modellkommune.blueprint import Service
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import limits
from modellkommune.pages.limits import Limit
from tests.foundation.identity.identity_provider import IdentityProvider

BEGIN = "/dienste/resident-parking/antrag/"
TOWN = "musterstadt"


@pytest.fixture
def visitor(musterstadt: str, provider: IdentityProvider) -> Client:
    """Somebody's browser."""
    return Client(headers={"host": f"{musterstadt}.localhost"})


def _log_in(visitor: Client, provider: IdentityProvider, onward: str) -> str:
    """Log in at the provider; where that leads."""
    away = visitor.get("/anmelden/", {"next": onward}).headers["Location"]
    return str(visitor.get("/anmelden/zurueck/", provider.log_in(away)).headers["Location"])


def test_a_log_in_to_apply_leads_to_the_first_step(visitor: Client, provider: IdentityProvider) -> None:
    address = _log_in(visitor, provider, BEGIN)
    page = visitor.get(address)
    assert address.endswith("/dwelling/")
    assert (page.status_code, "Lena Marie" in page.text) == (200, True)


def test_who_has_an_application_under_way_is_asked(visitor: Client, provider: IdentityProvider) -> None:
    _log_in(visitor, provider, BEGIN)
    assert _log_in(visitor, provider, BEGIN) == BEGIN
    page = visitor.get(BEGIN).text
    (primary,) = re.findall(r'kern-btn--primary"(.*?)</', page, re.DOTALL)
    assert "Weitermachen" in primary
    assert "Neuen Antrag anfangen" in page
    with municipality(TOWN):
        assert Draft.objects.count() == 1


def test_who_has_begun_without_a_log_in_goes_on_or_begins_anew(visitor: Client) -> None:
    how, anew = "Wie möchten Sie weitermachen?", "<h2>Oder neu beginnen</h2>"
    first = visitor.get(BEGIN).text
    assert (how in first, anew in first) == (True, False)
    visitor.post(BEGIN)
    page = visitor.get(BEGIN).text
    assert (how in page, anew in page) == (False, True)
    assert page.index("Weitermachen") < page.index(anew) < page.index("Ohne Anmeldung weiter")


def test_an_application_under_way_can_be_deleted_from_the_list(
    visitor: Client, provider: IdentityProvider
) -> None:
    _log_in(visitor, provider, BEGIN)
    (way,) = re.findall(r'href="(/antrag/[0-9a-f-]{36}/loeschen/)"', visitor.get(BEGIN).text)
    asked = visitor.get(way).text
    assert "Alles, was Sie darin eingetragen haben, ist dann weg" in asked
    with municipality(TOWN):
        assert Draft.objects.count() == 1, "asked first"
    page = visitor.post(way, follow=True).text
    assert "Der angefangene Antrag ist gelöscht" in page
    assert "Weiter zum Antrag" in page
    with municipality(TOWN):
        assert not Draft.objects.exists()


@pytest.mark.parametrize("onward", ["/dienste/", "/dienste/resident-parking/", "/dienste/unknown/antrag/"])
def test_a_log_in_for_something_else_begins_nothing(
    visitor: Client, provider: IdentityProvider, onward: str
) -> None:
    assert _log_in(visitor, provider, onward) == onward
    with municipality(TOWN):
        assert not Draft.objects.exists()


@pytest.fixture
def demanding(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service as it would be if it were for people who have proved who they are."""
    with municipality(TOWN):
        service = current("resident-parking")
    monkeypatch.setitem(service.trust, "minimum", "high")
    return service


@pytest.mark.usefixtures("demanding")
class TestAServiceThatNeedsALogIn:
    def test_it_offers_no_other_way(self, visitor: Client) -> None:
        page = visitor.get(BEGIN).text
        assert "stufe=high" in page
        assert "Ohne Anmeldung weiter" not in page

    def test_nobody_begins_without(self, visitor: Client) -> None:
        assert visitor.post(BEGIN).status_code == 200
        with municipality(TOWN):
            assert not Draft.objects.exists()

    def test_a_log_in_of_the_right_level_leads_to_the_first_step(
        self, visitor: Client, provider: IdentityProvider
    ) -> None:
        assert _log_in(visitor, provider, BEGIN).endswith("/dwelling/")


def test_an_application_begun_before_the_log_in_was_needed_is_not_handed_in_without(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = visitor.post(BEGIN, headers={"origin": f"http://{TOWN}.localhost"}).headers["Location"]
    with municipality(TOWN):
        monkeypatch.setitem(current("resident-parking").trust, "minimum", "low")
    check = address.replace("/dwelling/", "/pruefen/")
    sent = visitor.post(check, {"declared": "yes"}, headers={"origin": f"http://{TOWN}.localhost"})
    assert sent.headers["Location"] == BEGIN


def test_a_service_without_log_in_offers_none(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with municipality(TOWN):
        monkeypatch.setitem(current("resident-parking").trust, "offered", "none")
    page = visitor.get(BEGIN).text
    assert "/anmelden/?next" not in page.partition("<main")[2]
    assert "Ohne Anmeldung weiter" in page


def _begun(visitor: Client, address: str) -> int:
    return visitor.post(BEGIN, REMOTE_ADDR=address).status_code


@pytest.fixture
def few(musterstadt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two applications an hour are enough here."""
    cache.clear()
    monkeypatch.setitem(limits.BEGUN, "drafts", Limit(2, 3600))


@pytest.mark.parametrize("address", ["198.51.100.7", "2001:db8:1:2::7"])
def test_from_one_address_only_so_many_applications_are_begun_in_an_hour(
    few: None, visitor: Client, address: str
) -> None:
    assert [_begun(visitor, address) for _ in range(3)] == [302, 302, 429]
    refused = visitor.post(BEGIN, REMOTE_ADDR=address)
    assert "Bitte versuchen Sie es in einer Stunde noch einmal" in refused.text
    assert refused.headers["Retry-After"] == "3600"
    assert _begun(visitor, "2001:db8:1:3::7") == 302
    with municipality(TOWN):
        assert Draft.objects.count() == 3


def test_the_machines_own_address_counts_for_nobody(few: None, visitor: Client) -> None:
    assert [_begun(visitor, "127.0.0.1") for _ in range(4)] == [302] * 4


def test_behind_a_proxy_the_visitors_address_counts(few: None, visitor: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True

    def begun(client: str) -> int:
        header = {"x-forwarded-for": f"203.0.113.1, {client}"}
        return visitor.post(BEGIN, REMOTE_ADDR="10.0.0.2", headers=header).status_code

    assert [begun("198.51.100.7") for _ in range(3)] == [302, 302, 429]
    assert begun("198.51.100.8") == 302


def test_who_has_logged_in_is_not_counted(few: None, visitor: Client, provider: IdentityProvider) -> None:
    _log_in(visitor, provider, BEGIN)
    assert [_begun(visitor, "198.51.100.7") for _ in range(4)] == [302] * 4
