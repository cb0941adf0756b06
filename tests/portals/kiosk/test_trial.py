"""The trial of the parking permit: the real questions, an invented person, and no case."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image
from pypdfium2 import PdfDocument

from modellkommune.casework.applications.models import Application
from modellkommune.casework.cases.models import Case
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.models import KioskSession
from modellkommune.workflow.sample import PEOPLE, invented_person, service_to_try
from modellkommune.workflow.situation import known
from tests.pages.rules import assert_page_rules
from tests.participation.outreach.conftest import open_wheel
from tests.portals.citizen.conftest import musterstadt
from tests.portals.kiosk.conftest import new_station, pair_tablet

__all__ = ["musterstadt"]
STEPS = ["dwelling", "vehicle", "term"]


@pytest.fixture
def tablet(musterstadt: str) -> Client:
    """A station in Musterstadt."""
    cache.clear()
    with municipality(musterstadt):
        run = open_wheel()
    return pair_tablet(new_station(run, town=musterstadt)[1], musterstadt)


def _sent(html: str) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        chosen = attributes.get("type") not in ("radio", "checkbox") or " checked" in tag
        if "name" in attributes and chosen:
            sent.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        sent[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    return sent


def _page(tablet: Client, path: str) -> str:
    answer = tablet.get(path)
    assert answer.status_code == 200, (path, answer.headers.get("Location"))
    html = answer.content.decode()
    assert_page_rules(html, step=path.split("/")[3] in STEPS)
    return html


def _walk(tablet: Client) -> list[str]:
    """From the beginning to the permit, changing nothing; the addresses on the way."""
    _page(tablet, "/kiosk/probe/")
    address = tablet.post("/kiosk/probe/").headers["Location"]
    way = [address]
    while "ausweis" not in address and len(way) < 12:
        html = _page(tablet, address)
        assert "<strong>Vorführung</strong>" in html
        answer = tablet.post(address, _sent(html))
        assert answer.status_code == 302, answer.content.decode()
        address = answer.headers["Location"]
        way.append(address)
    return way


def test_somebody_walks_through_without_typing_a_letter(tablet: Client) -> None:
    assert _walk(tablet) == [
        *(f"/kiosk/probe/{step}/" for step in STEPS), "/kiosk/probe/pruefen/", "/kiosk/probe/ausweis/",
    ]  # fmt: skip
    assert "ausweis.png" in _page(tablet, "/kiosk/probe/ausweis/")


def test_the_check_page_says_answers_and_fee(tablet: Client) -> None:
    _walk(tablet)
    html = _page(tablet, "/kiosk/probe/pruefen/")
    assert re.search(r"\d+,\d\d\s€", html)
    assert "Nicht angegeben" not in html.split("Kennzeichen")[0]


def test_the_paper_says_across_that_it_is_a_demonstration(tablet: Client) -> None:
    _walk(tablet)
    picture = Image.open(BytesIO(tablet.get("/kiosk/probe/ausweis.png").content))
    assert picture.format == "PNG"
    assert picture.width > 800
    pdf = tablet.get("/kiosk/probe/ausweis.pdf").content
    words = PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Vorführung" in words
    assert "Bewohnerparkausweis" in words
    assert b"/ByteRange" not in pdf  # nobody has signed it


def test_nothing_of_it_is_a_case(tablet: Client) -> None:
    _walk(tablet)
    tablet.get("/kiosk/probe/ausweis.pdf")
    with municipality("musterstadt"):
        assert [model.objects.count() for model in (Case, Application, Draft, Permit)] == [0, 0, 0, 0]
        assert Entry.objects.values_list("verb", flat=True).last() == "station_paired"


def test_what_was_typed_is_sealed_and_gone_with_the_visit(tablet: Client) -> None:
    tablet.get("/kiosk/probe/")
    address = tablet.post("/kiosk/probe/").headers["Location"]
    sent = _sent(_page(tablet, address))
    tablet.post(address, sent)
    plate = _sent(_page(tablet, "/kiosk/probe/vehicle/"))["plate"][0]
    with municipality("musterstadt"):
        assert plate.encode() not in bytes(KioskSession.objects.get().content)
    tablet.post("/kiosk/fertig/")
    with municipality("musterstadt"):
        assert not KioskSession.objects.exists()
    for path in (address, "/kiosk/probe/pruefen/", "/kiosk/probe/ausweis/"):
        assert tablet.get(path).headers["Location"] == "/kiosk/probe/"
    assert tablet.get("/kiosk/probe/ausweis.pdf").status_code == 404


def test_a_mistake_is_named_and_kept(tablet: Client) -> None:
    _walk(tablet)
    sent: dict[str, Any] = _sent(_page(tablet, "/kiosk/probe/vehicle/"))
    answer = tablet.post("/kiosk/probe/vehicle/", {**sent, "plate": "12345"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert_page_rules(html, step=True)
    assert 'value="12345"' in html


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_the_example_of_a_plate_is_one_of_the_town(tablet: Client, language: str) -> None:
    _walk(tablet)
    tablet.get(f"/kiosk/?sprache={language}")
    html = _page(tablet, "/kiosk/probe/vehicle/")
    assert "MST-AB 123" in html
    assert "DN-AB 123" not in html
    wrong = {**_sent(html), "plate": "12345"}
    said = tablet.post("/kiosk/probe/vehicle/", wrong).content.decode()
    assert said.count("MST-AB 123") == html.count("MST-AB 123") + 2, "in the summary and at the field"


def test_it_speaks_english(tablet: Client) -> None:
    tablet.get("/kiosk/?sprache=en")
    _page(tablet, "/kiosk/probe/")
    address = tablet.post("/kiosk/probe/").headers["Location"]
    assert "Your dwelling" in _page(tablet, address)
    assert "<strong>Demonstration</strong>" in _page(tablet, address)


def test_everybody_who_is_invented_can_be_handed_in(musterstadt: str) -> None:
    with municipality(musterstadt):
        service = service_to_try()
        for number in range(PEOPLE):
            person = invented_person(service, number)
            told = known(person.identity, "de")
            answers = service.kept(person.answers("self"), told)
            assert service.progress(answers, told).open == ()
            form = {"plate": [person.plate], "plate-country": ["D"], "_fields": ["plate"]}
            assert service.read("vehicle", form, answers, told).errors == ()
