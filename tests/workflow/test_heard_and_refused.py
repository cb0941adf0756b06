"""Reading and answering a question before a decision, and reading a refusal, as the resident."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modellkommune.casework.cases.states import REVIEW
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.workflow import hearing
from modellkommune.workflow.access import code_of_case
from modellkommune.workflow.hearing import Question
from modellkommune.workflow.refusal import Refusal, refuse, seen_of
from tests.foundation.files.samples import picture
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off

TOWN = "musterstadt"
WORDS = "Ihre Straße liegt in keiner Zone."


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody who lives outside every zone."""
    known_towns.forget()
    errand = apply(germany, TOWN, "ausserhalb")
    work_off()
    assert errand.state == REVIEW
    return errand


@pytest.fixture
def resident(errand: Errand) -> Client:
    """The resident, who has entered the code of her case."""
    client = _stranger()
    with municipality(TOWN):
        code = code_of_case(errand.case)
    client.post(f"{_address(errand)}zugang/", {"code": code})
    return client


def _stranger() -> Client:
    return Client(headers={"host": f"{TOWN}.localhost"})


def _address(errand: Errand) -> str:
    return f"/vorgang/{errand.public_id}/"


def _ask(errand: Errand) -> None:
    with municipality(TOWN):
        day = clock.today() + datetime.timedelta(days=14)
    failed = tuple(each["id"] for each in errand.found["findings"] if each["result"] == "failed")
    hearing.ask(TOWN, errand.case.pk, official_of(TOWN), Question(failed, WORDS, day))


def _refuse(errand: Errand) -> None:
    with municipality(TOWN):
        seen = seen_of(errand.case)
    refuse(TOWN, errand.case.pk, official_of(TOWN), Refusal((), WORDS, "alles gesagt", seen))


def test_the_question_is_read_by_the_resident_and_not_by_who_has_the_link(
    errand: Errand, resident: Client
) -> None:
    _ask(errand)
    page, seen = resident.get(_address(errand)).text, _stranger().get(_address(errand)).text
    assert WORDS in page
    assert "Wir möchten Sie etwas fragen" in page
    assert f"{_address(errand)}antwort/" in page
    assert WORDS not in seen
    assert _stranger().get(f"{_address(errand)}antwort/").status_code == 404


def test_an_answer_with_a_file_is_sent_once_and_shown_again(errand: Errand, resident: Client) -> None:
    _ask(errand)
    address = f"{_address(errand)}antwort/"
    looked = resident.post(
        address,
        {
            "words": "Ich wohne <i>dort</i>.",
            "hearing": SimpleUploadedFile("vertrag.jpg", picture(), "image/jpeg"),
            "wish": "look",
        },
    )
    assert "Ich wohne &lt;i&gt;dort&lt;/i&gt;." in looked.text
    assert "Entfernen" in looked.text
    for _ in range(2):
        sent = resident.post(address, {"words": "Ich wohne <i>dort</i>.", "wish": "send"}, follow=True)
    assert "Ihre Antwort vom" in sent.text
    assert "Ich wohne &lt;i&gt;dort&lt;/i&gt;." in sent.text
    assert resident.get(address).status_code == 302
    assert "Ein Mensch sieht sich Ihren Antrag an" in sent.text


def test_an_empty_answer_is_not_sent(errand: Errand, resident: Client) -> None:
    _ask(errand)
    page = resident.post(f"{_address(errand)}antwort/", {"words": " ", "wish": "send"})
    assert page.status_code == 422
    assert "Bitte schreiben Sie eine Antwort oder fügen Sie eine Datei bei." in page.text
    page = resident.post(f"{_address(errand)}antwort/", {"words": "x" * 4001, "wish": "send"})
    assert "höchstens 4000 Zeichen" in page.text
    assert "x" * 4001 in page.text


def test_a_refusal_says_why_and_what_can_be_done(errand: Errand, resident: Client) -> None:
    _refuse(errand)
    page = resident.get(_address(errand))
    assert page.headers["Refresh"]
    work_off()
    page = resident.get(_address(errand))
    assert "Refresh" not in page.headers
    for said in ("Ihr Antrag ist abgelehnt", WORDS, "Klage beim Verwaltungsgericht", "Neuen Antrag stellen"):
        assert said in page.text
    assert "gilt am Sonntag, 6. Dezember 2026 als bekannt gegeben" in page.text
    paper = resident.get(f"{_address(errand)}decision.pdf")
    assert paper.content.startswith(b"%PDF")
    assert resident.get(f"{_address(errand)}permit.pdf").status_code == 404


def test_who_has_only_the_link_does_not_learn_what_was_decided(errand: Errand, resident: Client) -> None:
    _refuse(errand)
    work_off()
    seen = _stranger().get(_address(errand)).text
    assert "Über Ihren Antrag ist entschieden" in seen
    for said in ("abgelehnt", WORDS, "Klage"):
        assert said not in seen


def test_it_is_said_in_english_and_in_easy_german(errand: Errand, resident: Client) -> None:
    _refuse(errand)
    work_off()
    assert "Your application is refused" in resident.get(f"{_address(errand)}?sprache=en").text
    assert "Sie bekommen keinen Park-Ausweis" in resident.get(f"{_address(errand)}?sprache=de-leicht").text
