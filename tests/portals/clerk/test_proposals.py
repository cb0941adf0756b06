import re
from pathlib import Path

import pytest
from django.test import Client

from modellkommune.casework.cases.states import PAYMENT_DUE, READY, REVIEW
from modellkommune.casework.fees.queries import fees_in_force
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.wording import say
from modellkommune.portals.clerk.statement_form import StatementForm
from modellkommune.workflow.approval import take_into_review
from tests.pages.rules import said
from tests.workflow.errands import Errand, Simulator, apply, work_off
from tests.workflow.releases import adopt_overlay

LIST = "/amt/vorschlaege/"


def _ready(germany: Simulator, slug: str = "sofort") -> Errand:
    errand = apply(germany, "dueren", slug)
    work_off()
    assert errand.state == READY
    return errand


def test_a_proposal_shows_what_decides(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    page = clerk.get(LIST).text
    for shown in (
        errand.case.number,
        "Lena Marie Sommer",
        "52349 Düren",
        "DN-LS 112",
        "Alles stimmt überein",
        "€",
    ):
        assert shown in page
    assert f'name="fall" value="{errand.case.pk}"' in page
    assert "1" in clerk.get("/amt/").text


def test_what_differs_is_loud_and_cannot_be_selected(clerk: Client, germany: Simulator) -> None:
    errand = apply(germany, "dueren", "nebenwohnung")
    work_off()
    assert errand.state == REVIEW
    page = clerk.get(LIST).text
    loud = re.findall(r'<p class="loud">.*?<span>(.*?)</span></p>', page)
    assert loud
    assert all(page.count(sentence) == 1 for sentence in loud), "said once, not again as a reason"
    assert 'name="fall"' not in page
    home = clerk.get("/amt/").text
    assert "Diese Vorgänge warten auf Sie." in home
    assert 'href="/amt/vorschlaege/#in-pruefung"' in home
    assert 'id="in-pruefung"' in page


def test_a_summary_comes_before_the_approval(clerk: Client, germany: Simulator) -> None:
    errands = [_ready(germany, slug) for slug in ("sofort", "elektro")]
    ids = [str(errand.case.pk) for errand in errands]
    page = clerk.post(f"{LIST}zusammenfassung/", {"fall": ids}).text
    with municipality("dueren"):
        total = sum(fee.total_cents for fee in fees_in_force([errand.case.pk for errand in errands]).values())
    assert f"2 Ausweise, {total // 100},{total % 100:02d} €" in page
    assert [errand.state for errand in errands] == [READY, READY]
    done = clerk.post(f"{LIST}bewilligen/", {"fall": ids}, follow=True).text
    assert "2 Ausweise sind bewilligt" in done
    work_off()
    assert [errand.state for errand in errands] == [PAYMENT_DUE, PAYMENT_DUE]
    assert "sind bewilligt" not in clerk.get(LIST).text


def test_approving_twice_approves_once(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    for _ in range(2):
        clerk.post(f"{LIST}bewilligen/", {"fall": str(errand.case.pk)})
    work_off()
    assert (len(errand.decisions), len(errand.payments)) == (1, 1)


def test_a_case_that_a_colleague_has_taken_stays_as_it_is(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    take_into_review("dueren", errand.case.pk, "1", "Vermerk")
    page = clerk.post(f"{LIST}bewilligen/", {"fall": str(errand.case.pk)}, follow=True).text
    assert "1 Vorgang blieb unverändert" in page
    assert errand.decisions == []


def test_an_empty_selection_is_said_where_the_boxes_are(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    page = clerk.post(f"{LIST}zusammenfassung/", {}).text
    assert "<title>Fehler: " in page
    assert f'href="#fall-{errand.case.pk}"' in page
    assert f'id="fall-{errand.case.pk}"' in page


def test_a_case_opens_beside_the_list_and_on_a_page_of_its_own(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    beside = clerk.get(LIST, {"fall": errand.case.pk}).text
    alone = clerk.get(f"/amt/vorgang/{errand.case.pk}/").text
    for page in (beside, alone):
        assert "1991" in page
        assert "So setzt sich die Gebühr zusammen" in page
    assert alone.count(errand.case.number) == 2, "in title and heading, not once more above the name"
    assert "<table" in beside


def test_a_case_is_taken_into_review_with_a_note_only(clerk: Client, germany: Simulator) -> None:
    errand = _ready(germany)
    address = f"/amt/vorgang/{errand.case.pk}/pruefen/"
    assert "Bitte schreiben Sie einen Vermerk" in clerk.post(address, {"note": "  "}).text
    assert "Bitte kürzen Sie den Vermerk" in clerk.post(address, {"note": "x" * 1001}).text
    assert errand.state == READY
    page = clerk.post(address, {"note": "Adresse weicht ab"}, follow=True).text
    assert f"Vorgang {errand.case.number} ist in Prüfung" in said(page)
    assert errand.state == REVIEW


def test_a_review_without_obstacle_lets_the_case_go_on(clerk: Client, germany: Simulator) -> None:
    errand = apply(germany, "dueren", "firmenwagen")
    work_off()
    assert errand.state == REVIEW
    page = clerk.post(
        f"/amt/vorgang/{errand.case.pk}/fortsetzen/", {"note": "Nachweis gesehen"}, follow=True
    ).text
    assert f"Die Prüfung von Vorgang {errand.case.number} ist abgeschlossen" in said(page)
    assert errand.state == READY


def test_the_clerk_who_has_compared_the_photo_lets_the_applicant_know(
    clerk: Client, germany: Simulator
) -> None:
    errand = apply(germany, "dueren", level="", family_name="Niemand")
    work_off()
    address = f"/amt/vorgang/{errand.case.pk}/"
    assert "Was die Person noch nicht weiß" in clerk.get(address).text
    page = clerk.post(f"{address}mitteilen/", follow=True).text
    assert f"Zu Vorgang {errand.case.number} sieht die Person jetzt alle Gründe" in said(page)
    assert "Was die Person noch nicht weiß" not in clerk.get(address).text
    assert "residence_proof" in errand.found["evidence"]


def test_what_the_rules_cannot_say_is_asked_and_stated(clerk: Client, germany: Simulator) -> None:
    errand = apply(germany, "dueren", "privatstrasse")
    work_off()
    address = f"/amt/vorgang/{errand.case.pk}/fortsetzen/"
    asked = clerk.get(address).text
    assert 'id="zone-G"' in asked
    assert 'name="fee"' not in asked, "the rules know the fee"
    wrong = clerk.post(address, {"zone": "XYZ", "note": ""}).text
    assert "Bitte wählen Sie eine Parkzone, die es gibt" in wrong
    assert "Bitte schreiben Sie einen Vermerk" in wrong
    assert errand.state == REVIEW
    page = clerk.post(address, {"zone": "G", "note": "Zufahrt geklärt"}, follow=True).text
    assert f"Die Prüfung von Vorgang {errand.case.number} ist abgeschlossen" in said(page)
    assert (errand.state, errand.found["terms"]["zone"]) == (READY, "G")


@pytest.fixture
def sharer(germany: Simulator) -> Errand:
    """A member of a car sharing club in Musterstadt, whose tariff by length knows no fee for her."""
    errand = apply(germany, "musterstadt", "carsharing")
    work_off()
    return errand


@pytest.mark.parametrize(
    ("fee", "reason", "said"),
    [
        ("", "x", "Bitte geben Sie die Gebühr ein"),
        ("12,3", "x", "Bitte geben Sie die Gebühr in Euro und Cent ein"),
        ("-1", "x", "Bitte geben Sie eine Gebühr von 0 Euro oder mehr ein"),
        ("300,01", "x", "Bitte geben Sie höchstens 300,00 € ein"),
        ("48", "", "Bitte begründen Sie die Gebühr"),
        ("48", "x" * 301, "Bitte kürzen Sie die Begründung"),
    ],
)
def test_a_fee_out_of_bounds_is_said_beside_its_field(
    sharer: Errand, fee: str, reason: str, said: str
) -> None:
    sent = {"fee": fee, "fee_reason": reason, "note": "Vertrag gesehen"}
    form = _form(sharer, sent)
    assert [error.message for error in form.errors if said in error.message]
    assert len(form.errors) == 1


def test_a_day_that_is_none_is_said(sharer: Errand) -> None:
    form = _form(sharer, {"first": "31.2.2026", "last": "bald", "fee": "48 €", "fee_reason": "x"})
    assert (form.statement.first, form.statement.last, form.statement.fee_cents) == (None, None, 4800)
    assert form.errors == [], "the rules know the days, nothing is asked"


def _form(errand: Errand, sent: dict[str, str]) -> StatementForm:
    return StatementForm("musterstadt", errand.case.pk, sent, "de")


def test_a_case_of_another_town_is_not_there(clerk: Client, germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    with municipality("musterstadt"):
        number = errand.case.pk
    assert clerk.get(f"/amt/vorgang/{number}/").status_code == 404
    clerk.post(f"{LIST}bewilligen/", {"fall": str(number)})
    assert errand.decisions == []


@pytest.mark.parametrize("text", ["x", "-1", "1' OR 1=1", "9" * 30, "²"])
def test_a_number_that_is_none_is_refused(clerk: Client, text: str) -> None:
    assert clerk.post(f"{LIST}zusammenfassung/", {"fall": text}).status_code == 400
    assert clerk.get(LIST, {"nach": text}).status_code == 400


def test_the_office_speaks_english(clerk: Client, germany: Simulator) -> None:
    _ready(germany)
    page = clerk.get(LIST, {"sprache": "en"}).text
    assert "Everything agrees" in page
    assert "To me<" in page, "the answers as well"
    assert re.search(r"€\d+\.\d\d", page)


def test_where_each_case_is_looked_at_it_is_approved_on_its_own_page_only(
    clerk: Client, germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay("dueren", tmp_path, {"approval: batch": "approval: single"})
    errand = _ready(germany)
    page = clerk.get(LIST).text
    assert errand.case.number in page
    assert 'name="fall"' not in page
    assert say("office.proposals.one_by_one", "de") in page
    assert say("office.proposals.next", "de") not in page
    listed = clerk.post(f"{LIST}bewilligen/", {"fall": [str(errand.case.pk)]}, follow=True).text
    assert (errand.state, say("office.result.refused_one", "de") in listed) == (READY, True)
    address = f"/amt/vorgang/{errand.case.pk}/"
    assert f'action="{address}bewilligen/"' in clerk.get(address).text
    approved = clerk.post(f"{address}bewilligen/", follow=True).text
    assert (errand.state, say("office.result.approved_one", "de") in approved) == (PAYMENT_DUE, True)


def test_where_several_may_be_approved_a_page_of_a_case_has_no_button_for_it(
    clerk: Client, germany: Simulator
) -> None:
    errand = _ready(germany)
    assert "bewilligen/" not in clerk.get(f"/amt/vorgang/{errand.case.pk}/").text
