"""What is counted of real cases: how they came, how long they took, and each media break once."""

import datetime

import pytest

from modellkommune.casework.decisions.queries import decision_of
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.participation.outreach.models import AdoptionMonth
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import adoption, waiting
from modellkommune.workflow.adoption import count_months
from modellkommune.workflow.approval import finish_review
from modellkommune.workflow.letters import post
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.refusal import Refusal, refuse, seen_of
from modellkommune.workflow.statement import Statement
from modellkommune.workflow.submission import Submission, submit
from modellkommune.workflow.sweeping import _ROUND
from tests.workflow.errands import Simulator, apply, draft_of, hand_in, official_of, plate_answer, work_off

TOWN = "musterstadt"
SERVICE = "resident-parking"


@pytest.fixture
def month(germany: Simulator) -> datetime.date:
    """This month, in a town in which nothing was counted yet."""
    return clock.today().replace(day=1)


def counted(town: str = TOWN, month: datetime.date | None = None) -> AdoptionMonth:
    count_months(town)
    with municipality(town):
        return AdoptionMonth.objects.get(service_id=SERVICE, month=month or clock.today().replace(day=1))


def test_an_application_counts_where_it_was_made_and_help_is_told_apart(
    germany: Simulator, month: datetime.date
) -> None:
    apply(germany, TOWN, "sofort")
    helped = draft_of(germany, TOWN, "elektro")
    submit(TOWN, Submission(helped.pk, declared=True, level="high", assisted=True))
    draft_of(germany, TOWN, "sofort")
    row = counted()
    assert (row.online, row.assisted, row.begun, row.is_over) == (1, 1, 3, False)
    assert row.title["de"] == "Bewohnerparkausweis"
    assert (row.counter, row.post) == (None, None)
    with municipality("dueren"):
        # What stands there was invented for the demonstration: of earlier months only.
        assert not AdoptionMonth.objects.filter(month=clock.today().replace(day=1), online__gt=0).exists()


def test_counting_twice_counts_nothing_twice(germany: Simulator, month: datetime.date) -> None:
    apply(germany, TOWN, "sofort")
    assert counted().begun == 1
    apply(germany, TOWN, "elektro")
    row = counted()
    assert (row.online, row.begun) == (2, 2)


def test_time_runs_from_the_application_to_the_decision(germany: Simulator, month: datetime.date) -> None:
    errand = apply(germany, TOWN, "sofort")
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    case = errand.case
    with municipality(TOWN):
        decision = decision_of(case.pk)
        assert decision is not None
        decision.decided_at = case.opened_at + datetime.timedelta(minutes=90)
        decision.save()
    with clock.replaced_by(FixedClock(case.opened_at + datetime.timedelta(hours=2))):
        row = counted()
    assert (row.decided, row.median_seconds, row.ninth_seconds) == (1, 5400, 5400)


def test_evidence_that_a_register_could_have_given_is_counted_once_a_case(
    germany: Simulator, month: datetime.date
) -> None:
    errand = apply(germany, TOWN, "sofort", plate=plate_answer("K-ZZ 999"))
    company_car = apply(germany, TOWN, "firmenwagen")
    work_off()
    assert errand.found["evidence"] == ["registration_certificate"]
    assert "employer_proof" in company_car.found["evidence"]
    row = counted()
    # What only the employer has is no media break between authorities.
    assert (row.proven, row.retyped, row.printed) == (1, 0, 0)


def test_what_somebody_without_a_log_in_types_is_counted_once_an_application(
    germany: Simulator, month: datetime.date
) -> None:
    apply(germany, TOWN, "sofort")
    assert counted().retyped == 0, "the card brought who she is"
    draft = draft_of(germany, TOWN, "elektro", level="")
    for _ in range(2):
        hand_in(TOWN, draft, "")
    assert counted().retyped == 1


def test_what_an_official_types_in_is_counted(germany: Simulator, month: datetime.date) -> None:
    errand = apply(germany, TOWN, "carsharing")
    work_off()
    statement = Statement(fee_cents=6000, fee_reason="Im Vertrag nachgesehen")
    finish_review(TOWN, errand.case.pk, official_of(TOWN), "Nachgesehen", statement)
    assert counted().retyped == 1


def test_a_letter_is_counted_when_it_is_posted(germany: Simulator, month: datetime.date) -> None:
    errand = apply(germany, "dueren", "ausserhalb", delivery="letter")
    work_off()
    failed = tuple(each["id"] for each in errand.found["findings"] if each["result"] == "failed")
    with municipality("dueren"):
        seen = seen_of(errand.case)
    clerk = official_of("dueren")
    refuse("dueren", errand.case.pk, clerk, Refusal(failed, "Keine Zone.", "Am Telefon gehört.", seen))
    work_off()
    assert counted("dueren").printed == 0
    for _ in range(2):
        post("dueren", [errand.case.pk], clerk)
    assert counted("dueren").printed == 1


def test_months_before_counting_began_know_no_drafts(germany: Simulator, month: datetime.date) -> None:
    apply(germany, TOWN, "sofort")
    with clock.replaced_by(FixedClock(clock.now() + datetime.timedelta(days=95))):
        row = counted(month=month)
        assert (row.online, row.begun, row.is_over) == (1, None, True)


def test_it_is_done_with_the_first_round_of_a_day() -> None:
    assert _ROUND[waiting.FIGURES] is adoption.count_months
    assert list(_ROUND).index(waiting.FIGURES) < list(_ROUND).index(waiting.HEAD)
