"""Submitting, page by page: what resembles it is shown before, the reply code once, mistakes are named."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modellkommune.foundation.identity import rights
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.participation.ideas.models import Idea, Letter, Market
from tests.participation.ideas.market import opened
from tests.portals.employee.conftest import TOWN

NEW = "/ideen/neu/"
SENT = {
    "title": "Bäume für den Platz",
    "text": "Auf dem Platz fehlt im Sommer der Schatten.",
    "under": "name",
}
PSEUDONYMOUS = {**SENT, "under": "pseudonym", "pseudonym": "Specht"}


@pytest.fixture
def employee(at_work: Callable[..., Client]) -> Client:
    """Somebody who has an idea."""
    return at_work(rights.EMPLOYEE)


@pytest.fixture
def known(market: None) -> Idea:
    """An idea that exists already."""
    with municipality(TOWN):
        return opened("Mehr Bäume auf den Plätzen", text="Im Sommer spenden Bäume Schatten auf jedem Platz.")


def test_the_page_in_between_asks_whether_it_exists_already(employee: Client, known: Idea) -> None:
    page = employee.post(NEW, SENT).text
    assert say("ideas.look.title_similar", "de") in page
    assert f'href="/ideen/{known.number}/"' in page
    assert 'target="_blank"' in page
    with municipality(TOWN):
        assert Idea.objects.count() == 1


def test_without_anything_alike_it_is_a_last_look(employee: Client) -> None:
    page = employee.post(NEW, SENT).text
    assert say("ideas.look.title", "de") in page
    assert say("ideas.similar.title", "de") not in page
    assert "antwortcode" not in page


def test_while_typing_the_same_is_fetched_as_a_part(employee: Client, known: Idea) -> None:
    part = employee.post("/ideen/aehnlich/", {"title": "Bäume", "text": "für den Platz"}).text
    assert known.title in part
    assert "<html" not in part
    assert employee.post("/ideen/aehnlich/", {"title": "Giraffe", "text": ""}).text.strip() == ""


def test_what_was_typed_comes_back_on_change(employee: Client) -> None:
    page = employee.post(NEW, {**PSEUDONYMOUS, "change": "1"}).text
    for words in (SENT["title"], SENT["text"], "Specht"):
        assert words in page
    assert "Fehler:" not in page


@pytest.mark.parametrize("way", ["name", "pseudonym", ""])
def test_mistakes_are_named_and_everything_typed_is_kept(employee: Client, way: str) -> None:
    page = employee.post(NEW, {"title": "", "text": "Zu kurz", "under": way, "pseudonym": "x"}).text
    assert "<title>Fehler:" in page
    assert say("ideas.new.error.title_missing", "de") in page
    assert say("ideas.new.error.text_short", "de") in page
    assert "Zu kurz" in page
    assert (say("ideas.new.error.pseudonym_short", "de") in page) == (way == "pseudonym")
    assert (say("ideas.new.error.under_missing", "de") in page) == (way == "")


@pytest.mark.parametrize("typed", ["Employee", "der EMPLOYEE vom Amt", "employee"])
def test_a_pseudonym_that_gives_the_name_away_is_refused(employee: Client, typed: str) -> None:
    page = employee.post(NEW, {**PSEUDONYMOUS, "pseudonym": typed}).text
    assert say("ideas.new.error.pseudonym_name", "de") in page


def test_the_code_is_shown_before_submitting_with_the_warning_that_it_cannot_be_restored(
    employee: Client,
) -> None:
    look = employee.post(NEW, PSEUDONYMOUS)
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", look.text)
    assert say("ideas.look.code_text", "de") in look.text
    sent = {**PSEUDONYMOUS, "code": look.context["signed"], "submit": "1"}
    again = employee.post(NEW, sent)
    assert say("ideas.new.error.noted_missing", "de") in again.text
    assert again.context["code"] == look.context["code"]
    with municipality(TOWN):
        assert not Letter.objects.exists()


def test_a_double_click_is_one_letter(employee: Client) -> None:
    look = employee.post(NEW, PSEUDONYMOUS)
    sent = {**PSEUDONYMOUS, "code": look.context["signed"], "noted": "yes", "submit": "1"}
    for _ in range(2):
        assert employee.post(NEW, sent).headers["Location"] == "/ideen/neu/eingeworfen/"
    with municipality(TOWN):
        assert Letter.objects.count() == 1


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "AAAA-AAAA-AAAA:1abc:forged"])
def test_a_code_of_ones_own_making_is_not_taken(employee: Client, code: str) -> None:
    answer = employee.post(NEW, {**PSEUDONYMOUS, "code": code, "noted": "yes", "submit": "1"})
    assert answer.status_code == 200
    assert answer.context["code"]
    assert answer.context["code"] != code
    with municipality(TOWN):
        assert not Letter.objects.exists()


def test_after_the_last_day_the_page_says_so(employee: Client) -> None:
    with municipality(TOWN):
        Market.objects.update(last=clock.today().replace(year=clock.today().year - 1))
    assert say("ideas.new.closed_text", "de") in employee.get(NEW).text
    assert say("ideas.hall.no_market", "de") in employee.get("/ideen/").text


def test_the_hall_finds_by_words_and_number_and_sorts(employee: Client, known: Idea) -> None:
    for asked in ("Baum Schatten", str(known.number)):
        assert known.title in employee.get("/ideen/", {"suche": asked}).text
    assert say("ideas.hall.none", "de") in employee.get("/ideen/", {"suche": "Giraffe"}).text
    for query in ({"folge": "supported"}, {"stand": "open"}, {"stand": "nonsense", "seite": "99"}):
        assert known.title in employee.get("/ideen/", query).text
    assert known.title not in employee.get("/ideen/", {"stand": "accepted"}).text


def test_the_presentation_goes_from_idea_to_idea(employee: Client, known: Idea) -> None:
    with municipality(TOWN):
        opened("Sitzbänke für den Markt")
    first, second = (employee.get("/ideen/vorfuehrung/", {"nr": nr}).text for nr in "12")
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert employee.get("/ideen/vorfuehrung/", {"nr": "3"}).status_code == 404


def test_the_hall_asks_the_database_as_often_for_many_ideas_as_for_one(employee: Client, known: Idea) -> None:
    with CaptureQueriesContext(connection) as for_one:
        employee.get("/ideen/")
    with municipality(TOWN):
        for number in range(15):
            opened(f"Idee {'abcdefghijklmnopqrst'[number] * 5}")
    with CaptureQueriesContext(connection) as for_many:
        employee.get("/ideen/")
    assert len(for_many) == len(for_one) <= 18
