"""Permits that are there, or granted meanwhile: a person looks, nobody is refused, no permit is doubled."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from modellkommune.casework.cases.states import ISSUED, LAPSED, PAYMENT_DUE, READY, REVIEW
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import deciding
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.paying import close_unpaid, follow_payment
from modellkommune.workflow.queries import dossier, status_of
from tests.workflow.errands import (
    Errand,
    Simulator,
    apply,
    mails,
    money_tasks,
    official_of,
    plate_answer,
    work_off,
)
from tests.workflow.releases import adopt_overlay

FAST, CAREFUL = "musterstadt", "dueren"
"""Where nobody has to approve, and where an official does."""


def reasons_of(errand: Errand) -> list[str]:
    """The ids of the reasons for a person to look, as the last checks found them."""
    return [reason["id"] for reason in errand.found["explained"]]


def pay(errand: Errand) -> None:
    """The resident pays and the platform hears of it; no other job is done."""
    errand.pay()
    follow_payment(errand.town, errand.payment.pk)


def end_with_permit(errand: Errand) -> Errand:
    """Do whatever a case needs until its permit is issued."""
    work_off()
    if errand.state == REVIEW:
        finish_review(errand.town, errand.case.pk, official_of(errand.town), "Gesehen")
    while errand.state != ISSUED:
        work_off()
        if errand.state == PAYMENT_DUE:
            pay(errand)
        elif not errand.decisions:
            assert approve(errand.town, [errand.case.pk], official_of(errand.town)).approved
    return errand


def side_by_side(germany: Simulator, town: str = FAST) -> tuple[Errand, Errand]:
    """Two applications of one person, checked before either is granted."""
    both = apply(germany, town), apply(germany, town)
    work_off()
    return both


def test_b5_who_has_a_permit_and_applies_again_waits_for_a_person(germany: Simulator) -> None:
    end_with_permit(apply(germany, FAST))
    again = apply(germany, FAST)
    work_off()
    assert (again.state, reasons_of(again), again.payments) == (REVIEW, ["first_permit"], [])
    assert again.found["held"] == {"person": 1, "until": "2027-12-02", "plate": 0}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("made", [False, True])
def test_b5_of_two_applications_side_by_side_the_first_granted_wins(
    germany: Simulator, *, turned: bool, made: bool
) -> None:
    first, second = side_by_side(germany)[:: -1 if turned else 1]
    assert (first.state, second.state) == (PAYMENT_DUE, PAYMENT_DUE)
    pay(first)
    if made:
        work_off()
    pay(second)
    assert (second.state, reasons_of(second)) == (REVIEW, ["first_permit"])
    work_off()
    assert (first.state, first.permit.state) == (ISSUED, "issued")
    assert (second.state, second.decisions, second.permits) == (REVIEW, [], [])


def test_b5_what_was_paid_for_the_second_stays_booked_and_the_office_sees_it(germany: Simulator) -> None:
    first, second = side_by_side(germany)
    pay(first)
    pay(second)
    assert (second.bookings, second.payment.state, money_tasks(FAST)) == ([4600], "settled", [])
    with municipality(FAST):
        seen = dossier(second.case.pk)
    assert (seen.proposal.state, seen.paid_cents) == (REVIEW, 4600)
    assert ["Sie haben schon so viele Ausweise" in one["de"] for one in seen.proposal.reasons] == [True]
    assert str(second.public_id) in mails(FAST)[0].text


def test_b5_an_official_who_has_looked_may_grant_the_second(germany: Simulator) -> None:
    first, second = side_by_side(germany)
    pay(first)
    pay(second)
    end_with_permit(second)
    assert [one.automation for one in (*first.decisions, *second.decisions)] == ["automatic", "official"]
    assert second.bookings == [4600]


def test_b5_a_batch_approves_one_of_two_and_the_other_is_looked_at(germany: Simulator) -> None:
    first, second = side_by_side(germany, CAREFUL)
    assert (first.state, second.state) == (READY, READY)
    ids, official = [first.case.pk, second.case.pk], official_of(CAREFUL)
    result = approve(CAREFUL, ids, official)
    assert (result.approved, [case_id for case_id, _ in result.refused]) == ((ids[0],), [ids[1]])
    assert (first.state, second.state, reasons_of(second)) == (PAYMENT_DUE, REVIEW, ["first_permit"])
    finish_review(CAREFUL, ids[1], official, "Ausnahme")
    assert approve(CAREFUL, [ids[1]], official).approved == (ids[1],)


def test_b5_a_permit_that_nobody_paid_for_blocks_nobody(germany: Simulator) -> None:
    first, second = side_by_side(germany, CAREFUL)
    approve(CAREFUL, [first.case.pk], official_of(CAREFUL))
    with municipality(CAREFUL):
        close_unpaid(first.payment)
    assert first.state == LAPSED
    assert approve(CAREFUL, [second.case.pk], official_of(CAREFUL)).approved == (second.case.pk,)
    assert second.state == PAYMENT_DUE


def test_where_a_person_may_have_two_permits_both_are_granted(germany: Simulator, tmp_path: Path) -> None:
    adopt_overlay(FAST, tmp_path, {"  approval: automatic": "  permits_per_person: 2\n  approval: automatic"})
    errands = (*side_by_side(germany), apply(germany, FAST))
    work_off()
    for errand in errands:
        pay(errand)
    work_off()
    assert [errand.state for errand in errands] == [ISSUED, ISSUED, REVIEW]


@pytest.mark.parametrize("typed", ["KH 81 E", "KH 81", "KH 81 H"])
@pytest.mark.parametrize("also", [False, True])
def test_b6_somebody_elses_plate_is_looked_at_with_any_suffix_at_any_place(
    germany: Simulator, typed: str, *, also: bool
) -> None:
    end_with_permit(apply(germany, FAST, "elektro"))
    plate = plate_answer(f"MST-{typed}")
    further = [{"plate": plate, "reason": "Wir teilen uns das Auto."}]
    other = apply(germany, FAST, **({"further_vehicles": further} if also else {"plate": plate}))
    work_off()
    assert other.state == REVIEW
    assert "plate_in_use" in reasons_of(other)
    assert "first_permit" not in reasons_of(other)


def test_b6_a_further_plate_of_a_permit_is_known_by_its_core(germany: Simulator) -> None:
    further = [{"plate": plate_answer("MST-KH 81 E"), "reason": "Wir teilen uns das Auto."}]
    end_with_permit(apply(germany, FAST, further_vehicles=further))
    other = apply(germany, FAST, "elektro")
    work_off()
    assert (other.state, reasons_of(other), other.payments) == (REVIEW, ["plate_in_use"], [])


def test_b6_the_same_car_granted_to_somebody_else_meanwhile_is_looked_at(germany: Simulator) -> None:
    shared = apply(germany, CAREFUL, plate=plate_answer("DN-KH 81"), keeper="family")
    owner, official = apply(germany, CAREFUL, "elektro"), official_of(CAREFUL)
    work_off()
    finish_review(CAREFUL, shared.case.pk, official, "Erklärung gesehen")
    assert (owner.state, shared.state, "plate_in_use" in reasons_of(shared)) == (READY, READY, False)
    ids = [owner.case.pk, shared.case.pk]
    assert approve(CAREFUL, ids, official).approved == (ids[0],)
    assert (shared.state, shared.decisions, "plate_in_use" in reasons_of(shared)) == (REVIEW, [], True)
    with municipality(CAREFUL):
        reasons = dossier(ids[1]).proposal.reasons
    assert len(reasons) == 1  # what the official has settled before is not asked again


def test_what_an_official_has_stated_stays_when_somebody_looks_again(germany: Simulator) -> None:
    shared = apply(germany, CAREFUL, plate=plate_answer("DN-KH 81"), keeper="family")
    work_off()
    before = shared.found
    approve(CAREFUL, [end_with_permit(apply(germany, CAREFUL, "elektro")).case.pk], official_of(CAREFUL))
    finish_review(CAREFUL, shared.case.pk, official_of(CAREFUL), "Erklärung gesehen")
    approve(CAREFUL, [shared.case.pk], official_of(CAREFUL))
    assert shared.state == REVIEW
    assert {name: shared.found[name] for name in ("terms", "facts")} == {
        name: before[name] for name in ("terms", "facts")
    }


def test_the_applicant_is_not_told_of_other_peoples_permits(germany: Simulator) -> None:
    end_with_permit(apply(germany, FAST, "elektro"))
    other = apply(germany, FAST, plate=plate_answer("MST-KH 81 E"))
    work_off()
    with municipality(FAST):
        told, seen = status_of(other.case).reasons, dossier(other.case.pk).proposal.reasons
    said = [sentence for reason in told for sentence in reason.values()]
    assert "Zu Ihrem Kennzeichen prüfen wir noch etwas." in said
    assert [one for one in said if "Ausweis" in one or "permit" in one] == []
    assert any("jemand anderes einen Ausweis" in reason["de"] for reason in seen)


def test_b5_two_officials_who_approve_at_the_same_moment_grant_one(
    committed: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    errands, official = side_by_side(committed, CAREFUL), official_of(CAREFUL)
    together, record = Barrier(2), deciding.record_decision

    def record_together(*given: Any) -> Any:
        with suppress(BrokenBarrierError):
            together.wait(1)
        return record(*given)

    def approved(errand: Errand) -> bool:
        try:
            return bool(approve(CAREFUL, [errand.case.pk], official).approved)
        finally:
            connection.close()

    monkeypatch.setattr(deciding, "record_decision", record_together)
    with ThreadPoolExecutor(2) as officials:
        assert sorted(officials.map(approved, errands)) == [False, True]
    assert sorted(errand.state for errand in errands) == sorted([PAYMENT_DUE, REVIEW])
