import datetime
from typing import Any

import pytest
from django.test import Client

from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import identity_of, session_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.portals.citizen.login import own_path
from modellkommune.values.clock import FixedClock
from tests.foundation.identity.identity_provider import IdentityProvider

BACK = "/anmelden/zurueck/"


pytestmark = pytest.mark.usefixtures("two_towns")


def _browser(town: str = "alpha") -> Client:
    return Client(headers={"host": f"{town}.localhost"})


def _start(client: Client, **query: str) -> str:
    return str(client.get("/anmelden/", query).headers["Location"])


def test_a_resident_comes_back_as_herself_where_she_was(provider: IdentityProvider) -> None:
    client = _browser()
    answer = provider.log_in(_start(client, next="/antrag/7/wohnung/?a=b"))
    response = client.get(BACK, answer)
    assert response.headers["Location"] == "/antrag/7/wohnung/?a=b"
    cookie = response.cookies["resident"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    assert not cookie["max-age"]
    with municipality("alpha"):
        session = session_of(cookie.value)
        assert session is not None
        assert session.level == "high"
        identity = identity_of(session)
        assert identity is not None
        assert (identity["given_name"], identity["house_number"]) == ("Lena Marie", "12 A")


def test_over_https_the_cookie_is_bound_to_the_host(provider: IdentityProvider, settings: Any) -> None:
    settings.PUBLIC_SCHEME = "https"
    client = _browser()
    response = client.get(BACK, provider.log_in(_start(client)))
    assert response.cookies["__Host-resident"]["secure"]


def test_a_log_in_on_the_way_keeps_the_draft_and_changes_the_token(provider: IdentityProvider) -> None:
    client = _browser()
    with municipality("alpha"):
        before, planted = start_session("none")
    client.cookies["resident"] = planted
    response = client.get(BACK, provider.log_in(_start(client)))
    with municipality("alpha"):
        assert session_of(planted) is None
        after = session_of(response.cookies["resident"].value)
        assert after is not None
        assert after.holder == before.holder


def test_a_way_back_counts_once(provider: IdentityProvider) -> None:
    client = _browser()
    answer = provider.log_in(_start(client))
    client.get(BACK, answer)
    again = client.get(BACK, answer)
    assert "Die Anmeldung wurde unterbrochen" in again.text
    with municipality("alpha"):
        assert ResidentSession.objects.count() == 1


def test_a_foreign_way_back_logs_nobody_in(provider: IdentityProvider) -> None:
    thief, victim = _browser(), _browser()
    answer = provider.log_in(_start(thief))
    _start(victim)
    response = victim.get(BACK, answer)
    assert "Die Anmeldung hat nicht geklappt" in response.text
    assert "resident" not in response.cookies


def test_a_journey_is_finished_where_it_began(provider: IdentityProvider) -> None:
    here, there = _browser(), _browser("beta")
    answer = provider.log_in(_start(here))
    there.cookies["login"] = here.cookies["login"].value
    assert "resident" not in there.get(BACK, answer).cookies


def test_a_journey_cannot_be_altered(provider: IdentityProvider) -> None:
    client = _browser()
    answer = provider.log_in(_start(client))
    client.cookies["login"] = client.cookies["login"].value[:-2] + "xx"
    assert "Die Anmeldung wurde unterbrochen" in client.get(BACK, answer).text


def test_a_weak_proof_is_explained_and_leads_on_without(provider: IdentityProvider) -> None:
    client = _browser()
    url = _start(client, next="/antrag/7/", ohne="/antrag/7/wohnung/")
    response = client.get(BACK, provider.log_in(url, acr="STORK-QAA-Level-1"))
    assert "brauchen wir einen stärkeren Nachweis" in response.text
    assert 'href="/antrag/7/wohnung/"' in response.text
    assert "resident" not in response.cookies


def test_a_weak_proof_is_enough_where_nothing_rests_on_it(provider: IdentityProvider) -> None:
    client = _browser()
    url = _start(client, stufe="low")
    assert "STORK-QAA-Level-1" in url
    response = client.get(BACK, provider.log_in(url, acr="STORK-QAA-Level-1"))
    assert response.headers["Location"] == "/dienste/"


def test_cancelling_leads_back_without_a_reproach(provider: IdentityProvider) -> None:
    client = _browser()
    state = provider.log_in(_start(client, next="/antrag/7/"))["state"]
    response = client.get(BACK, {"state": state, "error": "access_denied"})
    assert "Sie haben die Anmeldung abgebrochen" in response.text
    assert 'href="/antrag/7/"' in response.text


def test_a_silent_provider_leaves_the_way_without(provider: IdentityProvider) -> None:
    provider.status = 503
    response = _browser().get("/anmelden/", {"next": "/antrag/7/", "ohne": "/antrag/7/wohnung/"})
    assert response.status_code == 503
    assert "antwortet gerade nicht" in response.text
    assert 'href="/antrag/7/wohnung/"' in response.text


def test_without_a_provider_no_log_in_is_offered(provider: IdentityProvider, settings: Any) -> None:
    settings.OIDC_ISSUER = ""
    response = _browser().get("/anmelden/")
    assert "Hier gibt es noch keine Anmeldung" in response.text
    assert 'href="/anmelden/' not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "/a\nb",
        "evil",
        "",
    ],
)
def test_nobody_is_sent_to_a_foreign_page(path: str) -> None:
    assert own_path(path, "/dienste/") == "/dienste/"


def test_logging_out_asks_first_and_ends_the_session(provider: IdentityProvider) -> None:
    client = _browser()
    token = client.get(BACK, provider.log_in(_start(client))).cookies["resident"].value
    assert "Möchten Sie sich abmelden?" in client.get("/abmelden/").text
    with municipality("alpha"):
        assert session_of(token) is not None
    response = client.post("/abmelden/")
    assert "Sie sind abgemeldet" in response.text
    assert response.cookies["resident"].value == ""
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    with municipality("alpha"):
        assert session_of(token) is None
    assert client.post("/abmelden/").status_code == 200


def test_every_page_shows_the_way_out_to_whoever_is_logged_in_and_to_nobody_else(
    provider: IdentityProvider,
) -> None:
    way_out = 'href="/abmelden/"'
    client = _browser()
    pages = ("/", "/dienste/", "/vorgang/", "/impressum/")
    assert not [path for path in pages if way_out in client.get(path).text]
    client.get(BACK, provider.log_in(_start(client)))
    assert not [path for path in pages if way_out not in client.get(path).text]
    assert not [path for path in pages if way_out in _browser().get(path).text]
    assert way_out not in client.post("/abmelden/").text
    assert way_out not in client.get("/dienste/").text
    client.get(BACK, provider.log_in(_start(client)))
    assert way_out not in client.get("/sitzung/ende/").text
    assert way_out not in client.get("/dienste/").text


def test_an_abandoned_log_in_can_be_finished_for_a_quarter_of_an_hour(
    provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _browser()
    answer = provider.log_in(_start(client))
    monkeypatch.setattr("modellkommune.portals.citizen.login_cookie.ATTEMPT_LIFETIME", -1)
    assert "Die Anmeldung wurde unterbrochen" in client.get(BACK, answer).text


def test_a_demonstration_on_another_day_can_log_in(provider: IdentityProvider) -> None:
    later = datetime.datetime(2027, 12, 3, tzinfo=datetime.UTC)
    with clock.replaced_by(FixedClock(later)):
        client = _browser()
        response = client.get(BACK, provider.log_in(_start(client)))
        assert response.headers["Location"] == "/dienste/"
