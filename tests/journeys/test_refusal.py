"""Who lives outside every zone is asked, answers, is refused, reads why, and takes the decision home."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.inspection import Inspection
from tests.journeys.official import log_in
from tests.journeys.people import persona
from tests.journeys.resident import Resident, look_at_rules
from tests.journeys.stack import Portal

TOWN = "musterstadt"
CLERK = f"sachbearbeitung@{TOWN}.example"
QUESTION = "Haben Sie noch eine Wohnung in einer Zone?"
ANSWER = "Nein, aber ich parke immer bei meiner Freundin."
WORDS = (
    "Sie haben geantwortet, dass Sie bei Ihrer Freundin parken.\nDas reicht nicht: Es zählt, wo Sie wohnen."
)


@pytest.fixture
def lease(tmp_path: Path) -> Path:
    """A photo of a lease."""
    file = tmp_path / "mietvertrag.png"
    Image.new("RGB", (64, 40), "lightblue").save(file)
    return file


@pytest.fixture(params=[False, True], ids=["no-script", "script"])
def somebody(
    request: pytest.FixtureRequest, portal: Portal, browser_page: Callable[..., Page], inspection: Inspection
) -> Callable[[], Resident]:
    """Somebody new; with JavaScript, which axe needs, every page is looked at closely."""
    look = inspection if request.param else look_at_rules
    return lambda: Resident(
        portal, TOWN, browser_page(javascript=request.param, bypass_csp=request.param), look
    )


def test_a_refusal_from_the_question_to_the_paper(
    portal: Portal, somebody: Callable[[], Resident], lease: Path, tmp_path: Path
) -> None:
    resident, official = somebody(), somebody()
    _apply(resident, portal)
    _ask(official)
    _answer(resident, lease)
    _refuse(official)
    resident.go(resident.path)
    resident.wait_for("Ihr Antrag ist abgelehnt")
    resident.page.get_by_role("link", name="Bescheid herunterladen (PDF)").wait_for()
    said = resident.read()
    for sentence in (*WORDS.split("\n"), "Verwaltungsgericht Musterstadt", "Neuen Antrag stellen"):
        assert sentence in said
    for language in ("en", "de-leicht"):
        resident.go(f"{resident.path}?sprache={language}")
    resident.go(f"{resident.path}?sprache=de")
    _read_the_paper(resident.download("Bescheid", tmp_path))
    resident.follow("Neuen Antrag stellen")
    assert "Bewohnerparkausweis" in resident.headline


def _apply(resident: Resident, portal: Portal) -> None:
    who = persona(portal, TOWN, "ausserhalb")
    resident.begin(who)
    resident.dwelling(who)
    if resident.path.endswith("/hinweis/"):
        resident.follow("Antrag trotzdem stellen")
    resident.vehicle(who)
    resident.term("linh@example.org")
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")


def _ask(official: Resident) -> None:
    log_in(official, CLERK, "/amt/vorschlaege/")
    official.follow(re.compile("BP-"), within=official.page.get_by_role("row").filter(has_text="Nguyễn"))
    official.follow("Anhören")
    official.press("Frage stellen")
    links = official.page.get_by_role("alert").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == ["#words"]
    official.fill(words=QUESTION)
    official.press("Frage stellen")
    assert "Wartet auf Antwort" in official.read()


def _answer(resident: Resident, lease: Path) -> None:
    resident.go(resident.path)
    assert resident.headline == "Wir möchten Sie etwas fragen"
    assert QUESTION in resident.read()
    resident.follow("Antworten")
    resident.press("Antwort absenden")
    resident.fill(words=ANSWER)
    resident.page.locator("#hearing").set_input_files(lease)
    resident.press("Hochladen und erst ansehen")
    assert "mietvertrag.png" in resident.read()
    resident.press("Antwort absenden")
    assert "Ihre Antwort ist angekommen" in resident.read()


def _refuse(official: Resident) -> None:
    official.go("/amt/vorschlaege/")
    official.follow(re.compile("BP-"), within=official.page.get_by_role("row").filter(has_text="Nguyễn"))
    assert ANSWER in official.read()
    official.follow("Ablehnen")
    official.press("Antrag jetzt ablehnen")
    official.fill(words=WORDS)
    official.press("Antrag jetzt ablehnen")
    assert re.search(r"Vorgang BP-\S+ ist abgelehnt", official.read())


def _read_the_paper(file: Path) -> None:
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    said = " ".join(text.split())
    for sentence in ("wird abgelehnt", "haben wir berücksichtigt", "Rechtsbehelfsbelehrung", "gilt am"):
        assert sentence in said
