"""Other towns, other law, the same service: a fee by area, bands by length, no permit before the move."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.official import log_in
from tests.journeys.people import Somebody, persona
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal

DEMONSTRATION = "Demonstration, kein Angebot der Stadt"


def _approve(official: Resident, who: Somebody, amount: str) -> None:
    """An official of the town approves one proposal after a look at it."""
    log_in(official, f"sachbearbeitung@{official.town}.example")
    official.follow("Vorschläge")
    row = official.page.get_by_role("row").filter(has_text=who.plate)
    expect(row).to_contain_text(amount)
    row.get_by_role("checkbox", name=re.compile(who.family_name)).check()
    official.press("Auswahl zusammenfassen")
    official.press("1 Ausweis bewilligen")


def _has_permit(resident: Resident, who: Somebody, zone: str) -> None:
    resident.wait_for("Ihr Ausweis ist da")
    expect(resident.page.locator(".permit")).to_contain_text(zone)
    expect(resident.page.locator(".permit")).to_contain_text(who.plate)
    assert DEMONSTRATION in resident.page.locator("body").inner_text()


def test_aachen_admits_a_secondary_dwelling_and_charges_by_area(
    portal: Portal, visitor: Callable[..., Resident]
) -> None:
    who = persona(portal, "aachen", "nebenwohnung")
    resident = visitor("aachen", javascript=True, width=390)
    resident.go(SERVICE)
    assert "Eine Nebenwohnung genügt" in resident.read()
    resident.apply(who)
    resident.wait_for("Ihr Antrag ist geprüft")
    assert "244,92 €" in resident.read(), "4284 mm x 1789 mm, 30 EUR a square metre and 15 EUR"
    _approve(visitor("aachen"), who, "244,92 €")
    resident.go(resident.path)
    resident.pay()
    _has_permit(resident, who, "Zone A")


@pytest.mark.parametrize(
    ("slug", "javascript", "amount"), [("sofort", True, "100,00 €"), ("namen", False, "120,00 €")]
)
def test_köln_charges_in_bands_by_length_before_anybody_decides(
    portal: Portal, visitor: Callable[..., Resident], slug: str, javascript: bool, amount: str
) -> None:
    who = persona(portal, "koeln", slug)
    resident = visitor("koeln", javascript=javascript, width=390)
    resident.apply(who)
    resident.wait_for("Bitte bezahlen Sie die Gebühr")
    assert amount in resident.read()
    resident.pay()
    resident.wait_for("Ihr Antrag ist geprüft")
    _approve(visitor("koeln", javascript=javascript), who, amount)
    resident.go(resident.path)
    _has_permit(resident, who, "Zone RATH")


def test_in_köln_a_person_looks_at_what_is_too_long(portal: Portal, visitor: Callable[..., Resident]) -> None:
    who = persona(portal, "koeln", "wohnmobil")
    resident = visitor("koeln", javascript=False, width=390)
    resident.apply(who)
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    assert "5998 mm" in resident.read()
    assert "5600 mm" in resident.read()


def test_münster_waits_until_somebody_has_moved(portal: Portal, visitor: Callable[..., Resident]) -> None:
    who = persona(portal, "muenster", "sofort")
    resident = visitor("muenster", javascript=False, width=390)
    resident.begin(who)
    resident.fill(address__street=who.street, address__number=who.number, address__postcode=who.postcode)
    resident.choose(dwelling="sole", moved_in="soon", private_space="no")
    resident.onward()
    day = datetime.now(UTC) + timedelta(days=30)
    resident.fill(move_date__day=f"{day.day}", move_date__month=f"{day.month}", move_date__year=f"{day.year}")
    resident.onward()
    assert resident.path.endswith("/hinweis/")
    assert "erst, wenn Sie umgezogen und unter der neuen Anschrift gemeldet sind" in resident.read()
    assert resident.page.get_by_text("trotzdem").count()
