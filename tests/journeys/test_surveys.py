"""A survey on a phone, with and without script, and two clerks who enter paper."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.accessibility import assert_accessible
from tests.journeys.official import log_in
from tests.journeys.resident import Resident

START = "/umfrage/online-services/"
PHONE = 390
FIRST = "erfassung@musterstadt.example"
SECOND = "erfassung2@musterstadt.example"


@pytest.mark.parametrize("language", ["de", "en"])
def test_last_years_results_are_there_to_read_and_to_compare(
    inspected: Callable[..., Resident], language: str
) -> None:
    reader = inspected()
    reader.go(f"/umfragen/?sprache={language}")
    reader.follow(re.compile("Ergebnisse: |Results: "))
    words = reader.read()
    assert {"de": "438 Antworten", "en": "438 answers"}[language] in words
    assert {"de": "Online ist es mir zu kompliziert.", "en": "too complicated for me"}[language] in words
    reader.follow(re.compile("Mit anderen Jahren|Compare with other"))
    assert "Düren" in reader.read()


@pytest.mark.parametrize("javascript", [True, False])
def test_answering_on_a_phone(visitor: Callable[..., Resident], javascript: bool) -> None:
    person = visitor(javascript=javascript, width=PHONE)
    _begin(person, javascript)
    _skip_and_choose(person, javascript)
    assert "Fundsachen <script>alert(1)</script>" in person.read()
    person.follow(re.compile("Ändern.*Kannten Sie das Bürgerportal"))
    person.choose(known="no")
    person.press("Übernehmen")
    assert person.headline == "Ihre Antworten ansehen"
    _look(person, javascript)
    address = person.path
    person.press("Antworten abschicken")
    assert person.headline == "Vielen Dank"
    _look(person, javascript)
    person.go(address)
    assert person.headline == "Diese Antworten sind nicht mehr da"


def _begin(person: Resident, javascript: bool) -> None:
    """From the list of surveys to the third question, once back and forth."""
    person.go("/umfragen/")
    person.follow("Nutzung der Online-Dienste")
    assert "etwa 4 Minuten" in person.read()
    person.press("Umfrage beginnen")
    _look(person, javascript)
    person.choose(contact="more")
    person.onward()
    assert person.headline == "Auf welchem Weg meist?"
    person.page.go_back()
    assert person.page.locator("#contact-more").is_checked(), "the browser's back shows what was chosen"
    person.choose(contact="never")
    person.onward()
    assert person.headline == "Kannten Sie das Bürgerportal vor dieser Umfrage?", "one question is skipped"


def _skip_and_choose(person: Resident, javascript: bool) -> None:
    """From there to the check page: some questions are skipped, one is answered wrongly at first."""
    person.choose(known="yes")
    person.onward()
    for _ in range(4):
        person.press("Überspringen")
    for wish in ("moving", "waste", "trade", "other"):
        person.page.locator(f"#wishes-{wish}").check()
    person.onward()
    assert person.page.title().startswith("Fehler: ")
    assert "Bitte wählen Sie höchstens 3 Antworten." in person.read()
    _look(person, javascript)
    person.page.locator("#wishes-trade").uncheck()
    person.onward()
    person.fill(other_wish="Fundsachen <script>alert(1)</script>")
    person.onward()
    while person.headline != "Ihre Antworten ansehen":
        person.onward()


def _look(person: Resident, javascript: bool) -> None:
    width = person.page.evaluate("document.documentElement.scrollWidth") if javascript else PHONE
    assert width <= PHONE, "nothing lies beside the screen"
    if javascript:
        assert_accessible(person.page)


def test_a_code_behind_the_link_is_filled_in_by_script_and_typed_without(
    visitor: Callable[..., Resident],
) -> None:
    person = visitor(width=PHONE)
    person.go(f"{START}code/#K7MX-2PQR-9WDF")
    assert person.page.locator("#code").input_value() == "K7MX-2PQR-9WDF"
    assert "#" not in person.page.url
    person.press("Umfrage beginnen")
    assert "Diesen Code kennen wir nicht" in person.read()
    assert_accessible(person.page)
    typing = visitor(javascript=False, width=PHONE)
    typing.go(f"{START}code/#K7MX-2PQR-9WDF")
    assert typing.page.locator("#code").input_value() == ""


def test_two_clerks_enter_a_pile(visitor: Callable[..., Resident]) -> None:
    first, second = visitor(javascript=False), visitor()
    _enter_first(first)
    log_in(second, SECOND, "/amt/papier/")
    second.follow("2026-03")
    second.follow("Bogen 1 erfassen")
    assert "Mehr Bänke" not in second.page.content()
    assert_accessible(second.page)
    second.choose(contact="more", way="phone")
    second.fill(improve="Mehr Bänke")
    second.press("Speichern")
    second.choose(known="yes")
    second.press("Speichern")
    second.follow("Bogen 1: Auf welchem Weg meist?")
    assert "Telefon" in second.read()
    assert_accessible(second.page)
    second.choose(way="post")
    second.press("Speichern")
    assert "Beide Erfassungen stimmen überein." in second.read()
    second.press("Stapel abschließen")
    assert "2 Bögen sind abgeschlossen" in second.read()
    first.go("/amt/papier/")
    assert "abgeschlossen" in first.read()


def _enter_first(clerk: Resident) -> None:
    """The first round of two sheets."""
    log_in(clerk, FIRST, "/amt/papier/")
    clerk.fill(number="2026-03", sheets="2")
    clerk.press("Stapel anlegen")
    clerk.follow("Bogen 1 erfassen")
    clerk.choose(contact="more", way="post")
    clerk.fill(improve="Mehr Bänke")
    clerk.press("Speichern")
    assert clerk.headline == "Bogen 2 aus Stapel 2026-03"
    clerk.choose(known="yes")
    clerk.press("Speichern")
