"""A festival day at the info stand: from the commitment to the reveal, and one person after another."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.inspection import Inspection
from tests.journeys.official import log_in
from tests.journeys.resident import Resident, look_at_rules
from tests.journeys.stack import Portal, again_and_again, end, free_ports, start
from tests.loopback import LOOPBACK
from tests.migrated import migrated_home

TOWN = "musterstadt"
STAFF = "infostand@musterstadt.example"
PRIZES = (("Fahrradklingel", 4, False), ("Stoffbeutel", 6, False), ("Aufkleber", 14, True))
TABLET: Final[ViewportSize] = {"width": 1280, "height": 800}
VISITS = """
    SELECT count(*) FROM outreach_kiosksession WHERE station_id =
    (SELECT id FROM outreach_station WHERE paired_at IS NOT NULL ORDER BY paired_at DESC LIMIT 1)
"""


@pytest.fixture
def somebody(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection
) -> Callable[..., Resident]:
    """`somebody(javascript)`: with scripts every new page is looked at closely as well."""

    def come(*, javascript: bool, **options: Any) -> Resident:
        if not javascript:
            return Resident(portal, TOWN, browser_page(javascript=False, **options), look_at_rules)
        page = browser_page(bypass_csp=True, reduced_motion="reduce", **options)
        return Resident(portal, TOWN, page, inspection)

    return come


def _prepare(official: Resident, name: str) -> str:
    """Make an event whose wheel is fixed and open; its address in the office."""
    official.go("/amt/infostand/")
    official.fill(name=name, place="Markt", first="5.12.2026")
    official.press("Veranstaltung anlegen")
    for prize, pieces, consolation in PRIZES:
        official.fill(prize=prize, pieces=str(pieces))
        if consolation:
            official.page.locator("#consolation").check()
        official.press("Hinzufügen")
    official.press("Festlegen und veröffentlichen")
    official.press("Öffnen")
    return official.path


def _pair(official: Resident, tablet: Resident, event: str) -> None:
    """Register the tablet in the office and type its code."""
    official.go(f"{event}tablets/")
    official.fill(name="Tablet links")
    official.press("Hinzufügen")
    official.press(re.compile("Code erzeugen"), within=official.page.locator("tbody tr").last)
    code = official.page.locator(".pairing-code").inner_text()
    tablet.go("/kiosk/")
    tablet.fill(kopplung=code.lower())
    tablet.press("Koppeln")
    assert tablet.headline == "Was möchten Sie ausprobieren?"


def _turn(tablet: Resident, colour: str) -> str:
    """A visitor turns the wheel; what it says. On a tablet of 10 inches nobody has to scroll for it."""
    tablet.follow("Am Glücksrad drehen")
    tablet.page.set_viewport_size(TABLET)
    assert tablet.page.evaluate("document.documentElement.scrollHeight") <= TABLET["height"]
    tablet.press(colour)
    words = tablet.page.locator("#result")
    expect(words).to_have_text(re.compile(r"(Gewonnen|Für Sie): \w+"))
    said = words.inner_text()
    tablet.press("Fertig, die nächste Person")
    return said


def _fetched(page: Resident, link: str) -> bytes:
    address = page.page.get_by_role("link", name=link).get_attribute("href")
    headers = {"host": f"{TOWN}.localhost:{page.portal.port}"}
    return LOOPBACK.get(f"http://127.0.0.1:{page.portal.port}{address}", headers=headers).content


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_festival_day(somebody: Callable[..., Resident], tmp_path: Path, javascript: bool) -> None:
    official, tablet = somebody(javascript=javascript), somebody(javascript=javascript)
    log_in(official, STAFF)
    name = f"Festtag {'mit' if javascript else 'ohne'} Skript"
    event = _prepare(official, name)
    _pair(official, tablet, event)
    won = _turn_all(official, tablet, event)
    visitor = somebody(javascript=javascript)
    visitor.go("/pruefung/")
    visitor.follow("Glücksrad nachrechnen")
    visitor.follow(name)
    assert "noch geheim" in visitor.read()
    official.press("Beenden")
    official.press("Geheime Zahl aufdecken")
    visitor.go(visitor.path)
    assert "Alles stimmt: 5 Drehungen nachgerechnet" in visitor.read()
    rows = visitor.page.locator("table.protocol tbody tr").all_inner_texts()
    assert len(rows) == 6
    drawn = [row for row in rows if "beschädigt" not in row]
    assert all(words.partition(": ")[2] in row for words, row in zip(won, drawn, strict=True))
    _check_at_home(visitor, tmp_path)


def _turn_all(official: Resident, tablet: Resident, event: str) -> list[str]:
    """Visitors and staff turn the wheel, a bag gets wet, there is a break; what the screens said."""
    won = [_turn(tablet, colour) for colour in ("Rot", "Blau", "Schwarz")]
    official.go(event)
    official.press("Grün")
    won.append(official.page.locator("main .lead").inner_text())
    official.go(event)
    official.page.locator("#item").select_option(label="Stoffbeutel")
    official.page.locator("#reason").select_option(label="beschädigt")
    official.fill(count="1")
    official.press("Eintragen")
    official.press("Pause")
    tablet.follow("Am Glücksrad drehen")
    assert "macht gerade Pause" in tablet.read()
    official.press("Öffnen")
    tablet.press("Fertig")
    return [*won, _turn(tablet, "Gelb")]


def _check_at_home(visitor: Resident, folder: Path) -> None:
    """Run the downloaded script over the downloaded protocol, and over one that somebody touched up."""
    script, protocol = folder / "pruefen.py", folder / "protokoll.json"
    script.write_bytes(_fetched(visitor, "Programm zum Nachrechnen (Python)"))
    protocol.write_bytes(_fetched(visitor, "Protokoll (JSON)"))
    words = [sys.executable, "-I", "-S", str(script), str(protocol)]
    assert "5 Drehungen" in subprocess.run(words, capture_output=True, text=True, check=True).stdout
    said = json.loads(protocol.read_text("utf-8"))
    said["lines"][1]["colour"] = "white"
    protocol.write_text(json.dumps(said), "utf-8")
    assert subprocess.run(words, capture_output=True, check=False).returncode != 0


@pytest.fixture
def tablet(somebody: Callable[..., Resident], request: pytest.FixtureRequest) -> Resident:
    """The tablet of the demonstration's event, paired."""
    official, tablet = somebody(javascript=False), somebody(javascript=request.param, width=800)
    log_in(official, STAFF)
    official.go("/amt/infostand/")
    official.follow("Stadtfest Musterstadt")
    _pair(official, tablet, official.path)
    return tablet


def _try_permit(tablet: Resident, family: str) -> None:
    """Somebody types her name all the same, and looks at the permit."""
    tablet.follow("Den Parkausweis ausprobieren")
    tablet.press("Los geht’s")
    tablet.onward()
    tablet.fill(plate="DN-QX 4711")
    tablet.onward()
    tablet.fill(email=f"{family.lower()}@example.org")
    tablet.onward()
    assert f"{family.lower()}@example.org" in tablet.read()
    tablet.press("Ausweis ansehen")
    assert tablet.page.locator("img.sample__paper").evaluate("image => image.naturalWidth") > 800


def _assert_nothing_remains(tablet: Resident, family: str) -> None:
    """Not on the screen, not behind "back", not in the cookies, not on the server."""
    assert tablet.path == "/kiosk/"
    for _ in range(6):
        tablet.page.go_back()
        assert family.lower() not in tablet.page.content().lower()
        assert "4711" not in tablet.page.content()
        if tablet.path == "/kiosk/koppeln/":
            break
    tablet.go("/kiosk/probe/pruefen/")
    assert tablet.path == "/kiosk/probe/"
    tablet.go("/kiosk/fertig/")
    names = {str(cookie.get("name")) for cookie in tablet.page.context.cookies()}
    assert names <= {"station", "form"}
    assert tablet.portal.rows(VISITS) == [(0,)]


BOTH = pytest.mark.parametrize("tablet", [True, False], ids=["script", "no script"], indirect=True)


@BOTH
def test_one_person_after_another(tablet: Resident) -> None:
    cases = tablet.portal.rows("SELECT count(*) FROM cases_case")
    _try_permit(tablet, "Hakelmacher")
    tablet.press("Fertig", within=tablet.page.locator("main"))
    _assert_nothing_remains(tablet, "Hakelmacher")
    _try_permit(tablet, "Zweitperson")
    tablet.press("Fertig", within=tablet.page.locator("main"))
    assert tablet.portal.rows("SELECT count(*) FROM cases_case") == cases


@pytest.mark.parametrize("tablet", [True], indirect=True)
def test_nobody_touches_the_tablet_any_more(tablet: Resident) -> None:
    page = tablet.page
    page.clock.install()
    _try_permit(tablet, "Weggegangen")
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))  # noqa: DTZ005 -- the browser's own time
    page.mouse.click(5, 5)
    page.clock.run_for(59_000)
    expect(page.locator("#count")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(page.locator("#count")).to_be_visible()
    expect(page.locator("#count-number")).to_have_text("29")
    expect(page.locator("#count-words")).to_contain_text("Sind Sie noch da?")
    page.get_by_role("button", name="Ich bin noch da").click()
    expect(page.locator("#count")).to_be_hidden()
    page.clock.run_for(70_000)
    expect(page.locator("#count-number")).to_have_text("20")
    with page.expect_navigation():
        page.clock.run_for(20_500)
    _assert_nothing_remains(tablet, "Weggegangen")


@pytest.mark.parametrize("tablet", [False], indirect=True)
def test_the_tablet_resets_itself_without_script(tablet: Resident) -> None:
    """The refresh is followed here by hand: a test does not wait a minute and a half."""
    _try_permit(tablet, "Weggegangen")
    seconds, address = _refresh(tablet)
    assert seconds == 60
    tablet.go(address)
    assert tablet.headline == "Sind Sie noch da?"
    tablet.follow("Ja, weitermachen")
    assert tablet.path == "/kiosk/probe/ausweis/"
    tablet.go(address)
    seconds, address = _refresh(tablet)
    assert seconds == 30
    tablet.go(address)
    _assert_nothing_remains(tablet, "Weggegangen")


def _refresh(tablet: Resident) -> tuple[int, str]:
    stated = tablet.page.locator("noscript meta[http-equiv=refresh]").get_attribute("content")
    seconds, _, address = str(stated).partition("; url=")
    return int(seconds), address


@dataclass(frozen=True)
class Dying(Portal):
    """An installation whose web server dies whenever the wheel was turned."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which the installation runs."""
        return super().environment | {"MODELLKOMMUNE_KILL_AT": "wheel_turned"}


@pytest.fixture
def dying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """It is started and ended for one test."""
    portal = Dying(free_ports(), migrated_home(tmp_path_factory, "dying"))
    process = start(portal)
    yield portal
    end(process)


def test_a_spin_survives_the_death_of_the_server(dying: Portal, browser_page: Callable[..., Page]) -> None:
    official = Resident(dying, TOWN, browser_page(javascript=False))
    tablet = Resident(dying, TOWN, browser_page(javascript=False, reduced_motion="reduce"))
    log_in(official, STAFF)
    official.go("/amt/infostand/")
    official.follow("Stadtfest Musterstadt")
    event = official.path
    _pair(official, tablet, event)
    tablet.follow("Am Glücksrad drehen")
    tablet.page.get_by_role("button", name="Rot").click(no_wait_after=True)
    [(number, prize)] = _drawn(dying)
    _come_back(tablet)
    assert f"Drehung Nummer {number}" in tablet.read()
    assert prize in tablet.page.locator("#result").inner_text()
    tablet.press("Fertig, die nächste Person")
    assert tablet.path == "/kiosk/"
    assert _drawn(dying) == [(number, prize)]


def _drawn(portal: Portal) -> list[tuple[Any, ...]]:
    """The spins, as soon as there is one."""
    query = "SELECT s.number, p.name FROM outreach_spin s JOIN outreach_prize p ON p.id = s.prize_id"
    for _ in again_and_again():
        rows = portal.rows(query)
        if rows:
            return rows
    return []


def _come_back(tablet: Resident) -> None:
    """Somebody at the stand tries again until the server is there, and turns to the wheel.

    A browser whose connection broke may have sent the spin a second time by itself; then the start page has
    nothing left to show first, and the wheel leads to the same result.
    """
    for _ in again_and_again():
        with suppress(PlaywrightError):
            for path in ("/kiosk/", "/kiosk/rad/"):
                tablet.page.goto(tablet.portal.url(TOWN, path))
                if tablet.page.locator("#result").count():
                    return
    raise AssertionError("the server did not come back")
