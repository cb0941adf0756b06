"""The list of letters: opened as one PDF, recorded as posted by a button, told to who waits for it."""

import pypdfium2
import pytest
from django.test import Client

from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.workflow.access import code_of_case
from modellkommune.workflow.refusal import Refusal, refuse, seen_of
from tests.portals.clerk.conftest import browser
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off

TOWN = "dueren"
LIST = "/amt/briefe/"


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """A refusal that goes out as a letter."""
    errand = apply(germany, TOWN, "ausserhalb", delivery="letter")
    work_off()
    failed = tuple(each["id"] for each in errand.found["findings"] if each["result"] == "failed")
    with municipality(TOWN):
        seen = seen_of(errand.case)
    refuse(
        TOWN, errand.case.pk, official_of(TOWN), Refusal(failed, "Keine Zone.", "Am Telefon gehört.", seen)
    )
    work_off()
    return errand


def _resident(errand: Errand) -> Client:
    """The resident at her status page, let in by her code."""
    client = browser(TOWN)
    with municipality(TOWN):
        code = code_of_case(errand.case)
    client.post(f"/vorgang/{errand.public_id}/zugang/", {"code": code})
    return client


def test_a_refusal_on_paper_is_listed_printed_and_recorded_as_posted(clerk: Client, errand: Errand) -> None:
    assert say("office.letters.tile_one", "de") in clerk.get("/amt/").text
    page = clerk.get(LIST).text
    assert errand.case.number in page
    assert say("office.letters.refused", "de") in page
    for address in (f"?brief={errand.case.pk}", f"?brief={errand.case.pk}&brief=1"):
        printed = clerk.get(f"{LIST}druck.pdf{address}")
        assert printed["Content-Type"] == "application/pdf"
        words = pypdfium2.PdfDocument(printed.content)[0].get_textpage().get_text_bounded()
        assert errand.case.number in words
    sent = {"brief": [str(errand.case.pk)]}
    assert say("office.letters.posted_one", "de") in clerk.post(LIST, sent, follow=True).text
    assert say("office.letters.posted", "de", count=0) in clerk.post(LIST, sent, follow=True).text
    assert say("office.letters.empty", "de") in clerk.get(LIST).text
    assert clerk.get(f"{LIST}druck.pdf?brief={errand.case.pk}").status_code == 404


def test_who_selects_nothing_is_told_so_and_nothing_is_posted(clerk: Client, errand: Errand) -> None:
    page = clerk.post(LIST, {}).text
    assert say("office.letters.none", "de") in page
    assert errand.decisions[0].posted_at is None


def test_the_resident_reads_when_her_letter_was_posted(clerk: Client, errand: Errand) -> None:
    resident = _resident(errand)
    address = f"/vorgang/{errand.public_id}/"
    assert say("status.letter_comes", "de") in resident.get(address).text
    clerk.post(LIST, {"brief": [str(errand.case.pk)]})
    assert "Ihr Brief ging am Donnerstag, 3. Dezember 2026 zur Post." in resident.get(address).text


def test_the_first_look_at_the_decision_is_noted_and_at_other_papers_not(
    clerk: Client, errand: Errand
) -> None:
    resident = _resident(errand)
    resident.get(f"/vorgang/{errand.public_id}/receipt.pdf")
    assert errand.decisions[0].fetched_at is None
    assert resident.get(f"/vorgang/{errand.public_id}/decision.pdf").status_code == 200
    fetched = errand.decisions[0].fetched_at
    assert fetched is not None
    resident.get(f"/vorgang/{errand.public_id}/decision.pdf")
    assert errand.decisions[0].fetched_at == fetched
