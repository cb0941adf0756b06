"""Filling in: questions only when an answer needs them, changing, obstacles, another language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Somebody, persona
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
CHECK = re.compile(r"/pruefen/$")


@JAVASCRIPT
def test_further_questions_come_only_with_an_answer_that_needs_them(
    portal: Portal, visitor: Callable[..., Resident], javascript: bool
) -> None:
    who = persona(portal, "musterstadt", "firmenwagen")
    resident = visitor(javascript=javascript, width=390)
    resident.begin(who)
    resident.dwelling(who)
    proof = resident.page.get_by_label("Bestätigung der Firma oder Steuernachweis")
    expect(proof).to_have_count(0)
    resident.vehicle(who)
    assert resident.path.endswith("/vehicle/"), "the same step asks what the answer needs"
    assert not resident.page.title().startswith("Fehler"), "nobody has done anything wrong"
    expect(proof).to_be_visible()
    expect(resident.page.locator("#plate")).to_have_value(who.plate)
    resident.onward()
    resident.term()
    assert "Auf meinen Arbeitgeber oder eine Firma" in resident.read()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    assert "auf eine Firma zugelassen" in resident.read()


@JAVASCRIPT
def test_a_change_comes_back_to_the_check_page_through_new_questions_only(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    resident.vehicle(neighbour)
    resident.term()
    resident.follow(re.compile("Ändern.*Laufzeit"))
    expect(resident.page.locator("#months-12")).to_be_checked()
    resident.choose(months="3")
    resident.press("Übernehmen und zurück zur Prüfung")
    assert CHECK.search(resident.path)
    assert "3 Monate" in resident.read()
    resident.follow(re.compile("Ändern.*Fahrzeug"))
    resident.choose(keeper="family")
    resident.press("Übernehmen und zurück zur Prüfung")
    assert resident.path.endswith("/vehicle/")
    expect(resident.page.locator("#keeper_declaration")).to_be_visible()
    resident.press("Übernehmen und zurück zur Prüfung")
    assert CHECK.search(resident.path)
    assert "Erklärung der Person" in resident.read()
    resident.follow(re.compile("Ändern.*Fahrzeug"))
    resident.choose(keeper="self")
    resident.press("Übernehmen und zurück zur Prüfung")
    assert CHECK.search(resident.path)
    assert "Erklärung der Person" not in resident.read(), "hidden branches are left out"


@JAVASCRIPT
def test_who_lives_in_a_private_road_reads_why_and_may_apply_all_the_same(
    portal: Portal, visitor: Callable[..., Resident], javascript: bool
) -> None:
    who = persona(portal, "musterstadt", "privatstrasse")
    resident = visitor(javascript=javascript)
    resident.begin(who)
    resident.dwelling(who)
    assert resident.path.endswith("/hinweis/")
    assert not resident.page.title().startswith("Fehler")
    assert "Am Schlosspark ist eine Privatstraße" in resident.read()
    resident.follow("Angabe ändern")
    expect(resident.page.locator("#address-street")).to_have_value(who.street)
    resident.page.go_back()
    resident.follow("Antrag trotzdem stellen")
    resident.vehicle(who)
    resident.term()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")


@JAVASCRIPT
def test_another_language_keeps_the_page_and_what_was_entered(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    resident.fill(plate=neighbour.plate)
    resident.choose(keeper="lease")
    before = resident.path
    resident.press("English")
    assert resident.path == before
    assert resident.headline == "Your vehicle"
    assert resident.page.locator("html").get_attribute("lang") == "en"
    expect(resident.page.locator("#plate")).to_have_value(neighbour.plate)
    expect(resident.page.locator("#keeper-lease")).to_be_checked()
    resident.fill(plate="DN")
    resident.press("Continue")
    assert resident.page.title().startswith("Error:")
    resident.press("Deutsch")
    assert resident.headline == "Ihr Fahrzeug"
    expect(resident.page.locator("#plate")).to_have_value("DN")


def test_a_step_that_is_not_due_leads_to_the_first_open_one(
    visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = visitor(javascript=False)
    resident.begin(neighbour)
    first = resident.path
    for later in ("term", "pruefen", "vehicle/hinweis"):
        resident.go(first.replace("dwelling", later))
        assert resident.path == first
    resident.dwelling(neighbour)
    resident.go(first.replace("dwelling", "pruefen"))
    assert resident.path.endswith("/vehicle/")


def test_the_back_button_brings_the_last_state(visitor: Callable[..., Resident], neighbour: Somebody) -> None:
    resident = visitor(javascript=True)
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    resident.vehicle(neighbour)
    resident.page.go_back()
    expect(resident.page.locator("#plate")).to_have_value(neighbour.plate)
    resident.follow("Zurück", within=resident.page.locator(".back"))
    expect(resident.page.locator("#dwelling-sole")).to_be_checked()


@JAVASCRIPT
def test_a_log_in_on_the_way_loses_nothing(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    resident.go(f"{SERVICE}antrag/")
    resident.press("Ohne Anmeldung weiter")
    resident.fill(given_name="Jemand", address__street=neighbour.street, address__number=neighbour.number)
    resident.press("Speichern und später weitermachen")
    resident.go(f"{SERVICE}antrag/")
    resident.follow("Mit Online-Ausweis anmelden")
    resident.log_in(neighbour)
    resident.follow("Weitermachen")
    expect(resident.page.locator("#address-street")).to_have_value(neighbour.street)
    assert neighbour.family_name in resident.read()
    expect(resident.page.locator("#id_photo")).to_have_count(0)
    resident.dwelling(neighbour)
    assert resident.path.endswith("/vehicle/")


def test_who_logs_out_leaves_nothing_open(visitor: Callable[..., Resident], neighbour: Somebody) -> None:
    resident = visitor(javascript=False)
    resident.begin(neighbour)
    draft = resident.path
    resident.go(f"{SERVICE}antrag/")
    resident.follow("Abmelden")
    resident.press("Abmelden")
    resident.go(draft)
    assert resident.path.startswith("/sitzung/ende/"), "only a new log-in opens it"
    assert neighbour.family_name not in resident.read()
    resident.page.locator("main a[href^='/anmelden/']").click()
    resident.log_in(neighbour)
    assert resident.path == draft
