"""The story of a case without a browser: apply, be checked, pay, be approved, receive the permit."""

from pathlib import Path

import pypdfium2
import pytest

from modellkommune.casework.cases.errors import TransitionRefused
from modellkommune.casework.cases.states import ISSUED, PAID, PAYMENT_DUE, READY, REVIEW
from modellkommune.casework.decisions.queries import content_of
from modellkommune.foundation.documents.queries import trust_of
from modellkommune.foundation.documents.verification import verify_pdf
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.approval import ChecksIncomplete, approve, finish_review, take_into_review
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.submission import ApplicationIncomplete, DeclarationMissing, Submission, submit
from simulator.roles import ROLES
from tests.workflow.errands import Errand, Simulator, apply, draft_of, hand_in, official_of, work_off
from tests.workflow.releases import adopt_overlay, adopt_release

BEFORE = {"payment_time: after_approval": "payment_time: before_approval"}


def finished(errand: Errand) -> Errand:
    """Let resident and official do what is theirs, in whatever order the municipality wants it."""
    while errand.state != ISSUED:
        work_off()
        if errand.state == PAYMENT_DUE:
            paid(errand)
        elif errand.state in {READY, PAID}:
            assert approve(errand.town, [errand.case.pk], official_of(errand.town)).approved
    return errand


def paid(errand: Errand) -> Errand:
    """Let the resident pay, and the platform hear of it."""
    work_off()
    errand.pay()
    follow_payment(errand.town, errand.payment.pk)
    work_off()
    return errand


def test_in_musterstadt_a_paid_permit_comes_without_an_official(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    assert (errand.state, errand.decisions, errand.permits) == (PAYMENT_DUE, [], [])
    paid(errand)
    [decision] = errand.decisions
    assert (errand.state, errand.permit.state, errand.bookings) == (ISSUED, "issued", [4600])
    assert (decision.automation, decision.official) == ("automatic", "")


def test_in_dueren_a_case_waits_for_an_official_who_approves_a_batch(germany: Simulator) -> None:
    errands = [apply(germany, "dueren", slug) for slug in ("sofort", "elektro")]
    waiting = apply(germany, "dueren", "firmenwagen")
    work_off()
    assert [(errand.state, errand.payments) for errand in errands] == [(READY, [])] * 2
    ids = [errand.case.pk for errand in (*errands, waiting)]
    result = approve("dueren", ids, official_of("dueren"))
    work_off()
    assert result.approved == tuple(ids[:2])
    assert [case_id for case_id, _ in result.refused] == ids[2:]
    assert [errand.state for errand in errands] == [PAYMENT_DUE, PAYMENT_DUE]
    assert [(paid(errand).state, errand.bookings) for errand in errands] == [(ISSUED, [3070])] * 2
    assert {errand.decisions[0].official for errand in errands} == {official_of("dueren")}


def test_payment_comes_before_the_approval_where_the_municipality_says_so(
    germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay("dueren", tmp_path, BEFORE)
    errand = paid(apply(germany, "dueren"))
    assert (errand.state, errand.bookings, errand.decisions, errand.permits) == (PAID, [3070], [], [])
    approve("dueren", [errand.case.pk], official_of("dueren"))
    work_off()
    assert (errand.state, errand.bookings, len(errand.decisions)) == (ISSUED, [3070], 1)


@pytest.mark.parametrize("level", ["", "low"])
def test_without_a_sufficient_log_in_nothing_is_automatic(germany: Simulator, level: str) -> None:
    errand = apply(germany, "musterstadt", level=level)
    work_off()
    assert (errand.state, errand.proposal, errand.payments) == (REVIEW, "review", [])
    finish_review("musterstadt", errand.case.pk, official_of("musterstadt"), "Foto verglichen")
    paid(errand)
    assert (errand.state, errand.decisions) == (PAID, [])
    approve("musterstadt", [errand.case.pk], official_of("musterstadt"))
    assert errand.decisions[0].automation == "official"


@pytest.mark.parametrize("level", ["", "low"])
def test_no_blueprint_can_make_approval_without_a_log_in_automatic(
    germany: Simulator, tmp_path: Path, level: str
) -> None:
    careless = {"rules.yaml": {'when: "!facts.identified"': "when: kind == 'surrender'"}}
    adopt_release("musterstadt", tmp_path, careless, {})
    errand = paid(apply(germany, "musterstadt", level=level))
    assert (errand.proposal, errand.state, errand.decisions) == ("grant", PAID, [])


def test_what_a_person_had_to_review_is_not_decided_by_a_machine(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt", "firmenwagen")
    work_off()
    finish_review("musterstadt", errand.case.pk, official_of("musterstadt"), "Nachweis gesehen")
    paid(errand)
    assert (errand.state, errand.decisions) == (PAID, [])


def test_no_rule_refuses_anybody(germany: Simulator) -> None:
    errands = [apply(germany, town, role.slug) for town in ("musterstadt", "dueren") for role in ROLES]
    work_off()
    for errand in errands:
        granted = errand.proposal == "grant"
        onward = (READY, 0) if errand.town == "dueren" else (PAYMENT_DUE, 1)
        assert (errand.state, len(errand.payments)) == (onward if granted else (REVIEW, 0))
        assert (errand.decisions, bool(errand.found["reasons"])) == ([], not granted)


def test_an_application_handed_in_twice_is_one_case(germany: Simulator) -> None:
    draft = draft_of(germany, "musterstadt")
    assert hand_in("musterstadt", draft) == hand_in("musterstadt", draft)
    assert work_off().count("check_case") == 1


def test_neither_an_unfinished_application_nor_one_without_declaration_is_taken(germany: Simulator) -> None:
    draft = draft_of(germany, "musterstadt", dwelling=None)
    with pytest.raises(ApplicationIncomplete):
        hand_in("musterstadt", draft)
    with pytest.raises(DeclarationMissing):
        submit("musterstadt", Submission(draft_of(germany, "musterstadt").pk, declared=False, level="high"))


def test_approving_twice_is_one_decision(germany: Simulator) -> None:
    errand = apply(germany, "dueren")
    work_off()
    for _ in range(2):
        assert approve("dueren", [errand.case.pk], official_of("dueren")).approved == (errand.case.pk,)
    paid(errand)
    approve("dueren", [errand.case.pk], official_of("dueren"))
    work_off()
    assert (errand.state, len(errand.decisions), len(errand.permits)) == (ISSUED, 1, 1)


def test_an_official_takes_a_paid_case_into_review_and_lets_it_go_on(
    germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay("dueren", tmp_path, BEFORE)
    errand, official = paid(apply(germany, "dueren")), official_of("dueren")
    take_into_review("dueren", errand.case.pk, official, "Adresse unklar")
    assert errand.state == REVIEW
    assert approve("dueren", [errand.case.pk], official).approved == ()
    finish_review("dueren", errand.case.pk, official, "Geklärt")
    assert (errand.state, errand.decisions, len(errand.payments)) == (READY, [], 1)
    approve("dueren", [errand.case.pk], official)
    work_off()
    assert (errand.state, errand.bookings) == (ISSUED, [3070])
    with pytest.raises(TransitionRefused):
        take_into_review("dueren", errand.case.pk, official, "zu spät")


@pytest.mark.parametrize("slug", ["privatstrasse", "carsharing"])
def test_a_review_cannot_end_while_zone_or_fee_are_unknown(germany: Simulator, slug: str) -> None:
    errand = apply(germany, "musterstadt", slug)
    work_off()
    with pytest.raises(ChecksIncomplete):
        finish_review("musterstadt", errand.case.pk, official_of("musterstadt"), "passt schon")
    assert (errand.state, errand.payments, errand.decisions) == (REVIEW, [], [])


def test_a_decision_says_what_it_grants_what_it_costs_who_made_it_and_what_can_be_done_about_it(
    germany: Simulator,
) -> None:
    errand = finished(apply(germany, "dueren"))
    [decision] = errand.decisions
    with municipality("dueren"):
        said = content_of(decision, errand.case)
    assert (said["fee_cents"], [step["cents"] for step in said["fee_steps"]]) == (3070, [3070])
    assert (said["official"], said["terms"]["plates"]) == (official_of("dueren"), ["DN-LS 112"])
    assert (said["terms"]["zone"], said["terms"]["first"]) == (errand.permit.zone, "2026-12-03")
    assert (decision.channel, decision.announced_on.isoformat()) == ("postbox", "2026-12-07")


@pytest.mark.parametrize("town", ["musterstadt", "dueren"])
def test_permit_and_decision_are_genuine_documents_with_everything_an_act_needs(
    germany: Simulator, town: str
) -> None:
    errand = finished(apply(germany, town))
    with municipality(town):
        papers = {name: paper_of(errand.case, name).content for name in ("permit", "decision")}
    verdicts = {name: verify_pdf(content, trust_of(town)) for name, content in papers.items()}
    assert {name: (verdict.genuine, verdict.document) for name, verdict in verdicts.items()} == {
        "permit": (True, "permit"),
        "decision": (True, "decision"),
    }
    told = verdicts["permit"].data
    assert told is not None
    assert (told["number"], told["zone"]) == (errand.permit.number, errand.permit.zone)
    words = text_of(papers["decision"])
    person = "Kim Sachbearbeitung" if town == "dueren" else "§ 4 Abs. 2"
    for part in ("Lena Marie Sommer", "Klage", "innerhalb eines Monats", "Demonstration", person):
        assert part in words, part


def text_of(pdf: bytes) -> str:
    """The words of a PDF, with single blanks between them."""
    document = pypdfium2.PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(words.split())
