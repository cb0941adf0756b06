"""Who has begun an application and thinks better of it deletes it, after being asked once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import Inspection
from tests.journeys.people import Somebody
from tests.journeys.resident import SERVICE, Resident, look_at_rules
from tests.journeys.stack import Portal

BEGUN = f"{SERVICE}antrag/"
QUESTIONS = {
    "en": "Do you want to delete the application you have started?",
    "de-leicht": "Wollen Sie den Antrag löschen?",
    "de": "Möchten Sie den angefangenen Antrag löschen?",
}


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
def test_an_application_that_was_begun_is_deleted_after_one_question(
    portal: Portal,
    browser_page: Callable[..., Page],
    inspection: Inspection,
    neighbour: Somebody,
    javascript: bool,
) -> None:
    page = browser_page(javascript=javascript, bypass_csp=javascript)
    resident = Resident(portal, "musterstadt", page, inspection if javascript else look_at_rules)
    resident.begin(neighbour)
    draft = resident.path
    _ask_and_go_on(resident)
    assert resident.path == draft, "who does not want to is back in the application"
    resident.go(BEGUN)
    resident.follow("Löschen")
    resident.press("Angefangenen Antrag löschen")
    assert resident.path == BEGUN
    assert "Der angefangene Antrag ist gelöscht" in resident.read()
    expect(page.get_by_role("link", name=re.compile("Weitermachen"))).to_have_count(0)
    gone = page.goto(portal.url("musterstadt", draft))
    assert gone is not None
    assert gone.status == 404


def _ask_and_go_on(resident: Resident) -> None:
    """The question in each language; nothing is deleted by reading it."""
    resident.go(BEGUN)
    resident.follow("Löschen")
    for language, question in QUESTIONS.items():
        resident.go(f"{resident.path}?sprache={language}")
        assert resident.headline == question
    resident.follow("Nein, weitermachen")
