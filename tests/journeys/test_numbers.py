"""Numbers of cases and permits in a browser: in one piece, copied as they are, never wider than the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import Context, Template
from playwright.sync_api import Page

import modellkommune.pages

NUMBER = "BP-4F7K9-XTMC2"
SENTENCE = f"Die Prüfung von Vorgang {NUMBER} ist abgeschlossen"
STATIC = Path(modellkommune.pages.__file__).parent / "static"
LINES = """() => [...document.querySelectorAll('.together')].map(number => {
  const range = document.createRange(); range.selectNodeContents(number);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size; })"""
COPIED = """() => { getSelection().selectAllChildren(document.querySelector('#sentence'));
  return getSelection().toString(); }"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def page(browser_page: Callable[..., Page]) -> Page:
    """A page with the number wherever pages have it, in our own style."""
    style = "".join((STATIC / name).read_text("utf-8") for name in ("built/style.css", "office/office.css"))
    body = Template(
        "{% load kern %}<main class='main'><h1 class='kern-heading-x-large'>{{ sentence|together }}</h1>"
        "<p id='sentence'>{{ sentence|together }}</p>"
        "<p><a class='kern-link' href='/'>{{ sentence|together }}</a></p>"
        "<dl class='facts'><div><dt>Nummer</dt><dd class='big-number'>{{ number|together }}</dd></div></dl>"
        "<table class='proposals'><tr><th><a class='kern-link together' href='/'>{{ number }}</a></th>"
        "</tr></table></main>"
    ).render(Context({"sentence": SENTENCE, "number": NUMBER}))
    shown = browser_page(width=320)
    shown.set_content(f"<style>{style}</style>{body}")
    return shown


@pytest.mark.parametrize("width", range(320, 720, 40))
def test_a_number_stays_in_one_piece_however_the_line_falls(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(LINES) == [1] * 5
    assert not page.evaluate(SIDEWAYS)


def test_letters_of_twice_the_size_do_not_make_the_page_wider(page: Page) -> None:
    page.add_style_tag(content="html { font-size: 200% }")
    assert not page.evaluate(SIDEWAYS)


def test_who_copies_it_has_the_plain_number(page: Page) -> None:
    assert page.evaluate(COPIED) == SENTENCE


def test_a_number_in_a_link_is_underlined_like_the_rest_of_it(page: Page) -> None:
    lines = page.locator("a .together").evaluate("number => getComputedStyle(number).textDecorationLine")
    assert lines == "underline"
