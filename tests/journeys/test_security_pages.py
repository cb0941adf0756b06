"""Security staff look after the portal: its health, what they are told, a test mode that all staff see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.inspection import Inspection
from tests.journeys.official import log_in
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal

TOWN = "musterstadt"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_health_of_the_portal_and_what_staff_are_told(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection, javascript: bool
) -> None:
    look = {"look": inspection} if javascript else {}
    more = {"bypass_csp": True} if javascript else {"javascript": False, "width": 390}
    sidney = Resident(portal, TOWN, browser_page(**more), **look)
    log_in(sidney, f"sicherheit@{TOWN}.example", "/amt/sicherheit/")
    sidney.follow("Zustand des Portals")
    health = sidney.read()
    assert "Dieses Portal ist eine Vorführung" in health
    assert "Was tun:" in health

    sidney.go("/amt/sicherheit/mails/")
    sidney.fill(incident_days="0")
    sidney.press("Speichern")
    assert "1 bis 365 Tage" in sidney.read()
    sidney.fill(incident_days="45")
    sidney.press("Speichern")
    assert "Das gilt ab jetzt" in sidney.read()

    sidney.go("/amt/sicherheit/")
    sidney.fill(about="21010")
    sidney.press("Probebetrieb beginnen")
    sidney.go("/amt/profil/")
    assert "Probebetrieb läuft" in sidney.page.inner_text("body")
    sidney.go("/amt/sicherheit/")
    sidney.press(re.compile("^Beenden"))
    assert "Probebetrieb läuft" not in sidney.page.inner_text("body")
