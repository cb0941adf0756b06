"""Every page of every journey, looked at closely once: the rules, axe, the dark, phones, sizes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.official import PASSWORD, fresh_code
from tests.journeys.people import Somebody, persona
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal
from tests.loopback import LOOPBACK

FIRST_VISIT = 75_000  # bytes over the wire
PUBLIC = (
    "/", "/dienste/", "/dienste/?suche=Parkplatz", "/dienste/?suche=Hundehaufen", SERVICE,
    "/parkzone/", "/parkzone/?adresse=Bahnhofstr.+12", "/parkzone/?adresse=Am+Schlosspark+5",
    "/parkzone/?adresse=Nirgendweg+1", "/parkzone/?adresse=", "/impressum/", "/datenschutz/",
    "/leichte-sprache/", "/demo/post/", "/vorgang/", "/pruefung/", "/antrag/fortsetzen/",
    "/parkzone/zonen/", "/gluecksrad/", "/kiosk/", "/gibt-es-nicht/",
    "/antrag/00000000-0000-4000-8000-000000000000/dwelling/",
)  # fmt: skip
OFFICE = "/amt/vorschlaege/"
CLERK = "sachbearbeitung@musterstadt.example"


def test_a_first_visit_costs_little(portal: Portal, browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    sizes: list[float] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(portal.url("musterstadt"), wait_until="networkidle")
    assert 10_000 < sum(sizes) <= FIRST_VISIT


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_public_pages(inspected: Callable[..., Resident], language: str) -> None:
    visitor = inspected()
    visitor.go(f"/?sprache={language}")
    for path in PUBLIC:
        visitor.go(path)
    send = "Check" if language == "en" else "Prüfen"
    visitor.go("/pruefung/")
    visitor.press(send)
    for number, code in (("PA-4F7K9-XTMC2", "K7MX-2PQR-9WDF"), ("", "")):
        visitor.go("/pruefung/")
        visitor.fill(number=number, code=code)
        visitor.press(send)


def test_the_directory_and_the_feedback_form(inspected: Callable[..., Resident]) -> None:
    inspected("").go("/")
    visitor = inspected("dueren")
    visitor.go("/")
    visitor.go("/barrierefreiheit/")
    form = visitor.page.locator("main form")
    visitor.press(re.compile("."), within=form)
    assert visitor.page.title().startswith("Fehler:")
    visitor.fill(text="Die Schrift ist zu klein.")
    visitor.press(re.compile("."), within=form)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo with a long name."""
    file = tmp_path / "Vorderseite-meines-Personalausweises-2026-11-22.png"
    Image.new("RGB", (64, 40), "lightblue").save(file)
    return file


def test_the_way_without_eid(inspected: Callable[..., Resident], neighbour: Somebody, photo: Path) -> None:
    resident = inspected()
    resident.go(f"{SERVICE}antrag/")
    resident.press("Ohne Anmeldung weiter")
    resident.onward()
    _misspell_the_address(resident, neighbour, photo)
    resident.choose(moved_in="yes")
    resident.dwelling(neighbour)
    resident.onward()
    _ask_for_everything(resident)
    resident.press("Entfernen Weiteres Fahrzeug 1")
    resident.vehicle(neighbour)
    resident.term()
    resident.follow(re.compile("Ändern.*Laufzeit"))
    resident.press("Speichern und später weitermachen")
    resident.go(resident.path.replace("gespeichert", "pruefen"))
    resident.press("Kostenpflichtig beantragen")
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    _guess(inspected(), resident.path)


def _misspell_the_address(resident: Resident, who: Somebody, photo: Path) -> None:
    resident.page.locator("#id_photo").set_input_files(photo)
    resident.fill(given_name=who.given_name, family_name=who.family_name)
    resident.fill(birth_date__day=str(who.birth_date.day), birth_date__month=str(who.birth_date.month))
    resident.fill(birth_date__year=str(who.birth_date.year), address__street="Bahnhofstrase")
    resident.fill(address__number="12", address__postcode="00101")
    resident.choose(dwelling="sole", moved_in="soon", private_space="no")
    resident.onward()


def _ask_for_everything(resident: Resident) -> None:
    resident.fill(plate="MSTLS112")
    resident.choose(keeper="family")
    resident.onward()
    resident.press("Weiteres Fahrzeug hinzufügen")
    resident.fill(further_vehicles__0__plate="MSTLS113")
    resident.onward()


def _guess(stranger: Resident, case: str) -> None:
    stranger.go(case)
    stranger.press("Unterlagen öffnen")
    stranger.go("/vorgang/")
    stranger.press("Antrag anzeigen")
    stranger.go("/antrag/fortsetzen/")
    stranger.press("Antrag öffnen")


def test_the_way_to_the_permit(
    portal: Portal, inspected: Callable[..., Resident], neighbour: Somebody
) -> None:
    resident = inspected()
    resident.go(f"{SERVICE}antrag/")
    resident.follow("Mit Online-Ausweis anmelden")
    resident.press("Abbrechen")
    resident.go("/anmelden/zurueck/")
    resident.begin(neighbour)
    resident.dwelling(neighbour)
    resident.go(f"{SERVICE}antrag/")
    resident.follow("Weitermachen")
    resident.vehicle(neighbour)
    resident.term()
    register = f"http://127.0.0.1:{portal.port + 1}/faults/population"
    LOOPBACK.post(register, json={"fault": "slow", "seconds": 1.5, "only": neighbour.id}).raise_for_status()
    resident.declare()
    resident.go(resident.path + "?anhalten=1")
    assert resident.headline == "Wir prüfen Ihren Antrag"
    resident.go(resident.path)
    resident.wait_for("Bitte bezahlen Sie die Gebühr")
    resident.press(re.compile("jetzt bezahlen"))
    resident.press("Zahlung fehlschlagen lassen")
    resident.wait_for("Die Zahlung hat nicht geklappt")
    resident.press("Noch einmal bezahlen")
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    resident.go("/demo/post/")
    resident.go("/abmelden/")
    resident.press("Abmelden")


def test_the_way_through_a_private_road_and_back(portal: Portal, inspected: Callable[..., Resident]) -> None:
    who = persona(portal, "musterstadt", "ausserhalb")
    resident = inspected()
    resident.begin(who)
    resident.dwelling(who)
    resident.follow("Antrag trotzdem stellen")
    resident.vehicle(who)
    resident.term()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    resident.follow(re.compile("zurücknehmen"))
    resident.press(re.compile("zurücknehmen"))
    resident.wait_for("Sie haben den Antrag zurückgenommen")
    assert resident.page.locator(".timeline h3").count() == 2, "received and checked, nothing that never was"


def test_the_office(portal: Portal, inspected: Callable[..., Resident]) -> None:
    who = persona(portal, "musterstadt", "mutter")
    resident = inspected()
    resident.begin(who)
    resident.dwelling(who)
    resident.vehicle(who)
    resident.onward()
    resident.term()
    resident.declare()
    resident.wait_for("Ein Mensch sieht sich Ihren Antrag an")
    official = inspected()
    official.go("/amt/")
    official.press("Anmelden")
    official.fill(id_login=CLERK, id_password=PASSWORD)
    official.press("Anmelden")
    official.press("Weiter")
    official.fill(id_code=fresh_code(official, CLERK))
    official.press("Weiter")
    official.go(OFFICE)
    row = official.page.get_by_role("row").filter(has_text=who.plate)
    official.follow(re.compile("BP-"), within=row)
    official.go(re.sub(r".*fall=(\d+).*", r"/amt/vorgang/\1/", official.page.url))
    official.go(official.path + "fortsetzen/")
    official.press("Prüfung abschließen")
    for path in ("/amt/profil/", "/amt/konto/passwort/", "/amt/mitarbeitende/", "/amt/"):
        official.go(path)
    official.go("/amt/konto/passwort/")
    if official.page.locator("#id_oldpassword").count():
        official.press("Passwort ändern")


def test_the_selection_of_the_office(portal: Portal, inspected: Callable[..., Resident]) -> None:
    who = persona(portal, "dueren", "umgezogen")
    resident = inspected("dueren")
    resident.apply(who)
    resident.wait_for("Ihr Antrag ist geprüft")
    official = inspected("dueren")
    login = "sachbearbeitung@dueren.example"
    official.go("/amt/")
    official.fill(id_login=login, id_password=PASSWORD)
    official.press("Anmelden")
    official.fill(id_code=fresh_code(official, login))
    official.press("Weiter")
    official.go(OFFICE)
    official.press("Auswahl zusammenfassen")
    official.page.get_by_role("checkbox", name=re.compile(who.family_name)).check()
    official.press("Auswahl zusammenfassen")
    official.press("1 Ausweis bewilligen")
    expect(official.page.get_by_text("1 Ausweis ist bewilligt")).to_be_visible()
    resident.go(resident.path)
