"""What the rules cannot say an official states by hand, within bounds; so nobody stays without a decision."""

import datetime
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from modellkommune.casework.cases.states import ISSUED, PAID, PAYMENT_DUE, REVIEW
from modellkommune.casework.checks.queries import latest_run
from modellkommune.casework.decisions.queries import content_of
from modellkommune.foundation.identity.queries import staff_name
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.queries import status_of
from modellkommune.workflow.statement import Statement, StatementRefused, lacking
from tests.workflow.errands import Errand, Simulator, apply, official_of, work_off

TOWN = "musterstadt"
FEE = Statement(fee_cents=6000, fee_reason="Länge des Fahrzeugs im Vertrag nachgesehen")
PLACE = Statement(zone="B")


@pytest.fixture
def sharer(germany: Simulator) -> Errand:
    """A member of a car sharing club: the tariff by length knows no fee for her."""
    return _in_review(germany, "carsharing")


@pytest.fixture
def neighbour(germany: Simulator) -> Errand:
    """Somebody at a private road: the street list knows no zone for him."""
    return _in_review(germany, "privatstrasse")


def _in_review(germany: Simulator, slug: str) -> Errand:
    errand = apply(germany, TOWN, slug)
    work_off()
    assert errand.state == REVIEW
    return errand


def _lacking(errand: Errand) -> tuple[str, ...]:
    with municipality(TOWN):
        return lacking(errand.case)


def _finish(errand: Errand, statement: Statement) -> None:
    finish_review(TOWN, errand.case.pk, official_of(TOWN), "Nachgesehen", statement)


def test_a_fee_stated_by_hand_is_paid_and_stands_in_status_and_decision(sharer: Errand) -> None:
    assert _lacking(sharer) == ("fee",)
    _finish(sharer, FEE)
    work_off()
    with municipality(TOWN):
        status, name = status_of(sharer.case), staff_name(official_of(TOWN))
    assert (status.fee_cents, [step["cents"] for step in status.steps]) == (6000, [6000])
    said = status.steps[0]["sentence"]
    assert said["de"] == f"Von {name} festgesetzt: Länge des Fahrzeugs im Vertrag nachgesehen"
    assert name in status.steps[0]["source"]
    assert said["en"].startswith(f"Set by {name}: ")
    assert (sharer.state, sharer.payment.amount_cents) == (PAYMENT_DUE, 6000)
    sharer.pay()
    follow_payment(TOWN, sharer.payment.pk)
    assert sharer.state == PAID, "a person decides what a person has stated"
    approve(TOWN, [sharer.case.pk], official_of(TOWN))
    work_off()
    assert sharer.state == ISSUED
    with municipality(TOWN):
        assert content_of(sharer.decisions[0], sharer.case)["fee_steps"] == list(status.steps)
        pages = pypdfium2.PdfDocument(paper_of(sharer.case, "decision").content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages).split()
    assert "festgesetzt: Länge" in " ".join(text)


def test_a_zone_stated_by_hand_stands_on_the_permit(neighbour: Errand) -> None:
    assert _lacking(neighbour) == ("zone",)
    _finish(neighbour, PLACE)
    work_off()
    assert neighbour.found["terms"]["zone"] == "B"
    neighbour.pay()
    follow_payment(TOWN, neighbour.payment.pk)
    approve(TOWN, [neighbour.case.pk], official_of(TOWN))
    work_off()
    assert (neighbour.state, neighbour.permit.zone) == (ISSUED, "B")


def test_it_is_the_act_of_the_official_and_the_journal_says_so(sharer: Errand) -> None:
    _finish(sharer, FEE)
    with municipality(TOWN):
        entries = Entry.objects.filter(subject=f"case:{sharer.case.pk}", actor_kind="staff")
        acts = [(entry.verb, entry.actor_id) for entry in entries.order_by("pk")]
    expected = ("matter_stated", "checks_recorded", "fee_assessed", "case_ready")
    assert acts == [(verb, official_of(TOWN)) for verb in expected]


def test_finishing_twice_states_once(sharer: Errand) -> None:
    for _ in range(2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("modellkommune.workflow.approval.go_on", lambda case, actor: None)
            _finish(sharer, FEE)
    with municipality(TOWN):
        run = latest_run(sharer.case.pk)
        assert (run and run.number, Entry.objects.filter(verb="fee_assessed").count()) == (2, 1)


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ({"fee_cents": None}, ("fee", "missing")),
        ({"fee_cents": -1}, ("fee", "negative")),
        ({"fee_cents": 30_001}, ("fee", "too_high")),
        ({"fee_reason": ""}, ("fee_reason", "missing")),
    ],
)
def test_a_fee_outside_the_bounds_is_refused_and_changes_nothing(
    sharer: Errand, stated: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(StatementRefused) as refused:
        _finish(sharer, replace(FEE, **stated))
    assert refused.value.problems == (problem,)
    assert (sharer.state, _lacking(sharer)) == (REVIEW, ("fee",))


def test_the_highest_fee_itself_is_not_too_high(sharer: Errand) -> None:
    _finish(sharer, replace(FEE, fee_cents=30_000))
    work_off()
    assert sharer.payment.amount_cents == 30_000


@pytest.mark.parametrize(("zone", "problem"), [("", "missing"), ("XYZ", "unknown")])
def test_only_a_zone_of_the_town_can_be_stated(neighbour: Errand, zone: str, problem: str) -> None:
    with pytest.raises(StatementRefused) as refused:
        _finish(neighbour, Statement(zone=zone))
    assert refused.value.problems == (("zone", problem),)


def test_what_the_rules_know_is_not_overwritten(neighbour: Errand) -> None:
    before = neighbour.found["terms"]
    stranger = Statement(
        fee_cents=1, fee_reason="geschenkt", plates=("X-Y 1",), first=datetime.date(1999, 1, 1)
    )
    _finish(neighbour, replace(stranger, zone="B"))
    work_off()
    assert neighbour.found["terms"] == {**before, "zone": "B"}
    assert neighbour.payment.amount_cents > 1


def test_a_late_answer_of_a_register_does_not_replace_what_was_stated(germany: Simulator) -> None:
    germany.fault("vehicles", fault="down")
    errand = _in_review(germany, "sofort")
    assert "fee" in _lacking(errand)
    _finish(errand, FEE)
    with municipality(TOWN):
        run = latest_run(errand.case.pk)
    assert run is not None
    assert run.silent == []
