"""Every type of field in a browser, from a blueprint made for it: with and without JavaScript."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.resident import Resident, look_at_rules
from tests.journeys.stack import PATIENCE, ROOT, Portal

TOWN = "feldtypen"
SERVICE = "/dienste/field-gallery/antrag/"
GALLERY = Path(__file__).parent / "gallery"
FILES = ("streets.csv", "zone_rules.csv", "zones.geojson")


@dataclass(frozen=True)
class Typed:
    """What somebody types into the plain fields, and how the check page shows it."""

    field: str
    text: str
    shown: str


PLAIN = (
    Typed("line", "  Am   Markt ", "Am Markt"),
    Typed("story", "Erste Zeile\nZweite Zeile", "Zweite Zeile"),
    Typed("name", "D’Ângelo-Ștefănescu", "D’Ângelo-Ștefănescu"),
    Typed("mail", "anna@beispiel.de", "anna@beispiel.de"),
    Typed("phone", "0221 / 47 10-100", "0221 4710100"),
    Typed("day-day", "3", "3. Dezember 2026"),
    Typed("day-month", "12", ""),
    Typed("day-year", "2026", ""),
    Typed("number", "4.284", "4284 mm"),
    Typed("amount", "1.234,50", "1.234,50 €"),
    Typed("account", "de89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
)


@pytest.fixture(scope="module")
def gallery(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A town of its own with the gallery, loaded into the running installation."""
    content = tmp_path_factory.mktemp("content")
    shutil.copytree(GALLERY, content / "blueprints" / "field-gallery")
    folder = content / "municipalities" / TOWN
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / "municipalities" / "aachen" / name, folder)
    profile = (ROOT / "municipalities" / "musterstadt" / "municipality.yaml").read_text("utf-8")
    profile = "".join(line for line in profile.splitlines(keepends=True) if not line.startswith("surveys:"))
    profile = profile.replace("musterstadt", TOWN).replace("resident-parking", "field-gallery")
    (folder / "municipality.yaml").write_text(profile, "utf-8")
    (folder / "field-gallery.yaml").write_text("format: 1\nservice: field-gallery\nrelease: 1.0.0\n", "utf-8")
    environment = {**os.environ, **portal.environment, "MODELLKOMMUNE_CONTENT": str(content)}
    words = [*portal.command_words, "municipality", "load", str(folder)]
    subprocess.run(words, env=environment, cwd=ROOT, check=True, capture_output=True)
    _wait_for_town(portal)
    return TOWN


def _wait_for_town(portal: Portal) -> None:
    """The web server looks for new towns twice a minute."""
    deadline = time.monotonic() + PATIENCE
    with httpx.Client(base_url=f"http://127.0.0.1:{portal.port}") as client:
        while client.get("/", headers={"Host": f"{TOWN}.localhost"}).status_code != 200:
            assert time.monotonic() < deadline, f"{TOWN} does not appear"
            Event().wait(0.5)


def _look(page: Page) -> None:
    look_at_rules(page)
    assert_accessible(page)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def resident(
    request: pytest.FixtureRequest, portal: Portal, gallery: str, browser_page: Callable[..., Page]
) -> Resident:
    """Somebody at the gallery's first step; with JavaScript axe looks at each page."""
    script: bool = request.param
    page = browser_page(javascript=script, width=390, bypass_csp=script)
    somebody = Resident(portal, gallery, page, _look) if script else Resident(portal, gallery, page)
    somebody.go(SERVICE)
    somebody.press("Ohne Anmeldung weiter")
    return somebody


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Two photos."""
    files = [tmp_path / "eins.jpg", tmp_path / "zwei.jpg"]
    for file, colour in zip(files, ("#ffffff", "#336699"), strict=True):
        Image.new("RGB", (40, 40), colour).save(file)
    return files


def _errors(resident: Resident) -> list[str]:
    """Where the links of the error summary lead; each place exists and is marked."""
    resident.onward()
    assert resident.page.title().startswith("Fehler:")
    links = resident.page.get_by_role("alert").get_by_role("link").all()
    places = [link.get_attribute("href") or "" for link in links]
    for place in places:
        expect(resident.page.locator(place)).to_have_attribute("aria-invalid", "true")
    return places


def _answer_plain_fields(resident: Resident) -> None:
    for one in PLAIN:
        resident.page.locator(f"#{one.field}").fill(one.text)
    resident.choose(agreed="no")
    resident.page.locator("#truth").check()
    resident.onward()


def _answer_composed_fields(resident: Resident, papers: list[Path]) -> None:
    resident.choose(one="b", some="a")
    resident.page.locator("#picked").select_option("a")
    resident.fill(plate="DN-AB 123 E", home__street="Pontstraße", home__number="12", home__postcode="52062")
    resident.page.locator("#papers").set_input_files(papers)


def _person(resident: Resident, row: int, name: str) -> None:
    resident.fill(**{f"rows__{row}__who": name, f"rows__{row}__born__day": "14"})
    resident.fill(**{f"rows__{row}__born__month": "5", f"rows__{row}__born__year": "1991"})
    resident.choose(**{f"rows-{row}-lives_here": "yes"})


def test_every_field_is_asked_explained_kept_and_shown(resident: Resident, papers: list[Path]) -> None:
    assert _errors(resident) == [
        "#line", "#story", "#name", "#mail", "#phone", "#day-day", "#number", "#amount", "#agreed-yes",
        "#account", "#truth",
    ]  # fmt: skip
    _answer_plain_fields(resident)
    assert _errors(resident) == [
        "#one-a", "#picked", "#some-a", "#plate", "#home-street", "#home-number", "#home-postcode",
        "#papers", "#rows-0-who",
    ]  # fmt: skip
    _answer_composed_fields(resident, papers)
    _person(resident, 0, "Anna Beispiel")
    resident.press("Person hinzufügen")
    expect(resident.page.locator("#rows-0-who")).to_have_value("Anna Beispiel")
    expect(resident.page.locator("#one-b")).to_be_checked()
    _person(resident, 1, "Ben Beispiel")
    resident.press("Person hinzufügen")
    assert not resident.page.get_by_role("button", name="Person hinzufügen").count(), "three are the most"
    _person(resident, 2, "Cem Beispiel")
    resident.press("Entfernen Person 2")
    expect(resident.page.locator("#rows-1-who")).to_have_value("Cem Beispiel")
    expect(resident.page.locator("#rows-1-lives_here-yes")).to_be_checked()
    resident.onward()
    shown = resident.read()
    for words in ("Birne", "Apfel", "DN-AB 123 E", "Pontstraße 12", "eins.jpg, zwei.jpg", "Nein"):
        assert words in shown, words
    for one in PLAIN:
        assert one.shown in shown, one
    assert "Anna Beispiel, 14.5.1991, Ja; Cem Beispiel" in " ".join(shown.replace(".05.", ".5.").split())


def test_changing_an_answer_shows_it_as_it_was_given(resident: Resident, papers: list[Path]) -> None:
    _answer_plain_fields(resident)
    _answer_composed_fields(resident, papers)
    _person(resident, 0, "Anna Beispiel")
    resident.onward()
    resident.page.get_by_role("link", name="Ändern").nth(0).click()
    expect(resident.page.locator("#phone")).to_have_value("0221 4710100")
    expect(resident.page.locator("#amount")).to_have_value("1234,50")
    expect(resident.page.locator("#agreed-no")).to_be_checked()
    resident.press("Übernehmen und zurück zur Prüfung")
    resident.page.get_by_role("link", name="Ändern").nth(1).click()
    expect(resident.page.locator("#rows-0-born-day")).to_have_value("14")
    resident.press("Person hinzufügen")
    resident.press("Übernehmen und zurück zur Prüfung")
    assert "Anna Beispiel" in resident.read(), "an empty row is no mistake"
