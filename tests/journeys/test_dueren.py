"""Düren: an official approves with one key and one button, then the resident pays."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.official import PASSWORD, log_in
from tests.journeys.people import Somebody, persona
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

CLERK = "sachbearbeitung@dueren.example"
PROPOSALS = "/amt/vorschlaege/"


def _approve(official: Resident, who: Somebody) -> None:
    official.follow("Vorschläge")
    row = official.page.get_by_role("row").filter(has_text=who.plate)
    for fact in (who.family_name, f"{who.street} {who.number}", "G", "30,70 €", "Alles stimmt überein"):
        expect(row).to_contain_text(fact)
    row.get_by_role("checkbox", name=re.compile(who.family_name)).focus()
    official.page.keyboard.press("Space")
    official.press("Auswahl zusammenfassen")
    assert "1 Ausweis, 30,70 €" in official.read()
    assert who.plate in official.read()
    official.press("1 Ausweis bewilligen")
    assert "1 Ausweis ist bewilligt" in official.read()
    assert who.plate not in official.read()


@pytest.mark.parametrize(
    ("javascript", "width", "slug"),
    [(True, 1280, "sofort"), (False, 390, "elektro")],
    ids=["script", "no-script"],
)
def test_a_resident_gets_the_permit_after_one_approval(
    portal: Portal, visitor: Callable[..., Resident], javascript: bool, width: int, slug: str
) -> None:
    who = persona(portal, "dueren", slug)
    resident = visitor("dueren", javascript=javascript, width=width)
    resident.apply(who, f"{slug}@example.org")
    resident.wait_for("Ihr Antrag ist geprüft")
    official = visitor("dueren", javascript=javascript, width=width)
    log_in(official, CLERK)
    _approve(official, who)
    resident.go(resident.path)
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    expect(resident.page.locator(".permit")).to_contain_text("Zone G")
    expect(resident.page.locator(".permit")).to_contain_text(who.plate)


def test_the_office_opens_with_both_factors_only(portal: Portal, visitor: Callable[..., Resident]) -> None:
    official = visitor("dueren", javascript=False)
    official.go(PROPOSALS)
    assert official.path == "/amt/konto/anmelden/"
    official.fill(id_login=CLERK, id_password=PASSWORD + "?")
    official.press("Anmelden")
    assert official.page.title().startswith("Fehler:")
    official.fill(id_password=PASSWORD)
    official.press("Anmelden")
    official.go(PROPOSALS)
    assert official.path == "/amt/konto/code/"
    official.fill(id_code="000000")
    official.press("Weiter")
    assert official.page.title().startswith("Fehler:")


def test_an_official_of_another_town_sees_nothing(visitor: Callable[..., Resident]) -> None:
    official = visitor("dueren", javascript=False)
    log_in(official, "sachbearbeitung@musterstadt.example", PROPOSALS)
    assert "Ihr Zugang gilt nicht für" in official.read()
    official.go(PROPOSALS)
    assert official.page.get_by_role("checkbox").count() == 0


def test_an_administrator_sees_accounts_but_no_cases(visitor: Callable[..., Resident]) -> None:
    official = visitor("dueren", javascript=False)
    log_in(official, "verwaltung@dueren.example")
    official.follow("Mitarbeitende")
    assert CLERK in official.read()
    official.go(PROPOSALS)
    assert "gehört nicht zu Ihren Aufgaben" in official.read()
