"""A visitor's first pages: the directory, a portal, and a host that nobody has."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.accessibility import assert_accessible
from tests.journeys.stack import Portal


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_directory_leads_to_a_portal(
    portal: Portal, browser_page: Callable[..., Page], javascript: bool
) -> None:
    page = browser_page(javascript=javascript)
    page.goto(portal.url(""))
    page.get_by_role("link", name="Musterstadt").first.click()
    assert page.url.startswith(portal.url("musterstadt"))
    assert page.get_by_text("Demonstration").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("town", ["", "musterstadt", "dueren"])
def test_first_pages_are_accessible(
    portal: Portal, browser_page: Callable[..., Page], town: str, width: int
) -> None:
    page = browser_page(width=width)
    page.goto(portal.url(town))
    assert_accessible(page)


def test_an_unknown_host_is_told_so(portal: Portal, browser_page: Callable[..., Page]) -> None:
    answer = browser_page().goto(portal.url("nirgendwo"))
    assert answer is not None
    assert answer.status == 404
