"""A decision on paper is printed, given to the post on a day, and counts as announced from that day."""

import datetime
import re
from pathlib import Path

import pypdfium2
import pytest

from modellkommune.casework.decisions.models import Decision
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock, legal_date
from modellkommune.workflow import sweeping
from modellkommune.workflow.approval import approve
from modellkommune.workflow.letters import LetterGone, letters, post, printed, take_home, turn_into_letters
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off
from tests.workflow.releases import adopt_overlay

TOWN = "dueren"
DAY = datetime.timedelta(days=1)
BY_LAW = 'basis: "§ 41 VwVfG NRW (ungeprüft)", counts_from: provision'
RETRIEVAL = {BY_LAW: BY_LAW.replace("provision", "retrieval")}


def at(day: datetime.date) -> FixedClock:
    """Ten o'clock of a day."""
    return FixedClock(datetime.datetime.combine(day, datetime.time(9), datetime.UTC))


def decided(germany: Simulator, **wishes: str) -> Errand:
    """A permit that an official of Düren has granted, paid for and issued."""
    errand = apply(germany, TOWN, **wishes)
    work_off()
    approve(TOWN, [errand.case.pk], official_of(TOWN))
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    return errand


def decision_of(errand: Errand) -> Decision:
    """Its decision as it stands now."""
    [decision] = errand.decisions
    return decision


def verbs(errand: Errand) -> list[str]:
    """What the journal says of the decision once it was provided."""
    with municipality(TOWN):
        entries = Entry.objects.filter(subject=f"case:{errand.case.pk}", verb__startswith="decision_")
        return list(entries.order_by("pk").values_list("verb", flat=True))[2:]


def waiting() -> list[int]:
    """The cases whose letters wait."""
    with municipality(TOWN):
        return [letter.case_id for letter in letters()]


def provided_on(errand: Errand) -> datetime.date:
    """The day on which the decision was laid ready."""
    provided = decision_of(errand).provided_at
    assert provided is not None
    return legal_date(provided)


def test_a_letter_waits_until_it_is_posted_and_counts_from_that_day(germany: Simulator) -> None:
    letter, online = decided(germany, delivery="letter"), decided(germany, slug="namen")
    assert decision_of(letter).announced_on is None
    assert decision_of(online).announced_on is not None
    assert waiting() == [letter.case.pk]
    posted_on = provided_on(letter) + 2 * DAY
    with clock.replaced_by(at(posted_on)):
        assert post(TOWN, [letter.case.pk, online.case.pk], official_of(TOWN)) == 1
    with clock.replaced_by(at(posted_on + DAY)):
        assert post(TOWN, [letter.case.pk], official_of(TOWN)) == 0
    decision = decision_of(letter)
    assert decision.posted_at is not None
    assert (legal_date(decision.posted_at), decision.announced_on) == (posted_on, posted_on + 4 * DAY)
    assert verbs(letter) == ["decision_posted"]
    assert waiting() == []


def test_the_paper_names_no_day_of_announcement_that_nobody_keeps(germany: Simulator) -> None:
    errand = decided(germany, delivery="letter")
    with municipality(TOWN):
        words = text_of(paper_of(errand.case, "decision").content)
    assert "gilt am 4. Tag nach der Aufgabe zur Post als bekannt gegeben" in words
    assert not re.search(r"gilt am \w+, \d", words)


def test_what_is_printed_is_the_decision_followed_by_the_permit_on_sheets_of_their_own(
    germany: Simulator,
) -> None:
    errand = decided(germany, delivery="letter")
    with municipality(TOWN):
        pages = pypdfium2.PdfDocument(printed([errand.case.pk]))
        texts = [page.get_textpage().get_text_bounded() for page in pages]
        assert len(texts) % 2 == 0
        assert "Rechtsbehelfsbelehrung" in " ".join(texts[:2])
        assert errand.permit.number in texts[-2]
        assert not texts[-1].strip()
    post(TOWN, [errand.case.pk], official_of(TOWN))
    with municipality(TOWN), pytest.raises(LetterGone):
        printed([errand.case.pk])


def test_an_act_that_nobody_fetches_in_ten_days_becomes_a_letter(germany: Simulator, tmp_path: Path) -> None:
    adopt_overlay(TOWN, tmp_path, RETRIEVAL)
    errand = decided(germany)
    provided = provided_on(errand)
    assert (decision_of(errand).channel, decision_of(errand).announced_on) == ("postbox", None)
    sweeping.seal_journal()
    with clock.replaced_by(at(provided + 10 * DAY)):
        sweeping.sweep()
        assert waiting() == []
    with clock.replaced_by(at(provided + 11 * DAY)):
        sweeping.sweep()
        assert waiting() == [errand.case.pk]
        assert turn_into_letters(TOWN) == 0
        post(TOWN, [errand.case.pk], official_of(TOWN))
    assert decision_of(errand).announced_on == provided + 15 * DAY
    assert verbs(errand) == ["decision_not_fetched", "decision_posted"]


def test_an_act_that_was_fetched_counts_from_that_day_and_never_becomes_a_letter(
    germany: Simulator, tmp_path: Path
) -> None:
    adopt_overlay(TOWN, tmp_path, RETRIEVAL)
    errand = decided(germany)
    provided = provided_on(errand)
    for days in (3, 5):
        with clock.replaced_by(at(provided + days * DAY)), municipality(TOWN):
            take_home(errand.case)
    assert decision_of(errand).announced_on == provided + 7 * DAY
    with clock.replaced_by(at(provided + 30 * DAY)):
        assert turn_into_letters(TOWN) == 0
    assert verbs(errand) == ["decision_fetched"]


def test_where_the_law_counts_from_provision_an_act_left_in_the_postbox_stays_announced(
    germany: Simulator,
) -> None:
    errand = decided(germany)
    announced_on = decision_of(errand).announced_on
    with clock.replaced_by(at(provided_on(errand) + 30 * DAY)):
        assert turn_into_letters(TOWN) == 0
    with municipality(TOWN):
        take_home(errand.case)
    assert (decision_of(errand).channel, decision_of(errand).announced_on) == ("postbox", announced_on)
    assert decision_of(errand).fetched_at is not None


def text_of(pdf: bytes) -> str:
    """The words of a PDF, with single blanks between them."""
    words = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(words.split())
