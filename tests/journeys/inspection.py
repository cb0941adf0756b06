"""A close look at every distinct page: the rules, axe at two widths and in the dark, reflow, targets."""

import os
import re
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tests.journeys.accessibility import assert_accessible, violations
from tests.journeys.resident import look_at_rules

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
CASE = re.compile(r"BP-\w+-\w+")
SMALLEST_TARGET = 24  # CSS pixels
IDS = re.compile(r"[0-9a-f-]{36}|(?<=/)\d+(?=/)")
OVERFLOWING = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('body *')]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(element => element.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """smallest => [...document.querySelectorAll(
    'button, .kern-btn, select, summary, nav a, input:not([type=hidden])')]
  .filter(target => target.getClientRects().length && !target.closest('.kern-sr-only, [aria-hidden=true]'))
  .filter(target => {
    const box = (target.closest('label') || target).getBoundingClientRect();
    return box.width < smallest || box.height < smallest;
  }).map(target => target.outerHTML.slice(0, 120))"""
UNSEEN_FOCUS = """() => [...document.querySelectorAll('.skip, main [tabindex="0"]:not(.leaflet-interactive)')]
  .filter(target => { target.focus(); return document.activeElement === target; })
  .filter(target => { target.focus(); return getComputedStyle(target).outlineStyle === 'none'; })
  .map(target => target.outerHTML.slice(0, 120))"""
FOLDER = os.environ.get("JOURNEYS_PICTURES")
"""Where to put pictures of all pages, if somebody wants to look at them."""
# What a page may bring: ends of sessions, maps, the tablet, similar ideas, letters' codes, proof of work.
SCRIPTS = (
    "citizen/session",
    "built/map",
    "built/leaflet",
    "kiosk/kiosk",
    "employee/similar",
    "answering/code",
    "built/proof",
)


class Inspection:
    """Looks once at each page; pages are alike if address and headings are.

    `seen` is a folder with an empty file for each page, so that journeys side by side remember together.
    """

    def __init__(self, seen: Path) -> None:
        """Nothing has been seen in this run, or what others have."""
        self.seen = seen
        seen.mkdir(exist_ok=True)

    def __call__(self, page: Page) -> None:
        """Look at a page, unless one like it was seen; then only at the rules."""
        look_at_rules(page)
        if page.locator("a[href='?anhalten=1']").count():
            return  # it renews itself while one looks: what stands still is looked at
        language = page.locator("html").get_attribute("lang")
        name = f"{_name(page)}{'' if language == 'de' else f'-{language}'}"
        if self._is_new(name):
            look_closely(page, name)

    def _is_new(self, name: str) -> bool:
        try:
            (self.seen / sha256(name.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def _name(page: Page) -> str:
    """Address without ids, and the headings: what makes a page another one, whichever town shows it."""
    host, path = page.url.split("/", 3)[2:]
    path = IDS.sub("ID", re.split(r"[?#]", path)[0])
    where = "verzeichnis" if host.startswith("localhost") else path
    kind = "fehler" if page.title().startswith("Fehler:") else ""
    headings = CASE.sub("", "-".join(page.locator("main h1, main h2").all_inner_texts()))
    return re.sub(r"\W+", "-", f"{where}-{kind}-{headings}")[:120]


def look_closely(page: Page, name: str) -> None:
    """axe at two widths, contrast in the dark, sizes of targets, the focus, no scrolling sideways at 320."""
    page.set_viewport_size(WIDE)
    known = ", ".join(f"[src*='{name}']" for name in SCRIPTS)
    assert page.locator(f"script:not({known})").count() == 0, f"{name}: a script of no known use"
    assert_accessible(page)
    _take_picture(page, f"{name}-1280")
    _look_in_the_dark(page, f"{name}-1280-dark")
    page.set_viewport_size(PHONE)
    assert_accessible(page)
    _take_picture(page, f"{name}-390")
    _look_in_the_dark(page, f"{name}-390-dark")
    small = page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    assert small == [], f"{page.url}: targets too small: {small}"
    page.set_viewport_size(NARROWEST)
    _look_at_the_focus(page)
    wide = page.evaluate(OVERFLOWING)
    assert wide == [], f"{page.url} is wider than 320 pixels: {wide}"
    page.set_viewport_size(WIDE)


def _look_at_the_focus(page: Page) -> None:
    """What is no control but takes the focus of the keyboard shows it; at the end the skip link has it."""
    page.keyboard.press("Tab")
    unseen = page.evaluate(UNSEEN_FOCUS)
    assert unseen == [], f"{page.url}: the focus cannot be seen: {unseen}"
    page.locator(".skip").focus()


def _look_in_the_dark(page: Page, name: str) -> None:
    page.emulate_media(color_scheme="dark")
    found = violations(page, ["color-contrast", "link-in-text-block"])
    assert found == [], (
        f"{page.url} in the dark: {[node['html'] for rule in found for node in rule['nodes']]}"
    )
    _take_picture(page, name)
    page.emulate_media(color_scheme="light")


def _take_picture(page: Page, name: str) -> None:
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)
