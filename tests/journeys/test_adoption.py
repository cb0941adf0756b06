"""What the services achieve, for everybody; what the analyst enters; what residents say after a case."""

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

TOWN = "musterstadt"
ANALYST, CLERK = f"auswertung@{TOWN}.example", f"sachbearbeitung@{TOWN}.example"
COUNTED = "SELECT count(*) FROM outreach_channelcount WHERE entered_by <> 'demonstration'"
GRADES = "SELECT sum(c) FROM outreach_rating, unnest(counts) c WHERE municipality_id = %s"
REPORTS = "SELECT state FROM mail_message WHERE about = 'feedback' ORDER BY id"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_figures_of_a_town_and_of_all_towns_are_for_everybody(
    inspected: Callable[..., Resident], portal: Portal, language: str
) -> None:
    visitor = inspected()
    visitor.go(f"/wirkung/?sprache={language}")
    words = visitor.read()
    assert {"de": "Erfundene Zahlen", "en": "Invented figures"}[language] in words
    assert "Düsseldorf 2024" in words
    everybody = inspected("")
    everybody.go(f"/wirkung/?sprache={language}")
    assert "Musterstadt" in everybody.read()
    everybody.page.get_by_role("link", name="Musterstadt").first.click()
    assert everybody.page.url == portal.url(TOWN, "/wirkung/")


def test_figures_are_complete_without_script(visitor: Callable[..., Resident]) -> None:
    reader = visitor(javascript=False)
    reader.go("/")
    reader.follow("Wirkung")
    assert reader.page.locator("table").count() == 3
    assert reader.page.locator("svg.chart title").count() == 1
    assert "nicht ermittelbar" in reader.read() or "Online-Anteil" in reader.read()


def test_the_analyst_enters_what_the_portal_cannot_count(
    inspected: Callable[..., Resident], portal: Portal
) -> None:
    analyst = inspected()
    log_in(analyst, ANALYST)
    analyst.follow("Wirkung")
    before = portal.rows(COUNTED)[0][0]
    analyst.fill(counter="viele")
    analyst.press("Eintragen")
    assert "ganze Zahl" in analyst.read()
    analyst.page.locator("#month").select_option(index=1)
    analyst.fill(counter="4321", post="17")
    analyst.press("Eintragen")
    assert "Die öffentliche Seite zeigt es sofort" in analyst.read()
    assert portal.rows(COUNTED)[0][0] == before + 2
    analyst.go("/wirkung/")
    assert "4.321" in analyst.read()


def test_after_the_permit_one_question_is_asked_once_without_script(
    visitor: Callable[..., Resident], all_neighbours: Iterator[Somebody], portal: Portal
) -> None:
    resident, who = visitor(javascript=False), next(all_neighbours)
    resident.apply(who)
    assert "Wie zufrieden waren Sie" not in resident.read()
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    before = portal.rows(GRADES, TOWN)[0][0] or 0
    resident.press("Antwort abgeben")
    assert "Bitte wählen Sie eine Antwort" in resident.read()
    resident.choose(grade="4")
    resident.press("Antwort abgeben")
    assert "Vielen Dank" in resident.read()
    resident.go(resident.path)
    assert "Wie zufrieden waren Sie" not in resident.read()
    assert portal.rows(GRADES, TOWN)[0][0] == before + 1


def _report(visitor: Resident, words: str) -> None:
    visitor.go("/barrierefreiheit/")
    visitor.fill(text=words)
    visitor.press("Barriere melden")
    assert "Danke" in visitor.read()


def test_a_browser_proves_that_it_is_none_of_many_and_who_has_no_script_waits(
    inspected: Callable[..., Resident], visitor: Callable[..., Resident], portal: Portal
) -> None:
    refused: list[str] = []
    person = visitor()
    person.page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    before = [state for (state,) in portal.rows(REPORTS)]
    _report(person, "Der Knopf ist zu klein.")
    _report(person, "Die Schrift ist zu hell.")
    _report(visitor(javascript=False), "Ohne Skript geschrieben.")
    new = [state for (state,) in portal.rows(REPORTS)][len(before) :]
    assert [state == "held" for state in new] == [False, False, True]
    assert refused == [], "the strict policy lets our own worker work"
    clerk = inspected()
    log_in(clerk, CLERK)
    clerk.follow("Meldungen")
    report = clerk.page.locator("section").filter(has_text="Ohne Skript geschrieben.")
    clerk.press("Weiterleiten", within=report)
    assert "geht jetzt hinaus" in clerk.read()
    assert [state for (state,) in portal.rows(REPORTS)][-1] != "held"


def test_the_hidden_input_is_reached_by_nobody_with_a_keyboard(visitor: Callable[..., Resident]) -> None:
    person = visitor()
    person.go("/barrierefreiheit/")
    person.page.locator("#text").focus()
    names = []
    for _ in range(6):
        person.page.keyboard.press("Tab")
        names.append(person.page.evaluate("document.activeElement.name || ''"))
    assert "antwort" in names
    assert "homepage" not in names
