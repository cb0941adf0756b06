"""Sessions: the end is stated without JavaScript, warned of with it; nothing typed is lost; log-ins end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import look_closely
from tests.journeys.official import log_in
from tests.journeys.people import Somebody
from tests.journeys.resident import SERVICE, Resident
from tests.journeys.stack import Portal

ADMINISTRATOR = "verwaltung@musterstadt.example"
EXPIRE = """
import datetime
from django.db.models import F
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.tenants.context import municipality
with municipality("musterstadt"):
    ResidentSession.objects.update(last_seen=F("last_seen") - datetime.timedelta(hours=2))
"""


def _begin(resident: Resident) -> str:
    resident.go(f"{SERVICE}antrag/")
    resident.press("Ohne Anmeldung weiter")
    return resident.path


def _code(resident: Resident) -> str:
    return resident.page.locator(".session__code").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_form_sent_too_late_is_there_again_with_the_code(
    portal: Portal, visitor: Callable[..., Resident], javascript: bool
) -> None:
    resident = visitor(javascript=javascript, width=390)
    step, code = _begin(resident), _code(resident)
    assert re.search(r"Ihre Sitzung endet um \d\d:\d\d Uhr", resident.read())
    resident.fill(family_name="Amsel-Drossel")
    portal.command("django", "shell", "-c", EXPIRE)
    resident.onward()
    assert "Ihre Eingaben sind gespeichert" in resident.read()
    resident.fill(code=code)
    resident.press("Antrag öffnen")
    assert resident.path == step
    expect(resident.page.locator("#family_name")).to_have_value("Amsel-Drossel")


def test_a_dialog_warns_takes_the_focus_and_gives_it_back(visitor: Callable[..., Resident]) -> None:
    resident = visitor()
    resident.page.clock.install()
    _begin(resident)
    dialog = resident.page.get_by_role("dialog", name="Sind Sie noch da?")
    resident.page.locator("#family_name").focus()
    expect(dialog).to_be_hidden()
    resident.page.clock.fast_forward("58:30")
    expect(dialog).to_be_visible()
    stay = dialog.get_by_role("button", name="Weiter ausfüllen")
    expect(stay).to_be_focused()
    expect(dialog.get_by_role("timer")).to_have_text(re.compile(r"1:\d\d"))
    stay.click()
    expect(dialog).to_be_hidden()
    expect(resident.page.locator("#family_name")).to_be_focused()


def test_before_the_end_the_entries_are_saved_and_the_session_ends(visitor: Callable[..., Resident]) -> None:
    resident = visitor()
    resident.page.clock.install()
    step, code = _begin(resident), _code(resident)
    resident.fill(family_name="Amsel-Drossel")
    resident.page.clock.fast_forward("58:30")
    dialog = resident.page.get_by_role("dialog", name="Sind Sie noch da?")
    with resident.page.expect_navigation():
        dialog.get_by_role("button", name="Speichern und beenden").click()
    assert "Ihre Eingaben sind gespeichert" in resident.read()
    resident.go(step)
    assert resident.path == "/antrag/fortsetzen/"
    resident.fill(code=code)
    resident.press("Antrag öffnen")
    expect(resident.page.locator("#family_name")).to_have_value("Amsel-Drossel")


def test_who_has_gone_away_finds_everything_saved(visitor: Callable[..., Resident]) -> None:
    resident = visitor()
    resident.page.clock.install()
    step, code = _begin(resident), _code(resident)
    resident.fill(family_name="Amsel-Drossel")
    # The server's clock has not moved: it is told for it that the session is about to end.
    soon = {"left": 5, "ends": "12:00", "for_good": False}
    resident.page.route("**/sitzung/", lambda route: route.fulfill(json=soon))
    with resident.page.expect_navigation(url=re.compile("/antrag/fortsetzen/")):
        resident.page.clock.fast_forward("59:50")
    assert "Ihre Eingaben sind gespeichert" in resident.read()
    resident.fill(code=code)
    resident.press("Antrag öffnen")
    assert resident.path == step
    expect(resident.page.locator("#family_name")).to_have_value("Amsel-Drossel")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_log_in_on_the_way_loses_nothing(
    visitor: Callable[..., Resident], neighbour: Somebody, javascript: bool
) -> None:
    resident = visitor(javascript=javascript)
    step = _begin(resident)
    resident.choose(dwelling="sole")
    with resident.page.expect_navigation():
        resident.page.get_by_role("button", name=re.compile("Jetzt anmelden")).click()
    resident.log_in(neighbour)
    assert resident.path == step
    assert neighbour.family_name in resident.read()
    expect(resident.page.locator("#dwelling-sole")).to_be_checked()
    expect(resident.page.locator("#id_photo")).to_have_count(0)


def test_a_person_logs_out_everywhere(visitor: Callable[..., Resident], neighbour: Somebody) -> None:
    devices = [visitor(javascript=False, width=390), visitor(javascript=False)]
    for device in devices:
        device.begin(neighbour)
    here, there = devices
    here.go("/sitzungen/")
    assert here.page.locator(".files li").count() == 2
    assert "Dieses Gerät" in here.read()
    here.press("Überall abmelden")
    assert "Sie sind abgemeldet" in here.read()
    there.go("/sitzungen/")
    assert "/sitzungen/" not in there.page.url.split("?")[0]


def test_session_pages_are_looked_at_closely(
    portal: Portal, browser_page: Callable[..., Page], neighbour: Somebody
) -> None:
    resident = Resident(portal, "musterstadt", browser_page(bypass_csp=True))
    resident.begin(neighbour)
    for language in ("de", "en"):
        for name, path in (
            ("list", "/sitzungen/"),
            ("over", "/sitzung/ende/?weiter=/dienste/&gerettet=1"),
            ("leave", "/abmelden/"),
        ):
            resident.go(f"{path}{'&' if '?' in path else '?'}sprache={language}")
            look_closely(resident.page, f"session-{name}-{language}")
    stranger = Resident(portal, "musterstadt", browser_page(bypass_csp=True))
    _begin(stranger)
    stranger.fill(family_name="Amsel")
    stranger.page.context.clear_cookies(name="resident")
    stranger.onward()
    assert "Ihre Eingaben sind noch da" in stranger.headline
    look_closely(stranger.page, "session-entries")


def test_staff_see_their_log_ins_and_administrators_end_those_of_others(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    boss = Resident(portal, "musterstadt", browser_page(bypass_csp=True))
    log_in(boss, ADMINISTRATOR, "/amt/profil/anmeldungen/")
    assert "Dieses Gerät" in boss.read()
    look_closely(boss.page, "office-sessions")
    boss.go("/amt/mitarbeitende/")
    row = boss.page.locator("tr", has_text="sachbearbeitung@")
    expect(row.get_by_role("button", name=re.compile("Überall abmelden"))).to_be_visible()
    look_closely(boss.page, "office-staff")
