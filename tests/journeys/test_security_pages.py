"""Security staff look after the portal: its health, what they are told, a test mode that all staff see."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from modellkommune.foundation.health.auditing import FILE
from tests.journeys.inspection import Inspection, look_closely
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


@pytest.fixture
def weakness(portal: Portal) -> Iterator[str]:
    """A vulnerability that somebody has found in a package, as `make audit` writes it."""
    found = {"package": "example-package", "version": "1.0", "id": "EXAMPLE-2026-1", "fixed": ["1.1"]}
    parts = {"python": {"asked": True, "found": [found]}}
    file = portal.home / FILE
    file.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), "parts": parts}))
    yield "example-package 1.0: EXAMPLE-2026-1 -> 1.1"
    file.unlink()


def test_what_a_check_has_found_unfolds_below_it_by_keyboard(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection, weakness: str
) -> None:
    sidney = Resident(portal, TOWN, browser_page(bypass_csp=True, width=390), look=inspection)
    log_in(sidney, f"sicherheit@{TOWN}.example", "/amt/sicherheit/")
    sidney.follow("Zustand des Portals")
    check = sidney.page.locator("section", has=sidney.page.locator("#audit")).last
    assert not check.get_by_text(weakness).is_visible()
    check.locator("summary").press("Enter")
    expect(check.get_by_text(weakness)).to_be_visible()
    look_closely(sidney.page, "health-unfolded")
