"""Answering a survey at home: question by question, without script, until the receipt."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from altcha import Payload, solve_challenge
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from modellkommune.blueprint.survey.folder import load_survey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages import bots
from modellkommune.participation.surveys.answering import answers_of
from modellkommune.participation.surveys.codes import issue_codes
from modellkommune.participation.surveys.commands import (
    OPERATOR,
    approve,
    close,
    hand_in,
    open_survey,
    take_over,
)
from modellkommune.participation.surveys.models import Buffered, FollowUp, Survey, Version, Visit
from modellkommune.participation.surveys.queries import survey as survey_by_id
from modellkommune.participation.surveys.queries import visit as visit_of
from tests.pages.rules import assert_page_rules

FOLDER = Path(__file__).resolve().parents[3] / "surveys" / "online-services"
START = "/umfrage/online-services/"
Ask = Callable[..., Any]


@pytest.fixture
def survey(musterstadt: str) -> Survey:
    """The shipped questionnaire, open in Musterstadt."""
    made = take_over(musterstadt, load_survey(FOLDER))
    hand_in(musterstadt, made.pk, 1)
    approve(musterstadt, made.pk, 2)
    open_survey(musterstadt, made.pk, 1, None)
    with municipality(musterstadt):
        return survey_by_id(made.pk)


def _answers(survey: Survey, address: str) -> dict[str, tuple[str, ...]]:
    visit = re.search(r"/antwort/([0-9a-f-]+)/", address)
    assert visit is not None
    with municipality(str(survey.municipality_id)):
        row = visit_of(visit[1])
        assert row is not None
        return answers_of(row)


def _stamp(page: Any) -> str:
    found = re.search(r'name="stand" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_a_survey_that_nobody_has_opened_is_not_there(get: Ask, musterstadt: str) -> None:
    take_over(musterstadt, load_survey(FOLDER))
    assert get(START).status_code == 404
    assert "online-services" not in get("/umfragen/").content.decode()


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_the_first_page_says_how_long_it_takes_and_what_is_stored(
    get: Ask, survey: Survey, language: str
) -> None:
    page = get(START, sprache=language).content.decode()
    assert_page_rules(page)
    assert survey.version.version
    wanted = {
        "de": ["Nutzung der Online-Dienste", "etwa 4 Minuten", "24 Monate", "weniger als 10 Menschen"],
        "en": ["Use of the online services", "about 4 minutes", "24 months", "fewer than 10 people"],
        "de-leicht": ["Dienste im Internet", "etwa 4 Minuten", "24 Monate", "weniger als 10 Menschen"],
    }
    for words in wanted[language]:
        assert words in page


def test_every_question_is_a_page_that_keeps_the_rules(get: Ask, post: Ask, survey: Survey) -> None:
    address = post(START)["Location"]
    seen = []
    chosen = {"contact": "more", "known": "yes", "completed": "partly", "wishes": "other"}
    while not address.endswith("/" + address.split("/")[4] + "/"):
        page = get(address)
        assert page.status_code == 200
        assert_page_rules(page.content.decode(), step=True)
        question = address.split("/")[5]
        seen.append(question)
        address = post(address, wish="next", **({question: chosen[question]} if question in chosen else {}))[
            "Location"
        ]
    assert len(seen) == 15
    assert_page_rules(get(address).content.decode(), step=True)


def test_a_question_is_skipped_with_what_depends_on_it(post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    assert post(first, wish="next", contact="never")["Location"].endswith("/known/")
    assert post(first, wish="skip", contact="more")["Location"].endswith("/known/")
    assert _answers(survey, first)["contact"] == ()


def test_a_wrong_answer_is_asked_for_again_with_what_was_chosen(post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    page = post(first.replace("contact", "wishes"), wishes=["moving", "waste", "trade", "defects"])
    html = page.content.decode()
    assert page.status_code == 422
    assert_page_rules(html, step=True)
    assert "Bitte wählen Sie höchstens 3 Antworten." in html
    assert html.count(" checked") == 4


def test_a_text_that_is_too_long_is_shown_again(post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    page = post(first.replace("contact", "improve"), **{"text-improve": "ä" * 501})
    assert page.status_code == 422
    assert "ä" * 501 in page.content.decode()
    assert _answers(survey, first) == {}


def test_switching_the_language_keeps_what_was_chosen(get: Ask, post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    answer = post(f"{first}?sprache=en", contact="more")
    assert answer["Location"] == f"{first}?sprache=en"
    page = get(first, sprache="en").content.decode()
    assert "How often did you deal" in page
    assert " checked" in page


def test_a_change_leads_back_to_all_answers_through_new_questions_only(post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    post(first, wish="next", contact="never")
    changed = post(f"{first}?zurueck=pruefen", wish="next", contact="more")["Location"]
    assert changed.endswith("/way/?zurueck=pruefen")
    assert post(changed, wish="next", way="post")["Location"].endswith(first.split("/")[4] + "/")


def test_all_answers_are_shown_before_they_are_sent(get: Ask, post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    post(first, wish="next", contact="more")
    page = get(first.removesuffix("contact/")).content.decode()
    assert "Öfter" in page
    assert page.count("Nicht angegeben") == 11


def test_sending_ends_with_the_receipt_and_twice_with_the_same_one(
    get: Ask, post: Ask, survey: Survey, musterstadt: str
) -> None:
    first = post(START)["Location"]
    check = first.removesuffix("contact/")
    stamp = _stamp(get(check))
    for _ in range(2):
        answer = post(check, wish="send", stand=stamp)
        assert answer["Location"] == f"{START}danke/"
    assert_page_rules(get(f"{START}danke/").content.decode())
    with municipality(musterstadt):
        assert (Buffered.objects.count(), Visit.objects.count()) == (1, 0)
    assert get(first).status_code == get(check).status_code == 410


def test_answers_thrown_away_are_gone_and_not_called_sent(get: Ask, post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    check = first.removesuffix("contact/")
    stamp = _stamp(get(check))
    assert post(first, wish="end", contact="more")["Location"] == "/umfragen/"
    assert post(check, wish="send", stand=stamp).status_code == 410


def test_the_next_person_at_the_same_device_begins_anew(
    client: Client, get: Ask, post: Ask, survey: Survey
) -> None:
    first = post(START)["Location"]
    post(first, wish="next", contact="more")
    post(first.removesuffix("contact/"), wish="send")
    assert not [name for name in client.cookies if name not in ("form", "language")]
    second = post(START)["Location"]
    assert second != first
    assert " checked" not in get(second).content.decode()


def test_a_code_opens_the_survey_once(client: Client, get: Ask, post: Ask, survey: Survey) -> None:
    (code,) = issue_codes(str(survey.municipality_id), survey.pk, 1, 1)
    page = get(f"{START}code/")
    assert_page_rules(page.content.decode(), step=True)
    first = post(f"{START}code/", code=f" {code.lower()} ")["Location"]
    assert code not in client.cookies["survey-code"].value
    sent = post(first.removesuffix("contact/"), wish="send")
    assert sent["Location"] == f"{START}danke/"
    get(sent["Location"])
    assert client.cookies["survey-code"].value == ""
    again = post(f"{START}code/", code=code)
    assert again.status_code == 422
    assert_page_rules(again.content.decode(), step=True)
    assert "Mit diesem Code wurde schon teilgenommen" in again.content.decode()


def test_a_wrong_code_is_not_tried_without_end_and_a_good_one_still_counts(post: Ask, survey: Survey) -> None:
    (code,) = issue_codes(str(survey.municipality_id), survey.pk, 1, 1)
    tried = [post(f"{START}code/", code=typed) for typed in ["K7MX-2PQR-9WDF", "k7mx2pqr9wdf"] * 3]
    assert [page.status_code for page in tried] == [422] * 5 + [429]
    assert "zu oft versucht" in tried[-1].content.decode()
    assert_page_rules(tried[-1].content.decode(), step=True)
    assert post(f"{START}code/", code="AAAA-2PQR-9WDF").status_code == 422
    assert post(f"{START}code/", code=code).status_code == 302


def test_a_code_used_in_two_windows_is_told_so_and_nothing_typed_is_lost(
    get: Ask, post: Ask, survey: Survey
) -> None:
    (code,) = issue_codes(str(survey.municipality_id), survey.pk, 1, 1)
    first, second = (post(f"{START}code/", code=code)["Location"] for _ in range(2))
    post(second, wish="next", contact="more")
    post(first.removesuffix("contact/"), wish="send")
    page = post(second.removesuffix("contact/"), wish="send")
    assert page.status_code == 422
    assert "schon teilgenommen" in page.content.decode()
    assert "Öfter" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Bitte geben Sie den Code"), ("ABCD-EFGH-JKLM", "Diesen Code kennen wir nicht")]
)
def test_a_code_that_is_none_is_told_so(post: Ask, survey: Survey, typed: str, said: str) -> None:
    page = post(f"{START}code/", code=typed)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_survey_that_is_over_says_so_and_takes_nobody_in(get: Ask, post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    close(str(survey.municipality_id), survey.pk, OPERATOR)
    assert get(START).status_code == post(START).status_code == get(f"{START}code/").status_code == 410
    assert "erscheinen hier" in get(START).content.decode()
    with municipality(str(survey.municipality_id)):
        Survey.objects.filter(pk=survey.pk).update(published_at=clock.now())
    assert f'href="{START}ergebnisse/"' in get(START).content.decode()
    assert get(first).status_code == 200, "who has begun may finish"
    assert post(first.removesuffix("contact/"), wish="send")["Location"] == f"{START}danke/"


def test_a_raffle_keeps_the_contact_apart_and_once(
    get: Ask, post: Ask, survey: Survey, musterstadt: str
) -> None:
    document = {**json.loads(survey.version.document), "raffle": {"de": "Ein Ball", "en": "A ball"}}
    with municipality(musterstadt):
        text = rfc8785.dumps(document).decode()
        digest = hashlib.sha256(text.encode()).hexdigest()
        Version.objects.filter(pk=survey.version_id).update(document=text, hash=digest)
    receipt = post(post(START)["Location"].removesuffix("contact/"), wish="send")["Location"]
    page = get(receipt).content.decode()
    assert_page_rules(page)
    assert "Ein Ball" in page
    assert post(receipt, contact="").status_code == 422
    for _ in range(2):
        assert post(receipt, contact="kim@example.org")["Location"] == f"{START}danke/?dabei=1"
    assert "nehmen an der Verlosung teil" in get(f"{START}danke/", dabei="1").content.decode()
    with municipality(musterstadt):
        assert FollowUp.objects.count() == 1
        assert b"kim" not in bytes(FollowUp.objects.get().content)
    assert post(f"{START}danke/?los=forged", contact="x").status_code == 200
    with municipality(musterstadt):
        assert FollowUp.objects.count() == 1


def test_answers_of_another_survey_or_nobody_are_not_shown(get: Ask, survey: Survey) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    assert get(f"{START}antwort/{nobody}/").status_code == 410
    assert get(f"{START}antwort/{nobody}/contact/").status_code == 410


def test_answers_without_proof_wait_and_proven_ones_do_not(
    post: Ask, get: Ask, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bots, "COST", 10)
    cache.clear()
    for proven in (False, True):
        address = post(START)["Location"]
        visit = address.split("/")[4]
        page = get(f"{START}antwort/{visit}/")
        assert 'data-proof="/nachweis.json?fuer=survey"' in page.content.decode()
        challenge = bots.challenge_for("musterstadt", "survey")
        solution = solve_challenge(challenge)
        assert solution is not None
        proof = Payload(challenge, solution).to_base64() if proven else ""
        sent = post(f"{START}antwort/{visit}/", wish="send", stand=_stamp(page), nachweis=proof)
        assert sent["Location"].endswith("/danke/")
    with municipality("musterstadt"):
        assert sorted(Buffered.objects.values_list("held", flat=True)) == [False, True]


def _statements(ask: Callable[[], Any]) -> int:
    """Statements on the tables of the room; savepoints are those of the test."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum("surveys_" in query["sql"] for query in captured.captured_queries)


def test_a_page_asks_the_database_little(get: Ask, post: Ask, survey: Survey) -> None:
    first = post(START)["Location"]
    assert _statements(lambda: get(first)) <= 2
    assert _statements(lambda: post(first, wish="next", contact="more")) <= 4
