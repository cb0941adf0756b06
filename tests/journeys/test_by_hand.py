"""Car sharing: the tariff by length knows no fee, an official sets it with her reason, the permit comes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.official import log_in
from tests.journeys.people import persona
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

CLERK = "sachbearbeitung@musterstadt.example"
REASON = "Länge des Wagens laut Vertrag 3,60 m"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A photo of the contract with the provider."""
    file = tmp_path / "vertrag.png"
    Image.new("RGB", (64, 40), "lightblue").save(file)
    return file


def test_a_fee_set_by_hand_is_paid_and_stands_on_the_page(
    portal: Portal, visitor: Callable[..., Resident], contract: Path
) -> None:
    resident = visitor(javascript=False, width=390)
    _apply(resident, portal, contract)
    official = visitor(javascript=False)
    _open_the_review(official)
    _try_without_and_too_much(official)
    official.fill(fee="46,00")
    official.press("Prüfung abschließen")
    assert re.search(r"Die Prüfung von Vorgang BP-\S+ ist abgeschlossen", official.read())
    resident.go(resident.path)
    resident.pay()
    resident.wait_for("Ihr Antrag ist geprüft")
    shown = resident.read()
    assert f"festgesetzt: {REASON}" in shown
    assert "46,00 €" in shown
    official.go("/amt/vorschlaege/")
    official.page.get_by_role("checkbox", name=re.compile("Schön")).check()
    official.press("Auswahl zusammenfassen")
    official.press("1 Ausweis bewilligen")
    resident.go(resident.path)
    resident.wait_for("Ihr Ausweis ist da")


def _apply(resident: Resident, portal: Portal, contract: Path) -> None:
    who = persona(portal, "musterstadt", "carsharing")
    resident.begin(who)
    resident.dwelling(who)
    resident.page.locator("details.more summary").click()
    resident.page.locator("#plate-named-carsharing").check()
    resident.page.locator("#plate-name").fill("Stadtteilauto")
    resident.onward()
    resident.page.locator("#membership").set_input_files(contract)
    resident.onward()
    resident.term()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")


def _open_the_review(official: Resident) -> None:
    log_in(official, CLERK, "/amt/vorschlaege/")
    row = official.page.get_by_role("row").filter(has_text="Schön")
    official.follow(re.compile("BP-"), within=row)
    official.follow("Prüfung abschließen")


def _try_without_and_too_much(official: Resident) -> None:
    official.press("Prüfung abschließen")
    links = official.page.get_by_role("alert").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == ["#fee", "#fee_reason", "#note"]
    official.fill(fee="300,01", fee_reason=REASON, note="Vertrag gesehen")
    official.press("Prüfung abschließen")
    expect(official.page.locator("#fee")).to_have_attribute("aria-invalid", "true")
    assert "Bitte geben Sie höchstens 300,00 € ein" in official.read()
    expect(official.page.locator("#fee_reason")).to_have_value(REASON)
