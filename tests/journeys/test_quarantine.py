"""A file that the scanner could not look at: told that it waits, told what to do, nobody refused for it."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page

from tests.foundation.files.clamd import EICAR, Double
from tests.foundation.files.samples import picture
from tests.journeys.inspection import look_closely
from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal, again_and_again

CLERK = "sachbearbeitung@musterstadt.example"
ROUND = "from modellkommune.workflow.sweeping import sweep; sweep()"
PHOTO = picture("JPEG", (640, 400))


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def _begin_with_a_file(resident: Resident, who: Somebody) -> None:
    resident.begin_without_eid()
    resident.introduce(who)
    resident.page.locator("#id_photo").set_input_files(_file("vorne.jpg", PHOTO + EICAR))
    resident.press("Zwischenspeichern und weiter ausfüllen")
    assert "Wir prüfen diese Datei noch auf Schadprogramme." in resident.read()
    look_closely(resident.page, "quarantine-step")


def _hand_in(resident: Resident, who: Somebody) -> str:
    """The number of the case."""
    resident.dwelling(who)
    resident.vehicle(who)
    resident.term("spaeter@example.org")
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    assert "„vorne.jpg“ wird noch auf Schadprogramme geprüft" in resident.read()
    look_closely(resident.page, "quarantine-status")
    return resident.page.locator("dd.big-number").all_inner_texts()[0]


def _hand_in_another(resident: Resident) -> None:
    for _ in again_and_again():
        resident.go(resident.path)
        if "„vorne.jpg“ können wir nicht verwenden" in resident.read():
            break
    assert "Ihr Antrag ist deshalb nicht abgelehnt" in resident.read()
    look_closely(resident.page, "quarantine-rejected")
    resident.follow("Unterlagen nachreichen")
    resident.page.locator("#id_photo").set_input_files(_file("neu.jpg", PHOTO))
    resident.press("Jetzt einreichen")
    assert "Ihre Unterlagen sind angekommen" in resident.read()


def _read_in_the_office(clerk: Resident, said: str, name: str) -> None:
    clerk.page.reload()
    assert said in clerk.read()
    look_closely(clerk.page, name)


def test_a_bad_file_waits_is_named_and_another_takes_its_place(
    portal: Portal, clamav: Double, browser_page: Callable[..., Page], neighbour: Somebody
) -> None:
    resident, clerk = (Resident(portal, "musterstadt", browser_page(bypass_csp=True)) for _ in range(2))
    clamav.mood = "error"
    try:
        _begin_with_a_file(resident, neighbour)
        number = _hand_in(resident, neighbour)
        log_in(clerk, CLERK, "/amt/vorschlaege/")
        clerk.follow(number)
        _read_in_the_office(clerk, "In Prüfung auf Schadprogramme", "quarantine-office-waiting")
    finally:
        clamav.mood = "honest"
    portal.command("django", "shell", "-c", ROUND)
    _hand_in_another(resident)
    _read_in_the_office(clerk, "Abgewiesen", "quarantine-office-rejected")
