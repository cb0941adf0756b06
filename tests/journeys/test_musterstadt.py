"""Musterstadt, without a clerk: from the search on the front page to the permit and what others see of it."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import Somebody, persona
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PERMIT_NUMBER = re.compile(r"\bPA-[0-9A-Z]{5}-[0-9A-Z]{5}\b")
CASE_NUMBER = re.compile(r"\bBP-[0-9A-Z]{5}-[0-9A-Z]{5}\b")


@dataclass(frozen=True)
class Papers:
    """What a resident takes home."""

    permit: Path
    decision: Path


@pytest.fixture(scope="session")
def papers(
    portal: Portal,
    browser: Browser,
    all_neighbours: Iterator[Somebody],
    tmp_path_factory: pytest.TempPathFactory,
) -> Papers:
    """Permit and decision of one resident, as she has downloaded them."""
    page = browser.new_context(java_script_enabled=False).new_page()
    resident = Resident(portal, "musterstadt", page)
    resident.apply(next(all_neighbours))
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    folder = tmp_path_factory.mktemp("papers")
    found = Papers(resident.download("Bewohnerparkausweis", folder), resident.download("Bescheid", folder))
    page.context.close()
    return found


@pytest.mark.parametrize(
    ("javascript", "width", "slug"),
    [(True, 1280, "sofort"), (False, 390, "umgezogen"), (False, 1280, "namen")],
    ids=["script", "no-script-narrow", "every-letter"],
)
def test_a_resident_gets_the_permit_without_anybody_at_the_office(
    portal: Portal, visitor: Callable[..., Resident], javascript: bool, width: int, slug: str
) -> None:
    who = persona(portal, "musterstadt", slug)
    resident = visitor(javascript=javascript, width=width)
    resident.go("/")
    resident.page.get_by_role("searchbox").fill("Parkplatz vor der Tür")
    resident.press("Suchen")
    resident.follow("Bewohnerparkausweis", within=resident.page.locator("main"))
    assert resident.path == SERVICE
    resident.follow("Jetzt beantragen")
    resident.follow("Mit Online-Ausweis anmelden")
    resident.log_in(who)
    assert who.given_name in resident.read()
    assert who.family_name in resident.read()
    resident.dwelling(who)
    resident.vehicle(who)
    resident.term(f"{slug}@example.org")
    for said in (who.family_name, f"{who.street} {who.number}", who.plate, "12 Monate"):
        assert said in resident.read()
    resident.declare()
    number = CASE_NUMBER.search(resident.read())
    assert number, "the status page comes at once and names the case"
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    card = resident.page.locator(".permit")
    expect(card).to_contain_text("Zone B")
    expect(card).to_contain_text(who.plate)
    expect(card.get_by_role("link", name="Neuen Antrag stellen")).to_be_visible()
    expect(resident.page.get_by_role("heading", name="Das ist geschehen")).to_be_visible()
    _mails_say_nothing_personal(resident, number[0], f"{slug}@example.org", who)


def _mails_say_nothing_personal(resident: Resident, number: str, email: str, who: Somebody) -> None:
    resident.go("/demo/post/")
    mails = resident.page.locator(".mails > li").filter(has_text=email).all_inner_texts()
    assert [number in mail for mail in mails] == [True] * 3, "received, pay, papers are there"
    for personal in (*who.name.split(), who.street, who.plate):
        assert personal not in "\n".join(mails)


def _seal_verify(portal: Portal, file: Path) -> subprocess.CompletedProcess[str]:
    words = [*portal.command_words, "seal", "verify", str(file)]
    return subprocess.run(words, env=portal.environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("paper", ["permit", "decision"])
def test_the_papers_are_genuine_and_their_altered_copies_are_not(
    portal: Portal, papers: Papers, tmp_path: Path, paper: str
) -> None:
    file: Path = getattr(papers, paper)
    said = _seal_verify(portal, file)
    assert said.returncode == 0, said.stdout + said.stderr
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(content)
    assert _seal_verify(portal, copy).returncode == 1


def test_anybody_can_check_a_permit_by_number_and_code(
    papers: Papers, visitor: Callable[..., Resident]
) -> None:
    with pypdfium2.PdfDocument(papers.permit) as document:
        text = document[0].get_textpage().get_text_bounded()
    number, code = PERMIT_NUMBER.search(text), CODE.search(text)
    assert number
    assert code
    stranger = visitor(javascript=False, width=390)
    stranger.go("/pruefung/")
    stranger.fill(number=number[0].lower(), code=code[0])
    stranger.press("Prüfen")
    assert "Echt und gültig" in stranger.read()
    stranger.follow("Weiteren Ausweis prüfen")
    stranger.fill(number=number[0], code="K7MX-2PQR-9WDF")
    stranger.press("Prüfen")
    assert "Nicht gültig" in stranger.read()


def test_anybody_can_check_a_permit_by_its_pdf_or_a_picture_of_it(
    papers: Papers, visitor: Callable[..., Resident], tmp_path: Path
) -> None:
    altered = bytearray(papers.permit.read_bytes())
    altered[len(altered) // 2] ^= 1
    with pypdfium2.PdfDocument(papers.permit) as document:
        photo = BytesIO()
        document[0].render(scale=2).to_pil().save(photo, "PNG")
    stranger = visitor(javascript=False)
    for name, content, verdict in (
        ("permit.pdf", papers.permit.read_bytes(), "Echt und gültig"),
        ("altered.pdf", bytes(altered), "Nicht gültig"),
        ("decision.pdf", papers.decision.read_bytes(), "Nicht gültig"),
        ("photo.png", photo.getvalue(), "Echt und gültig"),
        ("empty.png", b"no picture", "Nicht lesbar"),
    ):
        stranger.go("/pruefung/")
        file = tmp_path / name
        file.write_bytes(content)
        stranger.page.locator("#file").set_input_files(file)
        stranger.press("Prüfen")
        assert verdict in stranger.read(), name
        assert "Bahnhofstraße" not in stranger.read()


def test_a_decision_of_another_town_is_not_valid_here(
    papers: Papers, visitor: Callable[..., Resident]
) -> None:
    stranger = visitor("dueren", javascript=False)
    stranger.go("/pruefung/")
    stranger.page.locator("#file").set_input_files(papers.permit)
    stranger.press("Prüfen")
    assert "Nicht gültig" in stranger.read()
