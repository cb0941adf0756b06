"""Where the zones are: on a map, by keyboard, on a phone, and as a list without script."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.resident import SERVICE
from tests.journeys.stack import Portal
from tests.journeys.test_every_page import FIRST_VISIT

MAP = ".zone-map[data-ready=yes]"


def with_map(page: Page, portal: Portal, path: str) -> Page:
    page.goto(portal.url("musterstadt", path))
    page.locator(".zones-map").scroll_into_view_if_needed()
    page.wait_for_selector(MAP)
    return page


def test_the_page_of_the_service_is_light_until_the_map_comes_into_view(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(width=390)
    sizes: list[float] = []
    asked: list[str] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(portal.url("musterstadt", SERVICE), wait_until="networkidle")
    assert 10_000 < sum(sizes) <= FIRST_VISIT
    assert not any("leaflet" in address for address in asked)
    page.locator(".zones-map").scroll_into_view_if_needed()
    page.wait_for_selector(MAP)
    assert any("leaflet" in address for address in asked)
    assert {urlsplit(address).hostname for address in asked} == {"musterstadt.localhost"}


def test_a_zone_is_chosen_with_the_keyboard_under_the_content_security_policy(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with_map(page, portal, SERVICE)
    zone = page.get_by_role("button", name="Zone B: Bahnhofsviertel")
    for _ in range(80):
        if zone.evaluate("path => path === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    told = page.get_by_role("status")
    expect(told).to_contain_text("Zone B: Bahnhofsviertel")
    told.get_by_role("link", name="Straßen dieser Zone").click()
    assert page.url.endswith("/parkzone/zonen/#zone-B")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_with_a_map_is_accessible(
    portal: Portal, browser_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = with_map(
        browser_page(width=width, color_scheme=scheme, bypass_csp=True), portal, "/parkzone/zonen/"
    )
    page.get_by_role("button", name="Zone F").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("geplant, gilt noch nicht")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_script_the_zones_and_their_streets_are_a_list(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(javascript=False, width=390)
    page.goto(portal.url("musterstadt", SERVICE))
    expect(page.locator(".zone-map")).to_be_hidden()
    page.get_by_role("link", name="Zone C: Mühlenviertel").click()
    expect(page.get_by_role("heading", name="Zone C: Mühlenviertel")).to_be_visible()
    expect(page.get_by_text("Hauptstraße 1 bis 43 (ungerade)")).to_be_visible()


def test_without_the_areas_the_list_remains(portal: Portal, browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    page.route("**/zonen.geojson", lambda route: route.abort())
    page.goto(portal.url("musterstadt", "/parkzone/zonen/"), wait_until="networkidle")
    expect(page.locator(".zone-map")).to_be_hidden()
    expect(page.get_by_role("heading", name="Zone A: Altstadt")).to_be_visible()


def test_a_house_number_across_two_zones_is_asked_back(
    portal: Portal, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(javascript=False)
    page.goto(portal.url("musterstadt", "/parkzone/?adresse=Hauptstr.+43-47"))
    page.get_by_role("link", name="Hauptstraße 47, 00101 Musterstadt").click()
    expect(page.get_by_role("heading", name="Ja: Zone A, Altstadt")).to_be_visible()
