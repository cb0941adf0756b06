"""A resident is turned away for a harmless value, reads the number out, and the office lets her in again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.inspection import Inspection
from tests.journeys.official import log_in
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal, again_and_again

TOWN = "musterstadt"
UNLUCKY = {True: "/parkzone/?adresse=Am+Tor+`links`+3", False: "/parkzone/zonen/?seite=`links`"}
NUMBER = re.compile(r"\b[2-9A-HJKMNP-Z]{8}\b")


@pytest.mark.parametrize("javascript", [True, False])
def test_why_was_i_blocked_and_let_me_in_again(
    portal: Portal, browser_page: Callable[..., Page], inspection: Inspection, javascript: bool
) -> None:
    more = {"bypass_csp": True} if javascript else {"javascript": False}
    look = {"look": inspection} if javascript else {}
    resident = Resident(portal, TOWN, browser_page(width=390, **more), **look)
    resident.go(UNLUCKY[javascript])
    assert resident.headline == "Diese Anfrage haben wir nicht angenommen"
    number = NUMBER.findall(resident.read())[-1]

    official = Resident(portal, TOWN, browser_page(**more), **look)
    log_in(official, f"sicherheit@{TOWN}.example", "/amt/sicherheit/")
    for _ in again_and_again():
        official.fill(nummer=number.lower())
        official.press("Vorfall suchen")
        if number in official.headline:
            break
    assert "Befehle an den Rechner" in official.read()
    official.press("Wieder hereinlassen")
    assert "Die Regel gilt hier bis" in official.read()

    for _ in again_and_again():
        resident.go(UNLUCKY[javascript])
        if resident.headline != "Diese Anfrage haben wir nicht angenommen":
            break
    assert resident.headline != "Diese Anfrage haben wir nicht angenommen"
    official.go("/amt/sicherheit/")
    assert "Ausgesetzte Regeln" in official.read()
