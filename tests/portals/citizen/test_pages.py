"""Every information page keeps the rules, in both languages, and links lead somewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html as parser

from tests.pages.rules import assert_page_rules

Get = Callable[..., Any]

PAGES = (
    "/",
    "/dienste/",
    "/dienste/?suche=parken",
    "/dienste/?suche=xyzzy",
    "/dienste/resident-parking/",
    "/parkzone/",
    "/parkzone/?adresse=Hauptstraße 12",
    "/parkzone/?adresse=Hauptstrase 12",
    "/parkzone/?adresse=",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/demo/post/",
)
MANDATORY = {"/impressum/", "/datenschutz/", "/barrierefreiheit/", "/leichte-sprache/"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_keeps_the_rules(get: Get, language: str) -> None:
    for page in PAGES:
        joint = "&" if "?" in page else "?"
        answer = get(f"{page}{joint}sprache={language}")
        assert answer.status_code == 200, page
        assert_page_rules(answer.content.decode())


def test_every_page_links_the_mandatory_pages(get: Get) -> None:
    for page in PAGES:
        links = set(parser.document_fromstring(get(page).content.decode()).xpath(".//footer//a/@href"))
        assert links >= MANDATORY, page


def test_links_of_the_information_pages_lead_somewhere(get: Get) -> None:
    links: set[str] = set()
    for page in PAGES:
        links.update(parser.document_fromstring(get(page).content.decode()).xpath(".//a/@href"))
    inside = {link.partition("#")[0] for link in links if link.startswith("/")}
    broken = [link for link in sorted(inside) if get(link).status_code not in (200, 302)]
    assert not broken


def test_pages_hold_no_form_of_django(get: Get) -> None:
    for page in PAGES:
        assert "helptext" not in get(page).content.decode()
