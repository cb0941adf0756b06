"""A permit about to end: the reminder leads to the renewal, and the next permit follows on to the old one."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import Inspection
from tests.journeys.people import Somebody
from tests.journeys.resident import Resident
from tests.journeys.stack import Portal, again_and_again, end, free_ports, start
from tests.migrated import migrated_home

LINK = re.compile(r"https?://\S+?(/vorgang/[0-9a-f-]{36}/verlaengern/)")


@pytest.fixture
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """An installation of its own for each, because its day is moved: what a day brings comes once."""
    running = Portal(free_ports(), migrated_home(tmp_path_factory, "renewing"))
    process = start(running)
    yield running
    end(process)


def _reminder(resident: Resident, number: str) -> str:
    """The address in the mail that says that the permit of an application is about to end."""
    for _ in again_and_again():
        resident.page.goto(resident.portal.url(resident.town, "/demo/post/"))
        mails = resident.page.locator("main").inner_text()
        _, _, text = mails.partition(f"Ihr Ausweis zum Antrag {number} läuft ab")
        if text:
            found = LINK.search(text)
            assert found, f"no link to the renewal: {text[:400]}"
            return found[1]
        resident.page.wait_for_timeout(500)
    raise AssertionError("no reminder has come")


def _permit_of_three_months(resident: Resident, who: Somebody) -> tuple[str, str]:
    """Apply, pay and have it; number and page of the application."""
    resident.begin(who)
    resident.dwelling(who)
    resident.vehicle(who)
    resident.term("verlaengern@example.org", months="3")
    resident.declare()
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")
    return resident.page.locator("dd.big-number").first.inner_text(), resident.path


def _renew(resident: Resident, who: Somebody, reminder: str) -> None:
    resident.go(reminder)
    resident.follow("Mit Online-Ausweis anmelden")
    resident.log_in(who)
    assert "gilt noch bis Sonntag, 28. Februar 2027" in resident.read()
    resident.press("Verlängern")
    assert resident.path.endswith("/pruefen/"), "nothing is asked again"
    for known in (who.plate, who.family_name, "verlaengern@example.org"):
        assert known in resident.read()
    resident.declare()
    resident.pay()
    resident.wait_for("Ihr Ausweis ist da")


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)], ids=["script", "no-script"])
def test_who_is_reminded_renews_pays_and_has_the_next_permit_without_a_gap(
    portal: Portal,
    browser_page: Callable[..., Page],
    neighbour: Somebody,
    inspection: Inspection,
    javascript: bool,
    width: int,
) -> None:
    more = {"bypass_csp": True} if javascript else {"javascript": False}
    look = {"look": inspection} if javascript else {}
    portal.command("demo", "clock", "2026-12-01")
    resident = Resident(portal, "musterstadt", browser_page(width=width, **more), **look)
    number, old = _permit_of_three_months(resident, neighbour)
    assert "Verlängern können Sie diesen Ausweis ab Freitag, 29. Januar 2027" in resident.read()

    portal.command("demo", "clock", "2027-02-22")
    resident = Resident(portal, "musterstadt", browser_page(width=width, **more), **look)
    _renew(resident, neighbour, _reminder(resident, number))
    permit = resident.page.locator(".permit")
    expect(permit).to_contain_text("Gültig vom Montag, 1. März 2027 bis Montag, 31. Mai 2027")
    assert "Verlängerung des Ausweises" in resident.read()
    resident.go(old)
    expect(resident.page.locator(".permit")).to_contain_text("bis Sonntag, 28. Februar 2027")
    resident.follow("Zur Verlängerung")
    assert "Verlängerung des Ausweises" in resident.read()
    resident.go(f"{old}verlaengern/")
    assert resident.page.locator("main form").count() == 0, "no second one for the same time"
