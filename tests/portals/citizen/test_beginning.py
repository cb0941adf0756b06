"""Who logs in in order to apply is in the application, without another page between."""

import pytest
from django.test import Client

from modellkommune.casework.drafts.models import Draft
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
