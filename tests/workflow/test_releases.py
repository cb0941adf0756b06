"""A case keeps what it was started with; a newer release changes neither open drafts nor cases under way."""

import datetime
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from modellkommune.casework.cases.states import ISSUED, PAYMENT_DUE
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.decisions.queries import content_of as decided
from modellkommune.casework.drafts.queries import content_of, locked_draft
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.catalogue.queries import service as service_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.situation import known, pinned_service
from tests.workflow.errands import (
    SERVICE,
    Errand,
    Simulator,
    apply,
    draft_of,
    hand_in,
    official_of,
    work_off,
)
from tests.workflow.releases import NEWER as NEWER_VERSION
from tests.workflow.releases import adopt_overlay, adopt_release, delivered

TOWN = "musterstadt"
LABEL = "label: {de: Wo wohnen Sie?, en: Where do you live?}"
NEWER = {
    "form.yaml": {
        LABEL: "label: {de: Ihre Anschrift, en: Your address}",
        "      - id: private_space": "      - id: garage",
    },
    "service.yaml": {"move_date, private_space, residence_proof": "move_date, garage, residence_proof"},
    "rules.yaml": {"answers.private_space": "answers.garage"},
    "texts/de.yaml": {"heading: ": "heading: Neuer "},
    "texts/de-leicht.yaml": {"\n    private_space:": "\n    garage:"},
}
DEARER = {"base: 48.00": "base: 88.00"}


def newer_release(folder: Path) -> None:
    """A label changed, a field replaced, the fee raised, a document renamed: adopted by Musterstadt."""
    adopt_release(TOWN, folder, NEWER, DEARER)


def form_of(service: Any, town: str = TOWN) -> list[tuple[str, str, str]]:
    """Step, field and label of everything a service asks."""
    return [(step.id, field.id, field.label["de"]) for step in service.steps for field in step.fields]


def words_of(errand: Errand, paper: str) -> str:
    """What a paper says, without what differs from case to case."""
    with municipality(errand.town):
        document = pypdfium2.PdfDocument(paper_of(errand.case, paper).content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"(BP|PA)-\w+-\w+|\w{4}-\w{4}-\w{4}", "…", " ".join(words.split()))


def bring_to_its_end(errand: Errand) -> Errand:
    """Pay and let the machine do the rest."""
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    assert errand.state == ISSUED
    return errand


def test_the_newer_release_is_what_new_applications_get(germany: Simulator, tmp_path: Path) -> None:
    newer_release(tmp_path)
    with municipality(TOWN):
        service = current(SERVICE)
    form = form_of(service)
    assert ("dwelling", "address", "Ihre Anschrift") in form
    assert ("dwelling", "garage") in [(step, field) for step, field, _ in form]
    errand = apply(germany, TOWN, garage=False)
    work_off()
    assert (service.version, errand.payment.amount_cents) == (NEWER_VERSION, 8600)


def test_an_open_draft_keeps_its_form_ids_and_fee(germany: Simulator, tmp_path: Path) -> None:
    opened = draft_of(germany, TOWN)
    with municipality(TOWN):
        before = form_of(service_of(opened.release_hash, opened.overlay_hash))
        answers = content_of(locked_draft(opened.pk)).answers
    newer_release(tmp_path)
    with municipality(TOWN):
        again = locked_draft(opened.pk)
        service = service_of(again.release_hash, again.overlay_hash)
        assert form_of(service) == before
        assert content_of(again).answers == answers
        assert service.open_questions(answers, known(content_of(again).identity, "de")) == ()
    errand = Errand(TOWN, hand_in(TOWN, opened), germany)
    work_off()
    assert (errand.state, errand.payment.amount_cents) == (PAYMENT_DUE, 4600)


@pytest.mark.parametrize("stage", ["submitted", "payment_due", "paid"])
def test_a_case_under_way_keeps_fee_decision_and_documents(
    germany: Simulator, tmp_path: Path, stage: str
) -> None:
    untouched = words_before(germany)
    errand = apply(germany, TOWN)
    if stage != "submitted":
        work_off()
    if stage == "paid":
        errand.pay()
    newer_release(tmp_path)
    bring_to_its_end(errand)
    with municipality(TOWN):
        assert pinned_service(errand.case).version == delivered().document["service"]["version"]
    assert errand.bookings == [4600]
    assert {paper: words_of(errand, paper) for paper in untouched} == untouched


def words_before(germany: Simulator) -> dict[str, str]:
    """What the papers of the same person say without a newer release; her permit is given back at once."""
    errand = bring_to_its_end(apply(germany, TOWN))
    words = {paper: words_of(errand, paper) for paper in ("permit", "decision")}
    with municipality(TOWN):
        errand.permit.permitplate_set.all().delete()
        errand.permit.delete()
    return words


def at(day: datetime.date) -> FixedClock:
    """Ten o'clock of a day."""
    return FixedClock(datetime.datetime.combine(day, datetime.time(9), datetime.UTC))


BEFORE, AFTER = datetime.date(2027, 2, 25), datetime.date(2027, 3, 2)
"""From 1 March 2027 Musterstadt's permit for a short car costs 52 instead of 48 euros a year."""


@pytest.mark.parametrize(
    ("fee_date", "start", "demanded", "cents"),
    [
        ("submission", None, BEFORE, 4600),
        ("submission", AFTER, BEFORE, 4600),
        ("submission", None, AFTER, 4600),
        ("start", None, BEFORE, 4600),
        ("start", AFTER, BEFORE, 5000),
        ("issue", None, BEFORE, 4600),
        ("issue", None, AFTER, 5000),
    ],
)
def test_a_dated_fee_follows_the_day_that_the_municipality_chose(
    germany: Simulator,
    tmp_path: Path,
    fee_date: str,
    start: datetime.date | None,
    demanded: datetime.date,
    cents: int,
) -> None:
    adopt_overlay(TOWN, tmp_path, {"fee_date: start": f"fee_date: {fee_date}"})
    wishes = {"start": start.isoformat()} if start else {}
    with clock.replaced_by(at(BEFORE)):
        errand = apply(germany, TOWN, **wishes)
    with clock.replaced_by(at(demanded)):
        work_off()
        assert errand.payment.amount_cents == cents
        assert errand.found["terms"]["first"] == (start or BEFORE).isoformat()


BY_THE_DAY_OF_ISSUE = {"fee_date: start": "fee_date: issue", "approval: automatic": "approval: batch"}


def approved(errand: Errand) -> Decision:
    """An official approves, and what follows is done."""
    approve(errand.town, [errand.case.pk], official_of(errand.town))
    work_off()
    [decision] = errand.decisions
    return decision


def fee_of(errand: Errand) -> tuple[int, list[int]]:
    """What the decision says it costs: in all and by steps, in cents."""
    with municipality(errand.town):
        [decision] = errand.decisions
        said = decided(decision, errand.case)
    return said["fee_cents"], [step["cents"] for step in said["fee_steps"]]


def test_a_fee_of_the_day_of_issue_is_that_of_the_grant_and_demanded_after_it(
    germany: Simulator, tmp_path: Path
) -> None:
    later = {"payment_time: before_approval": "payment_time: after_approval"}
    adopt_overlay(TOWN, tmp_path, BY_THE_DAY_OF_ISSUE | later)
    with clock.replaced_by(at(BEFORE)):
        errand = apply(germany, TOWN)
        work_off()
    with clock.replaced_by(at(AFTER)):
        approved(errand)
    assert [payment.amount_cents for payment in errand.payments] == [5000]
    assert fee_of(errand) == (5000, [5200, -200])


def test_a_fee_paid_before_the_grant_stays_and_the_decision_says_so(
    germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay(TOWN, tmp_path, BY_THE_DAY_OF_ISSUE)
    with clock.replaced_by(at(BEFORE)):
        errand = apply(germany, TOWN)
        work_off()
        errand.pay()
        follow_payment(TOWN, errand.payment.pk)
    with clock.replaced_by(at(AFTER)):
        approved(errand)
    assert (errand.state, errand.bookings) == (ISSUED, [4600])
    assert fee_of(errand) == (4600, [4800, -200])
    assert "kostet der Ausweis 50,00 €. Sie haben die Gebühr schon vorher bezahlt" in words_of(
        errand, "decision"
    )


def test_a_fee_is_assessed_for_the_day_on_which_it_is_demanded_after_a_long_review(
    germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay(TOWN, tmp_path, BY_THE_DAY_OF_ISSUE)
    with clock.replaced_by(at(BEFORE)):
        errand = apply(germany, TOWN, keeper="family")
        work_off()
    with clock.replaced_by(at(AFTER)):
        finish_review(TOWN, errand.case.pk, official_of(TOWN), "geprüft")
    assert errand.payment.amount_cents == 5000


@pytest.mark.parametrize(("delivery", "channel"), [("online", "postbox"), ("letter", "letter")])
def test_an_act_counts_as_announced_by_the_rule_of_the_day_on_which_it_is_provided(
    germany: Simulator, tmp_path: Path, delivery: str, channel: str
) -> None:
    adopt_overlay("dueren", tmp_path, {OLD_ROW[channel]: f"{OLD_ROW[channel]}{NEW_ROWS}"})
    with clock.replaced_by(at(BEFORE)):
        errand = apply(germany, "dueren", delivery=delivery)
        work_off()
    with clock.replaced_by(at(AFTER)):
        approved(errand)
        errand.pay()
        follow_payment("dueren", errand.payment.pk)
        work_off()
        [decision] = errand.decisions
    assert (decision.channel, decision.announcement_rule) == (channel, f"Neue Regel {channel}")
    expected = {"postbox": AFTER + datetime.timedelta(days=6), "letter": None}
    assert decision.announced_on == expected[channel]
    said = {"postbox": "Er gilt am Montag, 8. März 2027", "letter": "am 7. Tag nach der Aufgabe zur Post"}
    assert said[channel] in words_of(errand, "decision")


OLD_ROW = {
    channel: f"""      - {{id: {channel}_nrw, when: {{channel: {channel}}}, then: {{days: 4, """
    f"""basis: "§ 41 VwVfG NRW (ungeprüft)", counts_from: {event}}}, source: "Vier Tage in NRW, """
    """aus zweiter Hand: vor dem Start prüfen"}
"""
    for channel, event in (("postbox", "provision"), ("letter", "posting"))
}
NEW_ROWS = """\
      - {id: postbox_new, when: {channel: postbox}, valid_from: 2027-03-01,
         then: {days: 6, basis: Neue Regel postbox, counts_from: provision}, source: erfunden}
      - {id: letter_new, when: {channel: letter}, valid_from: 2027-03-01,
         then: {days: 7, basis: Neue Regel letter, counts_from: posting}, source: erfunden}
"""
