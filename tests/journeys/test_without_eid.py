"""Without an eID: every question, a photo of the identity card, errors that help, and saving for later."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.journeys.people import Somebody
from tests.journeys.resident import Resident

BOTH_WAYS = pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 390)], ids=["script", "no-script"]
)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A photo of an identity card."""
    picture = Image.new("RGB", (640, 400), "lightblue")
    ImageDraw.Draw(picture).text((40, 40), "Musterausweis", fill="black")
    content = BytesIO()
    picture.save(content, "JPEG")
    file = tmp_path / "ausweis.jpg"
    file.write_bytes(content.getvalue())
    return file


@BOTH_WAYS
def test_who_has_no_eid_answers_every_question_and_a_person_looks_at_it(
    visitor: Callable[..., Resident], neighbour: Somebody, card: Path, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    resident.begin_without_eid()
    resident.introduce(neighbour)
    resident.page.locator("#id_photo").set_input_files(card)
    resident.dwelling(neighbour)
    resident.vehicle(neighbour)
    resident.term("ohne-ausweis@example.org")
    for said in (neighbour.family_name, "ausweis.jpg", neighbour.plate):
        assert said in resident.read()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    said = resident.read()
    assert "Wir vergleichen das Foto Ihres Ausweises" in said
    assert re.search(r"spätestens bis \w+, \d+\. \w+ 20\d\d", said)
    assert "bezahlen" not in said.split("So geht es weiter")[0]


@BOTH_WAYS
def test_errors_name_what_to_do_and_nothing_entered_is_lost(
    visitor: Callable[..., Resident], neighbour: Somebody, card: Path, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    page = resident.page
    resident.begin_without_eid()
    resident.fill(given_name=neighbour.given_name, birth_date__day="31", birth_date__month="2")
    resident.fill(birth_date__year="1990", address__street=neighbour.street)
    resident.choose(dwelling="sole", moved_in="yes")
    page.locator("#id_photo").set_input_files(card)
    resident.onward()
    assert page.title().startswith("Fehler:")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "#family_name",
        "#birth_date-day",
        "#address-number",
        "#address-postcode",
        "#private_space-yes",
    ]
    for link in links.all():
        link.click()
        target = page.locator(link.get_attribute("href") or "")
        expect(target).to_be_focused()
        expect(target).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#given_name")).to_have_value(neighbour.given_name)
    expect(page.locator("#birth_date-day")).to_have_value("31")
    expect(page.locator("#address-street")).to_have_value(neighbour.street)
    expect(page.locator("#dwelling-sole")).to_be_checked()
    assert "ausweis.jpg" in resident.read(), "the file is kept after other errors"
    resident.introduce(neighbour)
    resident.dwelling(neighbour)
    assert resident.path.endswith("/vehicle/")


@BOTH_WAYS
def test_files_are_looked_at_and_can_be_taken_back(
    visitor: Callable[..., Resident], card: Path, tmp_path: Path, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    resident.begin_without_eid()
    resident.fill(given_name="Ada")
    disguised = tmp_path / "ausweis.png"
    disguised.write_bytes(b"MZ this is a program")
    resident.page.locator("#id_photo").set_input_files(disguised)
    resident.onward()
    expect(resident.page.get_by_role("alert").locator("a[href='#id_photo']")).to_be_visible()
    resident.page.locator("#id_photo").set_input_files(card)
    resident.onward()
    assert "ausweis.jpg" in resident.read()
    resident.press(re.compile("Entfernen"))
    assert "ausweis.jpg" not in resident.read()
    expect(resident.page.locator("#given_name")).to_have_value("Ada")


@BOTH_WAYS
def test_who_saves_goes_on_at_another_device_with_link_and_code(
    visitor: Callable[..., Resident], neighbour: Somebody, card: Path, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    resident.begin_without_eid()
    resident.introduce(neighbour)
    resident.page.locator("#id_photo").set_input_files(card)
    resident.dwelling(neighbour)
    resident.fill(plate="MST-")
    resident.press("Speichern und später weitermachen")
    said = resident.read()
    assert re.search(r"bis \w+, \d+\. \w+ 20\d\d auf", said), "the date of deletion"
    link = resident.page.locator("dd a").get_attribute("href") or ""
    code = resident.page.locator("dd.big-number").inner_text()

    elsewhere = visitor(javascript=javascript, width=width)
    elsewhere.go("/antrag/" + link.split("=")[1] + "/vehicle/")
    assert elsewhere.path == "/antrag/fortsetzen/"
    elsewhere.fill(code="K7MX-2PQR-9WDF")
    elsewhere.press("Antrag öffnen")
    assert elsewhere.page.title().startswith("Fehler:")
    elsewhere.fill(code=code.lower())
    elsewhere.press("Antrag öffnen")
    assert elsewhere.path.endswith("/vehicle/")
    expect(elsewhere.page.locator("#plate")).to_have_value("MST-")
    elsewhere.vehicle(neighbour)
    elsewhere.term()
    elsewhere.declare()
    elsewhere.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    resident.go(resident.path)
    resident.fill(code=code)
    resident.press("Antrag öffnen")
    assert resident.path == elsewhere.path, "the draft has become a case"


def test_an_application_without_photo_can_bring_it_later(
    visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = visitor(javascript=False)
    resident.begin_without_eid()
    resident.introduce(neighbour)
    resident.dwelling(neighbour)
    resident.vehicle(neighbour)
    resident.term()
    expect(resident.page.get_by_text("Nicht angegeben").first).to_be_visible()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
