"""An idea on its way from the letterbox to the measured effect, through the hands of all whose turn it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import Inspection
from tests.journeys.official import log_in
from tests.journeys.resident import Resident, look_at_rules
from tests.journeys.stack import Portal

TOWN = "musterstadt"
ANIMAL = {True: "Roter Milan", False: "Kleiner Fuchs"}
TITLE = {True: "Schließfach für fertige Ausweise", False: "Wartemarken aufs Telefon schicken"}
TEXT = {
    True: "Wer tagsüber arbeitet, holt den fertigen Ausweis abends aus einem Schließfach am Rathaus.",
    False: "Niemand muss im Flur sitzen: Die Nummer kommt aufs Telefon, wenn man gleich dran ist.",
}


@dataclass(frozen=True)
class Cast:
    """Who takes part: `come("ideen")` logs somebody in, `stranger()` is nobody known."""

    portal: Portal
    open_page: Callable[..., Page]
    javascript: bool
    look: Any

    def come(self, name: str, path: str = "/ideen/") -> Resident:
        """An official of the demonstration at her browser."""
        official = self.stranger()
        log_in(official, f"{name}@{TOWN}.example")
        official.go(path)
        return official

    def stranger(self) -> Resident:
        """Somebody without a log-in."""
        options = {"bypass_csp": True} if self.javascript else {}
        return Resident(self.portal, TOWN, self.open_page(javascript=self.javascript, **options), self.look)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def cast(
    request: pytest.FixtureRequest, portal: Portal, browser_page: Callable[..., Page], inspection: Inspection
) -> Cast:
    """With script every page is looked at closely."""
    look = inspection if request.param else look_at_rules
    return Cast(portal, browser_page, request.param, look)


def test_from_a_pseudonym_to_a_measured_effect(cast: Cast) -> None:
    code = _drop_in(cast)
    coordinator = cast.come("ideen", "/ideen/koordination/")
    number = _take_out_and_open(coordinator, cast)
    _talk(cast, coordinator, number, code)
    coordinator.go(f"/ideen/{number}/koordination/")
    coordinator.press("In die Begutachtung geben")
    _judge(cast, number)
    _implement(coordinator, number)
    _release(coordinator, cast, number)
    council = cast.come("personalrat", f"/ideen/{number}/")
    for words in ("Wirkung gemessen", "21 Tage", "4 Tage", "besser als vorher"):
        assert words in council.read()
    council.go("/ideen/zahlen/")
    assert "davon unter einem Kennwort" in council.read()


def _drop_in(cast: Cast) -> str:
    employee = cast.come("team")
    employee.follow("Idee einreichen")
    employee.press("Weiter")
    assert employee.page.title().startswith("Fehler:")
    employee.fill(title=TITLE[cast.javascript], text=TEXT[cast.javascript], pseudonym="Alex")
    employee.choose(under="pseudonym")
    employee.press("Weiter")
    assert "verrät Ihren Namen" in employee.read()
    employee.fill(pseudonym=ANIMAL[cast.javascript])
    employee.press("Weiter")
    code = employee.page.locator("#antwortcode").inner_text()
    employee.press("Idee einreichen")
    assert "Antwortcode aufgeschrieben" in employee.read()
    employee.page.locator("#noted").check()
    assert employee.page.locator("#antwortcode").inner_text() == code
    employee.press("Idee einreichen")
    assert employee.headline == "Ihre Idee liegt im Briefkasten"
    return code


def _take_out_and_open(coordinator: Resident, cast: Cast) -> int:
    coordinator.press(re.compile("Jetzt leeren"))
    assert "Neue Ideen: 1" in coordinator.page.locator("main").inner_text()
    coordinator.follow(re.compile(TITLE[cast.javascript]))
    number = int(coordinator.path.split("/")[2])
    coordinator.press("Als geprüft festhalten")
    coordinator.press("Für alle öffnen")
    return number


def _talk(cast: Cast, coordinator: Resident, number: int, code: str) -> None:
    colleague = cast.come("team2", f"/ideen/{number}/")
    colleague.press("Unterstützen")
    assert "1 Unterstützung" in colleague.read()
    colleague.fill(text="Das fragen viele.")
    colleague.press("Kommentar absenden")
    coordinator.fill(text="Wo stünde es?")
    coordinator.press("Frage stellen")
    author = cast.stranger()
    author.go("/ideen/antwort/")
    author.fill(code="ABCD-EFGH-JKLM")
    author.press("Idee öffnen")
    assert "keine Idee" in author.read()
    author.fill(code=code.lower().replace("-", " "))
    author.press("Idee öffnen")
    assert "Wo stünde es?" in author.read()
    author.fill(text="Neben dem Eingang.")
    author.press("Antwort absenden")
    assert "Neben dem Eingang." in author.read()


def _judge(cast: Cast, number: int) -> None:
    assessor = cast.come("gutachten", "/ideen/gutachten/")
    assessor.go(f"/ideen/{number}/gutachten/")
    assessor.press("Gutachten speichern")
    assert "zu jedem Kriterium Punkte" in assessor.read()
    for criterion, score in (("nutzen", 5), ("entlastung", 4), ("aufwand", 3), ("uebertragbar", 5)):
        assessor.page.locator(f"#c-{criterion}-{score}").check()
    assessor.page.locator("#declared").check()
    assessor.press("Gutachten speichern")
    committee = cast.come("ausschuss", "/ideen/ausschuss/")
    committee.go(f"/ideen/{number}/entscheidung/")
    committee.press("Entscheidung festhalten")
    assert "Bitte begründen Sie" in committee.read()
    committee.choose(outcome="accepted")
    committee.fill(reason="Es hilft vielen.", unit="Bürgerbüro", day="31.12.2099")
    committee.press("Entscheidung festhalten")
    assert f"Idee {number} ist angenommen" in committee.page.locator("main").inner_text()


def _implement(coordinator: Resident, number: int) -> None:
    coordinator.go(f"/ideen/{number}/koordination/")
    coordinator.press("Umsetzung beginnen")
    coordinator.fill(measure="Fächer bestellen", measure_unit="Bürgerbüro", measure_day="31.12.2099")
    coordinator.press("Maßnahme eintragen")
    coordinator.press(re.compile("^Erledigt"))
    coordinator.press("Als umgesetzt festhalten")
    coordinator.press("Wirkung als gemessen festhalten")
    assert "verknüpfen Sie zuerst einen Dienst" in coordinator.read()
    coordinator.page.locator("#service").select_option("resident-parking")
    coordinator.page.locator("#metric").select_option("processing_days")
    coordinator.press("Verknüpfen")
    _enter(coordinator, before="21", before_source="Liste am Schalter")
    coordinator.press(re.compile("^Werte speichern"))
    assert "zu dem der Wert vorher gehört" in coordinator.read()
    _enter(coordinator, before_on="1.10.2025", after="4", after_source="Vorgänge", after_on="1.11.2025")
    coordinator.press(re.compile("^Werte speichern"))
    coordinator.press("Wirkung als gemessen festhalten")
    assert "Wirkung gemessen" in coordinator.read()


def _enter(coordinator: Resident, **values: str) -> None:
    for name, value in values.items():
        coordinator.page.locator(f"[name={name}]").fill(value)


def _release(coordinator: Resident, cast: Cast, number: int) -> None:
    words = "Abholen geht jetzt auch abends."
    coordinator.fill(public_title="Der Ausweis wartet auf Sie", public_text=words)
    coordinator.press("Veröffentlichen")
    visitor = cast.stranger()
    visitor.go("/ideen-galerie/")
    visitor.follow("Der Ausweis wartet auf Sie")
    assert "21 Tage" in visitor.read()
    assert ANIMAL[cast.javascript] not in visitor.read()
    assert visitor.path == f"/ideen-galerie/{number}/"


def test_a_market_day_in_the_town_hall(cast: Cast) -> None:
    coordinator = cast.come("ideen", "/ideen/koordination/markttag/")
    coordinator.fill(title=f"Markttag {ANIMAL[cast.javascript]}", day="morgen")
    coordinator.press("Markttag anlegen")
    assert "Bitte nennen Sie den Tag" in coordinator.read()
    coordinator.fill(day="4.12.2026")
    coordinator.press("Markttag anlegen")
    coordinator.page.locator("#idea").select_option("9")
    coordinator.fill(title="Lastenrad fürs Rathaus", text="Schneller und leiser als ein Auto.")
    coordinator.press("Stand einrichten")
    visitor = cast.stranger()
    visitor.go(str(coordinator.page.get_by_role("link", name="1. Lastenrad").get_attribute("href")))
    visitor.fill(code="ABCD-EFGH")
    visitor.press("Punkte geben")
    assert "Diesen Code gibt es nicht" in visitor.read()
    coordinator.press("Abstimmung beenden")
    visitor.go(visitor.path)
    assert "beendet" in visitor.read()


def test_all_other_pages_hold_what_they_promise(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection
) -> None:
    cast = Cast(portal, browser_page, javascript=True, look=inspection)
    coordinator = cast.come("ideen")
    for language in ("en", "de"):
        coordinator.go(f"/ideen/?sprache={language}")
        for path in (
            "vorfuehrung/", "meine/", "koordination/", "koordination/markt/", "zahlen/", "fristen/", "1/",
            "2/", "8/", "7/", "1/koordination/", "5/", "?suche=Parkausweis", "neu/",
        ):  # fmt: skip
            coordinator.go(f"/ideen/{path}")
    coordinator.go("/ideen/koordination/")
    coordinator.follow("Ideenmarkt der Stadtverwaltung")
    coordinator.fill(days__open="0", smallest_unit="1")
    coordinator.press("Bedingungen speichern")
    assert "zwischen 1 und 730 Tagen" in coordinator.read()


def test_similar_ideas_come_while_one_types(portal: Portal, browser_page: Callable[..., Page]) -> None:
    cast = Cast(portal, browser_page, javascript=True, look=look_at_rules)
    employee = cast.come("team2", "/ideen/neu/")
    employee.page.locator("#title").press_sequentially("Parkausweis für Anwohner")
    similar = employee.page.locator("[data-similar]")
    expect(similar.get_by_role("link", name="Anwohnerparkausweis")).to_have_count(0)
    employee.page.locator("#text").press_sequentially("Der Antrag soll ohne Termin online gehen.")
    expect(similar.get_by_role("link", name=re.compile("ganz ohne Termin"))).to_be_visible()
    assert employee.page.locator("#title").input_value() == "Parkausweis für Anwohner"


def test_an_idea_is_submitted_with_the_keyboard_alone(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    cast = Cast(portal, browser_page, javascript=True, look=look_at_rules)
    employee = cast.come("team2", "/ideen/neu/")
    page = employee.page
    page.locator("#title").focus()
    page.keyboard.type("Fahrradständer mit Dach")
    page.keyboard.press("Tab")
    page.keyboard.type("Räder am Bauhof stehen im Regen, ein Dach hilft allen.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stimmt alles?")
    page.locator("main button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fahrradständer mit Dach")
