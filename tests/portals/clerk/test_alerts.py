"""Security staff choose what they are told and how long incidents are kept."""

from collections.abc import Callable

import pytest
from django.test import Client

from modellkommune.foundation.alerting.queries import alert_rules
from modellkommune.foundation.guarding.commands import begin_test
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants.context import municipality
from tests.portals.clerk.conftest import enter

PLACE = "/amt/sicherheit/mails/"
CHOSEN = {"mails": "every", "reports": "monthly", "incident_days": "60", "sender_days": "3"}


@pytest.fixture
def sidney(person: Callable[..., Staff]) -> Client:
    """Security staff of alpha, at her desk."""
    return enter(person("sidney", alpha="security"))


def test_a_choice_is_kept_and_said(sidney: Client) -> None:
    assert "Sidney" in sidney.get(PLACE).text
    page = sidney.post(PLACE, CHOSEN, follow=True).text
    assert "Das gilt ab jetzt" in page
    assert 'value="60"' in page
    with municipality("alpha"):
        assert (alert_rules().mails, alert_rules().reports) == ("every", "monthly")
    assert "als 60 Tage" in sidney.get("/amt/sicherheit/suche/", {"nummer": "XXXX"}).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("incident_days", "0", "1 bis 365 Tage"),
        ("incident_days", "400", "1 bis 365 Tage"),
        ("sender_days", "61", "nicht mehr, als Vorfälle"),
        ("sender_days", "drei", "nicht mehr, als Vorfälle"),
        ("mails", "manchmal", "wählen Sie eine Möglichkeit"),
    ],
)
def test_nonsense_is_kept_and_explained(sidney: Client, field: str, typed: str, said: str) -> None:
    page = sidney.post(PLACE, CHOSEN | {field: typed}).text
    assert said in page
    assert "Das gilt ab jetzt" not in page
    with municipality("alpha"):
        assert alert_rules().pk is None


def test_a_test_mode_is_shown_on_every_page_of_staff_of_that_town_and_to_nobody_else(
    sidney: Client, person: Callable[..., Staff]
) -> None:
    kim, other = enter(person("kim", alpha="clerk")), enter(person("lou", beta="clerk"), "beta")
    assert "Probebetrieb läuft" not in kim.get("/amt/").text
    with municipality("alpha"):
        begin_test(0, 7, Actor("staff", "7"))
    for client, address in ((kim, "/amt/"), (kim, "/amt/profil/"), (sidney, PLACE)):
        assert "Probebetrieb läuft" in client.get(address).text
    assert "Probebetrieb läuft" not in other.get("/amt/").text
    assert "Probebetrieb läuft" not in Client(headers={"host": "alpha.localhost"}).get("/").text
