"""Somebody who is no security expert finds out why a resident was blocked, and lets her in again."""

from collections.abc import Callable
from ipaddress import ip_network

import pytest
from django.test import Client
from lxml import html

from modellkommune.firewall.networks import Networks
from modellkommune.foundation.guarding import queries
from modellkommune.foundation.guarding.commands import HITS, Found, note_incident
from modellkommune.foundation.guarding.deciding import import_list
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from tests.portals.clerk.conftest import enter

PLACE = "/amt/sicherheit/"


@pytest.fixture
def sidney(person: Callable[..., Staff]) -> Client:
    """Security staff of alpha, at her desk, after a resident was turned away and then shut out."""
    with municipality("alpha"):
        for number in range(HITS):
            sent = f"ABCD234{number + 2}", "POST", "/antrag/<uuid:draft_id>/<slug:step>/", 21010, "SQL"
            note_incident(Found(*sent, "blocked", "street", "203.0.113.7/32"))
    return enter(person("sidney", alpha="security"))


def _post(client: Client, address: str, **form: str) -> str:
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


def test_from_the_number_that_a_resident_reads_out_to_letting_her_in_again(sidney: Client) -> None:
    page = sidney.get(f"{PLACE}suche/", {"nummer": " abcd-2342 "}, follow=True).text
    assert "Befehle an eine Datenbank" in page
    assert "street" in page
    assert "außerdem bis" in page
    said = _post(sidney, f"{PLACE}vorfall/ABCD2342/")
    assert "Die Regel gilt hier bis" in said
    with municipality("alpha"):
        assert queries.bans() == ()
        assert [each.field for each in queries.exemptions()] == ["street"]
        assert Entry.objects.filter(verb="exemption_given", actor_kind="staff").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Bitte geben Sie die Nummer"), ("XXXX", "haben wir nichts")]
)
def test_a_number_that_leads_nowhere_is_kept_and_explained(sidney: Client, typed: str, said: str) -> None:
    page = sidney.get(f"{PLACE}suche/", {"nummer": typed}).text
    assert said in page
    assert f'value="{typed}"' in page


def test_the_number_of_a_ban_leads_to_it_and_it_can_be_lifted(sidney: Client) -> None:
    with municipality("alpha"):
        banned = queries.bans()[0]
    led = sidney.get(f"{PLACE}suche/", {"nummer": banned.reference}).headers["Location"]
    assert led.endswith(f"#sperre-{banned.reference}")
    assert "Die Sperre ist aufgehoben" in _post(
        sidney, f"{PLACE}handeln/", act="lift", about=banned.reference
    )
    assert "schon jemand erledigt" in _post(sidney, f"{PLACE}handeln/", act="lift", about=banned.reference)


def test_the_figures_count_by_day_kind_and_page(sidney: Client) -> None:
    page = sidney.get(PLACE).text
    assert f"abgewiesen wurden: {HITS}." in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in page
    assert page.count("203.0.113") == page.count("Beispiel 203.0.113.7")


@pytest.mark.parametrize("network", ["", "irgendwer", "0.0.0.0/0", "127.0.0.1", "10.0.0.0/8"])
def test_what_is_no_network_or_far_too_wide_is_not_banned(sidney: Client, network: str) -> None:
    page = _post(sidney, f"{PLACE}handeln/", act="ban", network=network, reason="Angriffe seit Montag")
    assert "keine Adresse und kein Netz" in page
    assert "Angriffe seit Montag" in page


def test_a_ban_by_hand_needs_a_reason_and_covers_a_whole_ipv6_network(sidney: Client) -> None:
    assert "Bitte nennen Sie einen Grund" in _post(sidney, f"{PLACE}handeln/", act="ban", network="192.0.2.9")
    _post(sidney, f"{PLACE}handeln/", act="ban", network="2001:db8::7", reason="Angriffe")
    with municipality("alpha"):
        assert str(queries.network_of(queries.bans()[0])) == "2001:db8::/64"


def test_a_test_mode_shows_a_banner_to_staff_until_it_ends(sidney: Client) -> None:
    assert "Probebetrieb läuft" in _post(sidney, f"{PLACE}handeln/", act="test", about="21010")
    with municipality("alpha"):
        assert [mode.rule for mode in queries.test_modes()] == [21010]
    assert "Probebetrieb läuft" not in _post(sidney, f"{PLACE}handeln/", act="end-test", about="21010")


def test_the_button_that_ends_a_test_mode_says_of_which_rules(sidney: Client) -> None:
    _post(sidney, f"{PLACE}handeln/", act="test", about="21010")
    page = html.fromstring(_post(sidney, f"{PLACE}handeln/", act="test", about=""))
    named = [" ".join(button.text_content().split()) for button in page.cssselect("#probe ~ form button")]
    assert named[:2] == ["Beenden Alle Regeln", "Beenden 21010"]


def test_an_exemption_can_be_ended(sidney: Client) -> None:
    _post(sidney, f"{PLACE}vorfall/ABCD2342/")
    with municipality("alpha"):
        made = queries.exemptions()[0]
    assert "Das ist erledigt" in _post(sidney, f"{PLACE}handeln/", act="end-exemption", about=str(made.pk))
    with municipality("alpha"):
        assert queries.exemptions() == ()


@pytest.mark.parametrize("rule", ["alles", "-1", "9" * 12])
def test_a_rule_that_is_no_number_is_not_taken_for_all_of_them(sidney: Client, rule: str) -> None:
    assert sidney.post(f"{PLACE}handeln/", {"act": "test", "about": rule}).status_code == 400
    with municipality("alpha"):
        assert queries.test_modes() == ()


def test_staff_let_a_program_in_and_bar_another_and_the_journal_notes_both(sidney: Client) -> None:
    page = sidney.get(f"{PLACE}programme/").text
    assert page.index("AhrefsBot") < page.index("Googlebot")
    assert "AhrefsBot: Das gilt jetzt." in _post(sidney, f"{PLACE}programme/", **{"let-in": "ahrefsbot"})
    assert "schon jemand erledigt" in _post(sidney, f"{PLACE}programme/", **{"let-in": "ahrefsbot"})
    assert "hier so entschieden" in _post(sidney, f"{PLACE}programme/", bar="gptbot")
    assert "schon jemand erledigt" in _post(sidney, f"{PLACE}programme/", bar="nobody")
    with municipality("alpha"):
        assert queries.robot_rules() == {"ahrefsbot": False, "gptbot": True}
        assert Entry.objects.filter(verb__startswith="robot_", actor_kind="staff").count() == 2
    with municipality("beta"):
        assert queries.robot_rules() == {}


def test_staff_end_a_list_and_see_no_address_of_it(sidney: Client) -> None:
    with municipality("alpha"):
        listed = import_list("feed.example", Networks([ip_network("203.0.113.7")]), 7, Actor("operator", "x"))
    page = sidney.get(f"{PLACE}programme/").text
    assert "feed.example" in page
    assert "203.0.113" not in page
    assert "Die Liste gilt nicht mehr" in _post(
        sidney, f"{PLACE}programme/", **{"end-list": listed.reference}
    )
    assert "schon jemand erledigt" in _post(sidney, f"{PLACE}programme/", **{"end-list": listed.reference})


def test_the_pages_speak_english(sidney: Client) -> None:
    assert "Why was somebody turned away?" in sidney.get(PLACE, {"sprache": "en"}).text
    assert "Programs that sell analyses" in sidney.get(f"{PLACE}programme/").text
