"""Documents: chosen, refused with a sentence, looked at, replaced, handed in later, seen by the office."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.foundation.files.samples import EXECUTABLE, SVG, archive, pdf, picture
from tests.journeys.inspection import look_closely
from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

BOTH_WAYS = pytest.mark.parametrize(
    ("javascript", "width"), [(True, 1280), (False, 390)], ids=["script", "no-script"]
)
CLERK = "sachbearbeitung@musterstadt.example"
PHOTO = picture("JPEG", (640, 400))


def _file(name: str, content: bytes = PHOTO) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def _begin(resident: Resident, who: Somebody) -> None:
    resident.begin_without_eid()
    resident.introduce(who)


def _apply_without_photo(resident: Resident, who: Somebody) -> None:
    _begin(resident, who)
    resident.dwelling(who)
    resident.vehicle(who)
    resident.term("spaeter@example.org")
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")


@BOTH_WAYS
def test_good_and_bad_files_are_told_apart_and_the_form_stays(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    _begin(resident, neighbour)
    control = resident.page.locator("#id_photo")
    bad = [_file("programm.pdf", EXECUTABLE), _file("bild.svg", SVG), _file("doppelt.jpg", PHOTO + archive())]
    control.set_input_files([_file("vorne.jpg"), *bad, _file("kaputt.png", picture("PNG")[:50])])
    resident.onward()
    said = resident.read()
    for name, reason in (
        ("programm.pdf", "Diese Art von Datei"),
        ("bild.svg", "Diese Art von Datei"),
        ("doppelt.jpg", "steckt noch eine zweite"),
        ("kaputt.png", "lässt sich nicht öffnen"),
    ):
        assert re.search(f"„{name}“: [^„]*{reason}", said), name
    expect(resident.page.locator("#family_name")).to_have_value(neighbour.family_name)
    expect(resident.page.locator(".files li")).to_have_count(1)
    resident.page.locator("summary", has_text="Ersetzen").click()
    resident.page.locator("input[name^=replace-]").set_input_files(_file("neu.pdf", pdf(2)))
    resident.press("Zwischenspeichern und weiter ausfüllen")
    expect(resident.page.locator(".files li")).to_contain_text("neu.pdf")
    step = resident.path
    resident.page.locator(".files__look").click()
    expect(resident.page.locator("figure img")).to_have_count(2)
    assert resident.page.locator("figure img").first.evaluate("image => image.decode().then(() => true)")
    resident.go(step)
    resident.press(re.compile("^Entfernen"))
    expect(resident.page.locator(".files li")).to_have_count(0)
    expect(resident.page.locator("#family_name")).to_have_value(neighbour.family_name)


@BOTH_WAYS
def test_what_was_left_out_is_handed_in_later_on_another_device(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool, width: int
) -> None:
    resident = visitor(javascript=javascript, width=width)
    _apply_without_photo(resident, neighbour)
    assert "Diese Unterlagen fehlen uns noch" in resident.read()
    _number, code = resident.page.locator("dd.big-number").all_inner_texts()

    phone = visitor(javascript=javascript, width=390)
    phone.go(resident.path)
    expect(phone.page.get_by_role("link", name="Unterlagen nachreichen")).to_have_count(0)
    phone.fill(code=code)
    phone.press("Unterlagen öffnen")
    phone.follow("Unterlagen nachreichen")
    phone.press("Jetzt einreichen")
    assert phone.page.title().startswith("Fehler:")
    phone.page.locator("#id_photo").set_input_files(_file("ausweis.jpg"))
    phone.press("Hochladen und erst ansehen")
    expect(phone.page.locator(".files li")).to_contain_text("ausweis.jpg")
    phone.press("Jetzt einreichen")
    assert "Ihre Unterlagen sind angekommen" in phone.read()
    assert "Diese Unterlagen fehlen uns noch" not in phone.read()


def test_the_office_sees_it_arrive_and_takes_the_original_as_an_act_of_its_own(
    portal: Portal, visitor: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = visitor()
    _apply_without_photo(resident, neighbour)
    number, _code = resident.page.locator("dd.big-number").all_inner_texts()
    resident.follow("Unterlagen nachreichen")
    resident.page.locator("#id_photo").set_input_files(_file("ausweis.jpg"))
    resident.press("Jetzt einreichen")

    clerk = visitor(javascript=False)
    log_in(clerk, CLERK, "/amt/vorschlaege/")
    row = clerk.page.locator("tr", has_text=number)
    expect(row).to_contain_text("Neue Unterlagen")
    clerk.follow(number)
    clerk.page.locator(".files__look").click()
    expect(clerk.page.locator("figure img")).to_have_count(1)
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("button", name="Original laden").click()
    assert download.value.path().read_bytes() == PHOTO
    acts = portal.rows("SELECT actor_kind FROM journal_entry WHERE verb = 'original_opened'")
    assert ("staff",) in acts


def test_pages_with_documents_are_looked_at_closely(
    portal: Portal, browser_page: Callable[..., Page], neighbour: Somebody
) -> None:
    resident = Resident(portal, "musterstadt", browser_page(bypass_csp=True))
    _begin(resident, neighbour)
    resident.page.locator("#id_photo").set_input_files([_file("vorne.jpg"), _file("x.pdf", EXECUTABLE)])
    resident.onward()
    look_closely(resident.page, "uploads-step")
    step = resident.path
    resident.page.locator(".files__look").click()
    look_closely(resident.page, "uploads-look")
    resident.go(step)
    resident.press(re.compile("^Entfernen"))
    resident.dwelling(neighbour)
    resident.vehicle(neighbour)
    resident.term("spaeter@example.org")
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    look_closely(resident.page, "uploads-status")
    for language in ("de", "en"):
        resident.go(f"{resident.path.removesuffix('unterlagen/')}unterlagen/?sprache={language}")
        look_closely(resident.page, f"uploads-later-{language}")
