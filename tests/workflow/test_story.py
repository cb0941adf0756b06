"""The story of a case without a browser: apply, be checked, pay, be approved, receive the permit."""

from modellkommune.casework.cases.states import ISSUED, PAID, PAYMENT_DUE, READY
from modellkommune.workflow.approval import approve
from tests.workflow.errands import Simulator, apply, official_of, work_off


def test_in_musterstadt_a_permit_comes_without_an_official(germany: Simulator) -> None:
    errand = apply(germany, "musterstadt")
    work_off()
    assert (errand.state, errand.proposal, errand.payment.amount_cents) == (PAYMENT_DUE, "grant", 5800)
    errand.pay()
    work_off("follow_payment")
    assert errand.state == PAYMENT_DUE
