"""The office of results: counted, looked at, published; texts one by one; letters and forms."""

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from modellkommune.blueprint.survey.definition import Answered
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.participation.surveys.commands import approve, hand_in, open_survey, take_over
from modellkommune.participation.surveys.freezing import freeze
from modellkommune.participation.surveys.models import Code, Measure, Results, Survey, TextReview
from modellkommune.participation.surveys.queries import survey as survey_by_id
from tests.pages.rules import assert_page_rules
from tests.participation.surveys.conftest import described
from tests.participation.surveys.results.storing import close_and_settle, store
from tests.portals.clerk.conftest import browser, enter

TOWN = "alpha"
MEASURE = {
    "question": "way",
    "said_de": "Zu viel Papier",
    "done_de": "Mehr online",
    "said_en": "",
    "done_en": "",
    "day": "3",
    "month": "12",
    "year": "2026",
    "service": "",
}


def _open() -> Survey:
    made = take_over(TOWN, described())
    hand_in(TOWN, made.pk, 11)
    approve(TOWN, made.pk, 12)
    open_survey(TOWN, made.pk, 11, None)
    with municipality(TOWN):
        return survey_by_id(made.pk)


def _over() -> Survey:
    survey = _open()
    store(survey, [Answered("code", {"way": ("online",)})] * 30)
    store(survey, [Answered("open", {"way": ("post",), "why": (f"Grund {n}",)}) for n in range(25)])
    return close_and_settle(survey)


@pytest.fixture
def author(person: Callable[..., Staff]) -> Client:
    return enter(person("ada", alpha="survey-author"))


@pytest.fixture
def analyst(person: Callable[..., Staff]) -> Client:
    return enter(person("ina", alpha="analyst"))


def _page(survey: Survey) -> str:
    return f"/amt/umfragen/{survey.pk}/ergebnisse/"


def test_the_author_counts_looks_and_publishes(author: Client) -> None:
    survey = _over()
    page = author.get(_page(survey))
    assert_page_rules(page.text)
    assert say("office.findings.count", "de") in page.text
    author.post(f"{_page(survey)}zaehlen/")
    counting = author.get(_page(survey))
    assert say("office.findings.result.ordered", "de") in counting.text
    assert counting.headers["Refresh"] == f"3; url={_page(survey)}"
    assert 'href="?anhalten=1"' in counting.text
    assert "Refresh" not in author.get(f"{_page(survey)}?anhalten=1").headers
    freeze(TOWN, survey.pk)
    frozen = author.get(_page(survey))
    assert "Refresh" not in frozen.headers
    assert browser().get("/umfrage/small/ergebnisse/").status_code == 404
    paper = pypdfium2.PdfDocument(author.get(f"{_page(survey)}vorschau.pdf").content)
    assert "Way?" in "".join(one.get_textpage().get_text_range() for one in paper)
    author.post(f"{_page(survey)}veroeffentlichen/")
    assert browser().get("/umfrage/small/ergebnisse/").status_code == 200


def test_counting_says_how_far_it_is(author: Client) -> None:
    survey = _over()
    author.post(f"{_page(survey)}zaehlen/")
    with municipality(TOWN):
        Results.objects.update(counted=20, total=55)
    page = author.get(_page(survey)).text
    assert "20 von 55 Antworten gezählt" in page
    assert '<progress id="zaehlung" value="20" max="55">' in page


def test_an_author_sees_no_number_while_a_survey_runs(author: Client) -> None:
    survey = _open()
    store(survey, [Answered("code", {"way": ("online",)})] * 37)
    page = author.get(_page(survey)).text
    assert say("office.findings.not_settled", "de") in page
    assert not re.search(r">[^<]*\b37\b", page)
    author.post(f"{_page(survey)}zaehlen/")
    assert say("office.findings.result.not_settled", "de") in author.get(_page(survey)).text
    assert author.get(f"{_page(survey)}vorschau.pdf").status_code == 404


def test_publishing_needs_results(author: Client) -> None:
    survey = _over()
    author.post(f"{_page(survey)}veroeffentlichen/")
    assert say("office.findings.result.missing", "de") in author.get(_page(survey)).text


def test_an_entry_of_what_followed_is_beside_the_results(author: Client) -> None:
    survey = _over()
    freeze(TOWN, survey.pk)
    author.post(f"{_page(survey)}folge/", MEASURE)
    author.post(f"{_page(survey)}veroeffentlichen/")
    page = browser().get("/umfrage/small/ergebnisse/").text
    assert "Zu viel Papier" in page
    assert "Donnerstag, 3. Dezember 2026" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("said_de", ""), ("done_de", " "), ("question", "nothing"), ("service", "nothing"), ("month", "13")],
)
def test_an_incomplete_entry_is_kept_and_says_what_is_missing(author: Client, name: str, value: str) -> None:
    survey = _over()
    freeze(TOWN, survey.pk)
    page = author.post(f"{_page(survey)}folge/", {**MEASURE, name: value}).text
    wrong = "day" if name == "month" else name
    assert_page_rules(page)
    assert say(f"office.findings.wrong.{wrong}", "de") in page
    if name != "done_de":
        assert "Mehr online" in page
    with municipality(TOWN):
        assert not Measure.objects.exists()


def test_texts_are_released_one_by_one_by_the_analyst(analyst: Client) -> None:
    survey = _over()
    address = f"/amt/rohdaten/{survey.pk}/texte/"
    page = analyst.get(address).text
    assert_page_rules(page)
    assert page.count('name="text"') == 20
    chosen = page.split('name="text" value="')[1].split('"')[0]
    analyst.post(address, {"text": chosen, "wish": "release"})
    after = analyst.get(address).text
    assert chosen not in after
    assert say("office.findings.texts_released", "de", count=1) in after
    with municipality(TOWN):
        assert TextReview.objects.get().released
    assert analyst.post(address, {"text": "x", "wish": "release"}).status_code == 400


def test_letters_are_handed_out_once_and_the_form_as_often_as_wanted(author: Client) -> None:
    survey = _open()
    address = f"/amt/umfragen/{survey.pk}/papiere/"
    assert_page_rules(author.get(address).text)
    letters = author.post(address, {"count": "3"})
    assert letters.headers["Cache-Control"] == "no-store"
    assert len(pypdfium2.PdfDocument(letters.content)) == 3
    with municipality(TOWN):
        assert Code.objects.count() == 3
    assert "Bisher ausgegebene Codes: 3" in author.get(address).text
    assert author.get(f"{address}bogen.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["", "0", "501", "drei", "-1", "1e3"])
def test_a_wrong_number_of_letters_makes_none(author: Client, typed: str) -> None:
    survey = _open()
    page = author.post(f"/amt/umfragen/{survey.pk}/papiere/", {"count": typed})
    assert "1 bis 500" in page.text
    with municipality(TOWN):
        assert not Code.objects.exists()


def test_nobody_else_comes_in(author: Client, analyst: Client, person: Any) -> None:
    survey = _over()
    clerk = enter(person("kim", alpha="clerk"))
    mine = [_page(survey), f"{_page(survey)}vorschau.pdf", f"/amt/umfragen/{survey.pk}/papiere/"]
    texts = f"/amt/rohdaten/{survey.pk}/texte/"
    for address in mine:
        assert clerk.get(address).status_code == analyst.get(address).status_code == 403
    assert clerk.get(texts).status_code == author.get(texts).status_code == 403
    assert browser().get(texts).status_code == 302
