"""XBezahldienste: amounts travel as decimal numbers, never as floating ones; nonsense is no answer."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest

from modellkommune.casework.payments.port import Order, PaymentServiceSilent
from modellkommune.casework.payments.providers import payment_service
from modellkommune.casework.payments.providers import xbezahldienste as room
from modellkommune.foundation.registers.calling import Answer, CallTimedOut

ORDER = Order(
    "alpha",
    "r-1",
    3070,
    "BP-1",
    "Gebühr",
    "http://a/",
    "http://b/",
    datetime.datetime(2026, 12, 3, tzinfo=datetime.UTC),
)


def answer(status: str = "INITIAL", amount: str = "30.70") -> str:
    """What the service sends."""
    return (
        '{"paymentInformation": {"transactionId": "T1", "transactionRedirectUrl": "http://pay/T1", '
        '"status": "' + status + '"}, "paymentRequest": {"grosAmount": ' + amount + "}}"
    )


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The service at the other end: what it was sent, and what it answers."""
    seen: dict[str, Any] = {"reply": (201, answer())}

    def answering(_method: str, _address: str, body: bytes | None, *_: Any) -> Answer:
        seen["sent"] = (body or b"").decode()
        status, text = seen["reply"]
        return Answer(status, text.encode())

    monkeypatch.setattr(room, "call", answering)
    return seen


def test_the_amount_goes_out_exactly(wire: dict[str, Any]) -> None:
    payment_service("xbezahldienste").start(ORDER)
    sent = json.loads(wire["sent"], parse_float=Decimal)
    assert sent["grosAmount"] == Decimal("30.70")
    assert '"grosAmount": 30.70' in wire["sent"]


def test_a_transaction_that_exists_is_the_one(wire: dict[str, Any]) -> None:
    wire["reply"] = (409, '{"code": "PAYMENT_EXISTS", "paymentTransaction": ' + answer("PAYED") + "}")
    transaction = payment_service("xbezahldienste").start(ORDER)
    assert (transaction.transaction_id, transaction.status, transaction.amount_cents) == (
        "T1",
        "settled",
        3070,
    )


@pytest.mark.parametrize(
    "reply",
    [
        (503, ""),
        (200, "nonsense"),
        (200, "[]"),
        (200, "{}"),
        (400, '{"code": "VALIDATION_ERROR"}'),
        (200, answer("UNHEARD")),
        (200, answer(amount="30.705")),
    ],
)
def test_anything_else_is_no_answer(wire: dict[str, Any], reply: tuple[int, str]) -> None:
    wire["reply"] = reply
    with pytest.raises(PaymentServiceSilent):
        payment_service("xbezahldienste").status("alpha", "T1")


def test_a_connection_that_breaks_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Answer:
        raise CallTimedOut

    monkeypatch.setattr(room, "call", broken)
    with pytest.raises(PaymentServiceSilent):
        payment_service("xbezahldienste").status("alpha", "T1")
