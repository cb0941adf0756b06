"""The port to a payment service: what the platform asks and what it gets to know."""

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol

Status = Literal["open", "settled", "failed"]


class PaymentServiceSilent(Exception):
    """The payment service did not give an answer that can be used; ask again later."""


class TransactionUnknown(PaymentServiceSilent):
    """The payment service knows no such transaction of this originator."""


@dataclass(frozen=True)
class Order:
    """What is to be paid. Amount in cents; `purpose` at most 27 characters, no personal data."""

    originator: str
    request_id: str
    amount_cents: int
    purpose: str
    description: str
    redirect_url: str
    notification_url: str
    ordered_at: datetime.datetime


@dataclass(frozen=True)
class Transaction:
    """What the payment service says about an order. Amount in cents."""

    transaction_id: str
    redirect_url: str
    status: Status
    amount_cents: int


class PaymentService(Protocol):
    """One payment service. Both calls may be repeated; both raise `PaymentServiceSilent`."""

    def start(self, order: Order) -> Transaction:
        """The transaction of this order: a new one, or the one already made for its request id."""
        ...

    def status(self, originator: str, transaction_id: str) -> Transaction:
        """What has become of a transaction. Raises `TransactionUnknown` as well."""
        ...
