"""Who logs in in order to apply is in the application, without another page between."""

import pytest
from django.test import Client

from modellkommune.blueprint import Service
from modellkommune.casework.drafts.models import Draft
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.tenants.context import municipality
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
    assert "/antrag/" in visitor.get(BEGIN).text
    with municipality(TOWN):
        assert Draft.objects.count() == 1


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
