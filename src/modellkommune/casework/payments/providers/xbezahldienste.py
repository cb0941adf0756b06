"""XBezahldienste 1.0: the interface of the payment services of the German Länder.

The standard's spellings `grosAmount` and `PAYED` are its own. Amounts are JSON numbers there and cents
here; they pass through `Decimal`, never through floating point.
"""

import json
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.conf import settings

from modellkommune.casework.payments.port import (
    Order,
    PaymentServiceSilent,
    Status,
    Transaction,
    TransactionUnknown,
)
from modellkommune.foundation.registers.calling import CallFailed, call

END_POINT = "gebuehren"
PATIENCE = 10.0  # seconds
STATUS: dict[str, Status] = {"INITIAL": "open", "PAYED": "settled", "FAILED": "failed", "CANCELED": "failed"}
NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN})
_AMOUNT_MARK = "\u0001"


class XBezahldienste:
    """Speaks to the service at `settings.PAYMENT_URL`."""

    def start(self, order: Order) -> Transaction:
        """Create the transaction, or find the one made for the same request id (PAYMENT_EXISTS)."""
        answer = self._call("POST", f"{order.originator}/{END_POINT}", _body(order))
        transaction = _transaction(answer.get("paymentTransaction") or answer)
        if transaction.amount_cents != order.amount_cents:
            raise PaymentServiceSilent("answer about another order")
        return transaction

    def status(self, originator: str, transaction_id: str) -> Transaction:
        """Ask for the present status."""
        transaction = _transaction(self._call("GET", f"{originator}/{END_POINT}/{transaction_id}", None))
        if transaction.transaction_id != transaction_id:
            raise PaymentServiceSilent("answer about another transaction")
        return transaction

    def _call(self, method: str, path: str, body: str | None) -> dict[str, Any]:
        url = f"{settings.PAYMENT_URL}/paymenttransaction/{path}"
        headers = {"Content-Type": "application/json"}
        try:
            response = call(method, url, body.encode() if body else None, headers, PATIENCE)
            answer = json.loads(response.content, parse_float=Decimal)
        except (CallFailed, ValueError) as error:
            raise PaymentServiceSilent(type(error).__name__) from error
        if not isinstance(answer, dict):
            raise PaymentServiceSilent("answer does not follow XBezahldienste 1.0")
        if response.status >= HTTPStatus.BAD_REQUEST and answer.get("code") != "PAYMENT_EXISTS":
            raise _refusal(method, response.status, str(answer.get("code")))
        return answer


def _refusal(method: str, status: int, code: str) -> PaymentServiceSilent:
    if method == "GET" and status in NOT_THERE and code != "NO_VALID_ORIGINATOR_OR_ENDPOINT":
        return TransactionUnknown(code)
    return PaymentServiceSilent(f"HTTP {status}")


def _transaction(answer: dict[str, Any]) -> Transaction:
    try:
        information, request = answer["paymentInformation"], answer["paymentRequest"]
        return Transaction(
            transaction_id=str(information["transactionId"]),
            redirect_url=str(information["transactionRedirectUrl"]),
            status=STATUS[information["status"]],
            amount_cents=_cents(request["grosAmount"]),
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise PaymentServiceSilent("answer does not follow XBezahldienste 1.0") from error


def _cents(amount: Decimal | int) -> int:
    cents = Decimal(amount) * 100
    if cents != cents.to_integral_value():
        raise ArithmeticError("an amount has a fraction of a cent")
    return int(cents)


def _body(order: Order) -> str:
    """The request as JSON text, amounts written as decimal numbers."""
    amount = f"{_AMOUNT_MARK}{order.amount_cents // 100}.{order.amount_cents % 100:02}{_AMOUNT_MARK}"
    zero = f"{_AMOUNT_MARK}0.00{_AMOUNT_MARK}"
    item = {
        "id": "1",
        "reference": order.purpose,
        "description": order.description,
        "taxRate": zero,
        "quantity": 1,
        "totalNetAmount": amount,
        "totalTaxAmount": zero,
        "singleNetAmount": amount,
        "singleTaxAmount": zero,
        "bookingData": {},
    }
    body = {
        "requestId": order.request_id,
        "requestTimestamp": order.ordered_at.isoformat(),
        "currency": "EUR",
        "grosAmount": amount,
        "purpose": order.purpose,
        "description": order.description,
        "redirectUrl": order.redirect_url,
        "notificationUrl": order.notification_url,
        "items": [item],
    }
    mark = json.dumps(_AMOUNT_MARK)[1:-1]
    return json.dumps(body).replace(f'"{mark}', "").replace(f'{mark}"', "")
