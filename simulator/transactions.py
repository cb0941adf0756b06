"""Payment transactions after XBezahldienste 1.0: what is accepted, what is kept. Amounts are whole cents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from simulator.box import Box
from simulator.log import Entry
from simulator.store import compact, new_id, now

ENDPOINTS = {"gebuehren": False, "haushalt": True}  # whether an endpoint demands booking data
LIMITS = {"requestId": 36, "purpose": 27, "description": 250}
METHODS = ("CREDITCARD", "PAYPAL", "GIROPAY", "OTHER")
DESCRIPTIONS = {
    "NO_VALID_ORIGINATOR_OR_ENDPOINT": (404, "The originator or the endpoint is not known."),
    "PAYMENT_EXISTS": (409, "There is a transaction for this requestId."),
    "CALCULATION_ERROR": (400, "The items do not add up to grosAmount."),
    "BOOKING_DATA_MISSING": (400, "This endpoint demands bookingData in every item."),
    "VALIDATION_ERROR": (400, "A value is missing, too long or of the wrong kind."),
    "FORBIDDEN": (403, "The transaction belongs to another originator."),
    "UNSPECIFIED": (404, "There is no such transaction."),
}


class PaymentRefused(Exception):
    """The payment service refuses, with a code of the standard and the transaction that exists already."""

    def __init__(self, code: str, existing: "Transaction | None" = None) -> None:
        """`existing` only with PAYMENT_EXISTS."""
        super().__init__(code)
        self.code = code
        self.existing = existing


@dataclass(frozen=True)
class Transaction:
    """One kept transaction."""

    id: str
    originator: str
    endpoint: str
    request_id: str
    body: dict[str, object]
    cents: int
    status: str
    method: str | None
    created: str

    @property
    def redirect_url(self) -> str:
        """Where the visitor goes back to."""
        return str(self.body["redirectUrl"])

    def document(self, box: Box) -> dict[str, object]:
        """The transaction as the standard gives it out."""
        path = f"/payment/paymenttransaction/{self.originator}/{self.endpoint}/{self.id}"
        return {
            "paymentInformation": {
                "transactionUrl": box.settings.internal_url + path,
                "transactionRedirectUrl": f"{box.settings.url}/payment/checkout/{self.id}",
                "transactionId": self.id,
                "transactionReference": f"SIM-{self.id[:12].upper()}",
                "transactionTimestamp": self.created,
                "paymentMethod": self.method,
                "paymentMethodDetail": None,
                "status": self.status,
            },
            "paymentRequest": self.body,
        }


def create(box: Box, originator: str, endpoint: str, body: bytes) -> Transaction:
    """Keep a new transaction; raises PaymentRefused (PAYMENT_EXISTS with the existing one)."""
    check_endpoint(box, originator, endpoint)
    document, cents = read_request(body, booking_data=ENDPOINTS[endpoint])
    request_id, identifier = str(document["requestId"]), new_id()
    with box.store.together():
        added = box.store.run(
            "INSERT OR IGNORE INTO payment"
            " (id, originator, endpoint, request_id, body, cents, status, created)"
            " VALUES (?, ?, ?, ?, ?, ?, 'INITIAL', ?)",
            (identifier, originator, endpoint, request_id, compact(document), cents, now()),
        )
        transaction = by_request(box, originator, request_id)
        outcome, subject = ("created" if added else "PAYMENT_EXISTS"), transaction.id
        entry = Entry(
            "payment",
            "create",
            request_id,
            originator,
            subject=subject,
            outcome=outcome,
            work_done=bool(added),
        )
        box.log.write(entry)
    if not added:
        raise PaymentRefused("PAYMENT_EXISTS", transaction)
    return transaction


def check_endpoint(box: Box, originator: str, endpoint: str) -> None:
    """Raise PaymentRefused unless the municipality and the endpoint are known."""
    if originator not in box.world.towns or endpoint not in ENDPOINTS:
        raise PaymentRefused("NO_VALID_ORIGINATOR_OR_ENDPOINT")


def read_request(body: bytes, *, booking_data: bool) -> tuple[dict[str, object], int]:
    """The request as sent and its amount in cents; raises PaymentRefused."""
    try:
        exact = json.loads(body, parse_float=Decimal)
        plain = json.loads(body)
    except ValueError as error:
        raise PaymentRefused("VALIDATION_ERROR") from error
    if not isinstance(exact, dict) or not _well_formed(exact):
        raise PaymentRefused("VALIDATION_ERROR")
    cents = _cents(exact.get("grosAmount"))
    if booking_data and not all(item.get("bookingData") for item in exact["items"]):
        raise PaymentRefused("BOOKING_DATA_MISSING")
    if cents <= 0 or sum(_item_cents(item) for item in exact["items"]) != cents:
        raise PaymentRefused("CALCULATION_ERROR")
    return plain, cents


def _well_formed(request: Mapping[str, object]) -> bool:
    texts = all(_text(request, name) and len(_text(request, name)) <= limit for name, limit in LIMITS.items())
    items = request.get("items")
    return (
        texts
        and request.get("currency") == "EUR"
        and bool(_text(request, "requestTimestamp"))
        and _is_address(_text(request, "redirectUrl"))
        and (not request.get("notificationUrl") or _is_address(_text(request, "notificationUrl")))
        and isinstance(items, list)
        and bool(items)
        and all(isinstance(item, dict) and item.get("id") for item in items)
    )


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _item_cents(item: Mapping[str, object]) -> int:
    """Net and tax of an item; raises PaymentRefused if its own numbers disagree."""
    quantity = item.get("quantity", 1)
    total = [_cents(item.get(name)) for name in ("totalNetAmount", "totalTaxAmount")]
    single = [_cents(item.get(name, item.get(total_name))) for name, total_name in
              (("singleNetAmount", "totalNetAmount"), ("singleTaxAmount", "totalTaxAmount"))]  # fmt: skip
    stated = "singleNetAmount" in item or "singleTaxAmount" in item
    if not isinstance(quantity, int) or (stated and [quantity * amount for amount in single] != total):
        raise PaymentRefused("CALCULATION_ERROR")
    return sum(total)


def _cents(amount: object) -> int:
    """Euros as cents, exactly; raises PaymentRefused."""
    try:
        cents = Decimal(str(amount if amount is not None else 0)) * 100
    except InvalidOperation as error:
        raise PaymentRefused("VALIDATION_ERROR") from error
    if isinstance(amount, bool | str) or not cents.is_finite() or cents != cents.to_integral_value():
        raise PaymentRefused("VALIDATION_ERROR")
    return int(cents)


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def find(box: Box, identifier: str) -> Transaction:
    """A transaction by id; raises PaymentRefused (UNSPECIFIED)."""
    return _read(box.store.row("SELECT * FROM payment WHERE id = ?", (identifier,)))


def by_request(box: Box, originator: str, request_id: str) -> Transaction:
    """A transaction by the platform's own requestId; raises PaymentRefused (UNSPECIFIED)."""
    query = "SELECT * FROM payment WHERE originator = ? AND request_id = ?"
    return _read(box.store.row(query, (originator, request_id)))


def recent(box: Box, count: int = 10) -> list[Transaction]:
    """The latest transactions."""
    return [
        _read(row) for row in box.store.rows("SELECT * FROM payment ORDER BY created DESC LIMIT ?", (count,))
    ]


def _read(row: Mapping[str, object] | None) -> Transaction:
    if row is None:
        raise PaymentRefused("UNSPECIFIED")
    return Transaction(
        id=str(row["id"]),
        originator=str(row["originator"]),
        endpoint=str(row["endpoint"]),
        request_id=str(row["request_id"]),
        body=json.loads(str(row["body"])),
        cents=int(str(row["cents"])),
        status=str(row["status"]),
        method=str(row["method"]) if row["method"] else None,
        created=str(row["created"]),
    )


def settle(box: Box, transaction: Transaction, status: str, method: str | None) -> bool:
    """Give an open transaction its final status and notify the platform, once; tells whether it was open."""
    with box.store.together():
        changed = box.store.run(
            "UPDATE payment SET status = ?, method = ? WHERE id = ? AND status = 'INITIAL'",
            (status, method, transaction.id),
        )
        if changed:
            part = "payment-settled" if status == "PAYED" else "payment-ended"
            by, subject = transaction.originator, transaction.request_id
            entry = Entry(part, "settle", transaction.id, by, subject=subject, outcome=status, work_done=True)
            box.log.write(entry)
            _notify_under_fault(box, transaction, status)
    return bool(changed)


def _notify_under_fault(box: Box, transaction: Transaction, status: str) -> None:
    fault = box.faults.of("payment")
    if fault.fault.endswith("_callback"):
        fault = box.faults.take("payment")
    delay = fault.seconds if fault.fault == "late_callback" else 0.0
    notify(box, transaction, status, delay, copies=3 if fault.fault == "duplicate_callback" else 1)


def notify(box: Box, transaction: Transaction, status: str, delay: float = 0.0, copies: int = 1) -> None:
    """Queue the notification, if the platform asked for one. It proves nothing, on purpose."""
    address = _text(transaction.body, "notificationUrl")
    if not address:
        return
    document: dict[str, object] = {
        "originatorId": transaction.originator,
        "endPointId": transaction.endpoint,
        "transactionId": transaction.id,
        "requestId": transaction.request_id,
        "status": status,
        "timestamp": now(),
    }
    box.notifier.add(address, document, delay, copies)
