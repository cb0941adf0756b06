"""Asking an applicant and refusing an application at the office's pages."""

import re

import pytest
from django.test import Client

from modellkommune.casework.cases.states import REFUSED, REVIEW
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import hearing
from modellkommune.workflow.queries import status_of
from tests.pages.rules import said
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "dueren"
WORDS = "Ihre Straße liegt in keiner Zone."


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody who lives outside every zone."""
    errand = apply(germany, TOWN, "ausserhalb")
    work_off()
    assert errand.state == REVIEW
    return errand


def _address(errand: Errand, act: str) -> str:
    return f"/amt/vorgang/{errand.case.pk}/{act}/"


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#x27;", "'")


def _reasons(page: str) -> list[str]:
    return re.findall(r'name="reason" value="([^"]*)" checked', page)


def test_an_official_asks_and_sees_that_the_answer_is_waited_for(clerk: Client, errand: Errand) -> None:
    page = clerk.get(_address(errand, "anhoeren")).text
    assert _reasons(page)
    day = re.search(r'name="answer_by"[^>]*value="([^"]*)"', page)
    assert day
    sent = {"reason": _reasons(page), "words": WORDS, "answer_by": day[1]}
    listed = clerk.post(_address(errand, "anhoeren"), sent, follow=True).text
    assert f"Die Frage zu Vorgang {errand.case.number} ist gestellt" in said(listed)
    assert "Wartet auf Antwort" in listed
    assert "Die Anhörung läuft noch" in clerk.get(_address(errand, "ablehnen")).text
    hearing.answer(TOWN, errand.case.pk, "Ich wohne <b>doch</b> dort.")
    assert "Antwort da" in clerk.get("/amt/vorschlaege/").text
    assert "Ich wohne &lt;b&gt;doch&lt;/b&gt; dort." in clerk.get(_address(errand, "ablehnen")).text


def test_what_is_missing_is_said_at_its_input(clerk: Client, errand: Errand) -> None:
    asking = clerk.post(_address(errand, "anhoeren"), {"words": "", "answer_by": "bald"}).text
    assert 'href="#words"' in asking
    assert "Bitte geben Sie die Frist als Datum ein" in asking
    refusing = clerk.post(_address(errand, "ablehnen"), {"words": "x" * 4001, "reason": "nichts"}).text
    assert "höchstens 4000 Zeichen" in refusing
    refusing = clerk.post(_address(errand, "ablehnen"), {"words": WORDS, "reason": "nichts"}).text
    for target in ("#reason", "#unheard", "#words"):
        assert f'href="{target}"' in refusing
    assert errand.state == REVIEW


def test_an_official_refuses_and_the_file_keeps_it(clerk: Client, errand: Errand) -> None:
    page = clerk.get(_address(errand, "ablehnen")).text
    assert "Die Ablehnung kostet nichts." in page
    sent = {
        "reason": _reasons(page),
        "words": WORDS,
        "unheard": "alles gesagt",
        "seen": _seen(page),
    }
    listed = clerk.post(_address(errand, "ablehnen"), sent, follow=True).text
    assert f"Vorgang {errand.case.number} ist abgelehnt" in said(listed)
    assert errand.state == REFUSED
    work_off()
    file = clerk.get(f"/amt/vorgang/{errand.case.pk}/").text
    assert "Gilt als bekannt gegeben am" in file
    assert WORDS in file
    assert "/ablehnen/" not in file
    assert "/pruefen/" not in file
    again = clerk.post(_address(errand, "ablehnen"), sent, follow=True).text
    assert errand.decisions[0].document
    assert len(errand.decisions) == 1
    assert again


def test_who_has_not_seen_the_answer_is_shown_it_first(clerk: Client, errand: Errand) -> None:
    page = clerk.get(_address(errand, "anhoeren")).text
    day = re.search(r'name="answer_by"[^>]*value="([^"]*)"', page)
    assert day
    clerk.post(_address(errand, "anhoeren"), {"words": WORDS, "answer_by": day[1]})
    before = clerk.get(_address(errand, "anhoeren")).text
    hearing.answer(TOWN, errand.case.pk, "Ich bin umgezogen.")
    assert "Die Anhörung läuft noch" in before
    shown = clerk.post(_address(errand, "ablehnen"), {"words": WORDS, "seen": "alt"}).text
    assert "Inzwischen ist etwas Neues da" in shown
    assert "Ich bin umgezogen." in shown
    with municipality(TOWN):
        assert status_of(errand.case).refusal is None
