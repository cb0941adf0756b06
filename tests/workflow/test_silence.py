"""When a register is silent: nothing is refused, nothing is charged, and it heals by itself."""

import pytest

from modellkommune.casework.cases.states import PAYMENT_DUE, REVIEW
from modellkommune.casework.checks.models import CheckRun
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow.handing_in import wanted
from modellkommune.workflow.sweeping import sweep
from tests.workflow.errands import Errand, Simulator, apply, mails, queued, work_off

REGISTERS = {"population": "population-register", "vehicles": "vehicle-register"}


def works(errand: Errand) -> dict[str, int]:
    """How often each register searched for this case."""
    return {part: errand.simulator.work(part, errand.request(REGISTERS[part])) for part in REGISTERS}


@pytest.mark.parametrize("fault", ["down", "wrong"])
@pytest.mark.parametrize("part", list(REGISTERS))
def test_a_silent_register_leads_to_review_and_costs_nothing(
    germany: Simulator, part: str, fault: str
) -> None:
    germany.fault(part, fault=fault)
    errand = apply(germany, "musterstadt")
    work_off()
    assert (errand.state, errand.proposal) == (REVIEW, "review")
    assert (errand.payments, errand.decisions, errand.permits) == ([], [], [])
    assert [letter.subject for letter in mails("musterstadt") if "ezahl" in letter.subject] == []


@pytest.mark.parametrize("part", list(REGISTERS))
def test_nobody_has_to_prove_what_a_silent_register_may_say(germany: Simulator, part: str) -> None:
    germany.fault(part, fault="down")
    errand = apply(germany, "musterstadt")
    work_off()
    with municipality(errand.town):
        assert wanted(errand.case) == ()
    assert [letter.subject for letter in mails("musterstadt") if "nterlagen" in letter.subject] == []


@pytest.mark.parametrize("part", list(REGISTERS))
def test_it_heals_when_the_register_is_back_and_asks_only_that_one_again(
    germany: Simulator, part: str
) -> None:
    germany.fault(part, fault="down")
    errand = apply(germany, "musterstadt")
    work_off()
    [other] = set(REGISTERS) - {part}
    before = errand.simulator.asked(errand.request(REGISTERS[other]))
    germany.mend()
    sweep()
    work_off()
    assert (errand.state, errand.payment.amount_cents) == (PAYMENT_DUE, 4600)
    assert works(errand) == {"population": 1, "vehicles": 1}
    assert errand.simulator.asked(errand.request(REGISTERS[other])) == before == 1


def test_a_sweep_while_the_register_is_still_silent_changes_nothing_for_the_resident(
    germany: Simulator,
) -> None:
    germany.fault("population", fault="down")
    errand = apply(germany, "musterstadt")
    work_off()
    letters = len(mails("musterstadt"))
    sweep()
    work_off()
    assert (errand.state, errand.payments, len(mails("musterstadt"))) == (REVIEW, [], letters)


def test_a_register_that_is_still_silent_is_not_noted_as_a_new_run_each_minute(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    errand = apply(germany, "musterstadt")
    for _ in range(3):
        work_off()
        sweep()
    with municipality("musterstadt"):
        assert CheckRun.objects.filter(case_id=errand.case.pk).count() == 1


def test_a_case_that_waits_is_queued_once_however_often_the_sweep_comes(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    apply(germany, "musterstadt")
    work_off()
    for _ in range(3):
        sweep()
    assert queued().count("check_case") == 1


def test_the_answer_that_heals_is_kept_as_it_was_when_a_second_register_fails(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    errand = apply(germany, "musterstadt")
    work_off()
    germany.mend()
    germany.fault("vehicles", fault="down")
    sweep()
    work_off()
    assert errand.state == PAYMENT_DUE
