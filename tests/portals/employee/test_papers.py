"""Papers of the market as PDF: tagged, readable, with codes that lead to the stalls and are good once."""

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from modellkommune.foundation.identity import rights
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.models import DotCode, MarketDay
from modellkommune.values.period import date_digits
from tests.participation.ideas.market import opened
from tests.portals.clerk.conftest import browser
from tests.portals.employee.conftest import TOWN


@pytest.fixture
def coordinator(at_work: Callable[..., Client]) -> Client:
    """Who prints."""
    return at_work(rights.IDEAS_COORDINATOR)


@pytest.fixture
def day(coordinator: Client) -> str:
    """The address of a market day with one stall, planned on the pages."""
    sent = {"title": "Markttag", "day": date_digits(clock.today()), "dots": "3"}
    address = coordinator.post("/ideen/koordination/markttag/", sent).headers["Location"]
    with municipality(TOWN):
        number = opened("Sitzbänke für den Markt").number
    words = {"idea": str(number), "title": "Sitzen auf dem Markt", "text": "Mehr Bänke für alle."}
    page = coordinator.post(address, words, follow=True).text
    assert say("ideas.result.stall", "de") in page
    return str(address)


def _words(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def test_a_poster_leads_to_the_page_of_its_stall(coordinator: Client, day: str) -> None:
    answer = coordinator.get(f"{day}plakate.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    [words] = _words(answer.content)
    assert "Sitzen auf dem Markt" in words
    assert b"/StructTreeRoot" in answer.content or b"/ObjStm" in answer.content
    picture = pypdfium2.PdfDocument(answer.content)[0].render(scale=2).to_pil()
    [found] = zxingcpp.read_barcodes(picture)
    stall = found.text.partition(".localhost")[2].partition("/")[2]
    assert "Sitzen auf dem Markt" in browser().get(f"/{stall}").text


def test_printed_codes_are_good_at_the_stall_and_printed_once(coordinator: Client, day: str) -> None:
    answer = coordinator.post(f"{day}codes.pdf", {"count": "16"})
    codes = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", " ".join(_words(answer.content)))
    assert len(set(codes)) == 16
    again = coordinator.post(f"{day}codes.pdf", {"count": "1"})
    assert not set(codes) & set(re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}", " ".join(_words(again.content))))
    with municipality(TOWN):
        assert DotCode.objects.count() == 17
        stall = f"/ideen-galerie/markttag/{MarketDay.objects.get().pk}/1/"
    visitor = browser()
    for _ in range(2):
        page = visitor.post(stall, {"code": codes[0].lower(), "dots": "2"}).text
        assert say("gallery.stall.left_one", "de") in page
    assert '<td class="number">2</td><td class="number">1</td>' in coordinator.get(day).text
    for sent, problem in (
        ({"code": codes[0], "dots": "9"}, "used_up"), ({"code": codes[0], "dots": "x"}, "used_up"),
        ({"code": "", "dots": "1"}, "missing"), ({"code": "ABCD-EFGH", "dots": "1"}, "unknown"),
    ):  # fmt: skip
        assert say(f"gallery.stall.error.{problem}", "de") in visitor.post(stall, sent).text
    coordinator.post(f"{day}schliessen/")
    assert say("gallery.stall.closed", "de") in visitor.get(stall).text
    refused = visitor.post(stall, {"code": codes[1], "dots": "1"}).text
    assert say("gallery.stall.error.closed", "de") in refused


def test_guessing_codes_is_limited_and_a_right_one_goes_on_working(coordinator: Client, day: str) -> None:
    answer = coordinator.post(f"{day}codes.pdf", {"count": "1"})
    [code] = re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", " ".join(_words(answer.content)))
    with municipality(TOWN):
        stall = f"/ideen-galerie/markttag/{MarketDay.objects.get().pk}/1/"
    visitor: Any = browser()
    guess = {"code": "ABCD-EFGH", "dots": "1"}
    pages = [visitor.post(stall, guess, REMOTE_ADDR="203.0.113.9").text for _ in range(121)]
    assert say("gallery.stall.error.unknown", "de") in pages[119]
    assert say("gallery.stall.error.too_much", "de") in pages[120]
    page = visitor.post(stall, {"code": code, "dots": "1"}, REMOTE_ADDR="203.0.113.9").text
    assert say("gallery.stall.thanks", "de") in page


def test_a_wrong_number_of_codes_is_refused_with_a_sentence(coordinator: Client, day: str) -> None:
    page = coordinator.post(f"{day}codes.pdf", {"count": "0"})
    assert say("ideas.codes.error.count_range", "de") in page.text
    page = coordinator.post(day, {"idea": "", "title": "", "text": ""})
    assert say("ideas.stall.error.idea_missing", "de") in page.text
    page = coordinator.post("/ideen/koordination/markttag/", {"title": "", "day": "morgen", "dots": "99"})
    for field in ("title_missing", "day_missing", "dots_range"):
        assert say(f"ideas.day.error.{field}", "de") in page.text


def test_the_dossier_holds_what_is_known_in_both_languages(coordinator: Client, idea: int) -> None:
    words = "".join(_words(coordinator.get(f"/ideen/{idea}/dossier.pdf").content))
    for part in (
        "Bäume für den Marktplatz",
        "Grüner Specht",
        "Schatten geben",
        say("ideas.paper.section_steps", "de"),
    ):
        assert part in words
    words = "".join(_words(coordinator.get(f"/ideen/{idea}/dossier.pdf?sprache=en").content))
    assert say("ideas.paper.section_steps", "en") in words


def test_terms_are_changed_on_their_page_and_mistakes_are_named(coordinator: Client, market: None) -> None:
    nothing = {"title": "", "criteria": "Nutzen", "units": ""}
    page = coordinator.post("/ideen/koordination/markt/", nothing)
    wrong = ("title_missing", "first_missing", "criteria_wrong", "units_wrong", "smallest_unit_small")
    for field in (*wrong, "years_kept_odd"):
        assert say(f"ideas.terms.error.{field}", "de") in page.text
    sent = {
        "title": "Frühlingsmarkt", "first": "1.3.2027", "last": "31.5.2027",
        "criteria": "Nutzen: 3\nKosten: 2", "units": "Bauamt: 12", "smallest_unit": "6", "days-open": "21",
        "years_kept": "4",
    }  # fmt: skip
    page = coordinator.post("/ideen/koordination/markt/", sent, follow=True)
    assert say("ideas.result.terms", "de") in page.text
    address = re.search(r"/ideen/koordination/markt/\d+/(?=\">Frühlingsmarkt)", page.text)
    assert address is not None
    form = coordinator.get(address[0]).text
    for words in ("Nutzen: 3", "Bauamt: 12", "31.05.2027", 'value="21"', 'value="4"'):
        assert words in form
