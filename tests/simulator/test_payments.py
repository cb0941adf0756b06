"""The payment service: accepted once, settled once, notified as often as the fault says."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from simulator.app import open_box
from simulator.faults import Fault
from simulator.notifications import Notifier
from simulator.store import Store
from simulator.transactions import create, find, settle
from tests.simulator.conftest import Germany, settings_for

PATH = "/payment/paymenttransaction/dueren/gebuehren"
NOTIFY = "http://dueren.localhost:8000/rueckmeldung/zahlung/?x=1"


def order(**changes: object) -> dict[str, Any]:
    """A payment request over 30.70 euros."""
    item = {
        "id": "1", "reference": "G", "description": "Ausweis", "taxRate": 0, "quantity": 1,
        "totalNetAmount": 30.70, "totalTaxAmount": 0, "singleNetAmount": 30.70, "singleTaxAmount": 0,
    }  # fmt: skip
    return {
        "requestId": "r-1",
        "requestTimestamp": "2026-11-22T12:00:00Z",
        "currency": "EUR",
        "grosAmount": 30.70,
        "purpose": "DN-2026-1",
        "description": "Bewohnerparkausweis",
        "redirectUrl": "http://dueren.localhost:8000/vorgang/1/",
        "notificationUrl": NOTIFY,
        "items": [item],
        **changes,
    }


def start(germany: Germany, **changes: object) -> str:
    """The id of a new transaction."""
    answer = germany.client.post(PATH, json=order(**changes))
    assert answer.status_code == 201
    return str(answer.json()["paymentInformation"]["transactionId"])


def end(germany: Germany, transaction: str, action: str = "pay") -> Any:
    return germany.client.post(
        f"/payment/checkout/{transaction}", data={"action": action, "method": "PAYPAL"}
    )


def status(germany: Germany, transaction: str) -> Any:
    return germany.client.get(f"{PATH}/{transaction}").json()["paymentInformation"]["status"]


def test_a_payment_is_created_shown_and_paid(germany: Germany) -> None:
    transaction = start(germany)
    assert status(germany, transaction) == "INITIAL"
    assert "30,70 €" in germany.client.get(f"/payment/checkout/{transaction}").text
    back = end(germany, transaction)
    assert (back.status_code, back.headers["location"]) == (303, "http://dueren.localhost:8000/vorgang/1/")
    document = germany.client.get(f"{PATH}/{transaction}").json()
    assert document["paymentInformation"]["status"] == "PAYED"
    assert document["paymentInformation"]["paymentMethod"] == "PAYPAL"
    assert document["paymentRequest"] == order()


@pytest.mark.parametrize(("action", "expected"), [("cancel", "CANCELED"), ("fail", "FAILED")])
def test_a_payment_can_come_to_nothing(germany: Germany, action: str, expected: str) -> None:
    transaction = start(germany)
    end(germany, transaction, action)
    assert status(germany, transaction) == expected
    assert germany.work("payment-settled") == {}


def test_money_is_taken_once(germany: Germany) -> None:
    transaction = start(germany)
    end(germany, transaction)
    end(germany, transaction)
    end(germany, transaction, "cancel")
    assert status(germany, transaction) == "PAYED"
    assert germany.work("payment-settled") == {transaction: 1}


def test_the_same_request_makes_no_second_transaction(germany: Germany) -> None:
    transaction = start(germany)
    again = germany.client.post(PATH, json=order(grosAmount=30.70))
    assert (again.status_code, again.json()["code"]) == (409, "PAYMENT_EXISTS")
    assert again.json()["paymentTransaction"]["paymentInformation"]["transactionId"] == transaction
    assert germany.work("payment") == {"r-1": 1}
    found = germany.client.get(PATH, params={"requestId": "r-1"}).json()
    assert found["paymentInformation"]["transactionId"] == transaction


def test_two_towns_may_use_the_same_request_id(germany: Germany) -> None:
    start(germany)
    there = PATH.replace("dueren", "musterstadt")
    assert germany.client.post(there, json=order()).status_code == 201


ITEM = order()["items"][0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"requestId": ""}, "VALIDATION_ERROR"),
        ({"requestId": "r" * 37}, "VALIDATION_ERROR"),
        ({"purpose": "p" * 28}, "VALIDATION_ERROR"),
        ({"description": "d" * 251}, "VALIDATION_ERROR"),
        ({"currency": "USD"}, "VALIDATION_ERROR"),
        ({"redirectUrl": "javascript:alert(1)"}, "VALIDATION_ERROR"),
        ({"grosAmount": "30.70"}, "VALIDATION_ERROR"),
        ({"grosAmount": 30.705}, "VALIDATION_ERROR"),
        ({"items": []}, "VALIDATION_ERROR"),
        ({"grosAmount": 30.71}, "CALCULATION_ERROR"),
        ({"items": [{**ITEM, "quantity": 2}]}, "CALCULATION_ERROR"),
    ],
)
def test_a_wrong_request_is_refused(germany: Germany, change: dict[str, object], code: str) -> None:
    answer = germany.client.post(PATH, json=order(**change))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert germany.work("payment") == {}


def test_several_items_add_up_to_the_cent(germany: Germany) -> None:
    dime = {"id": "1", "quantity": 3, "singleNetAmount": 0.10, "totalNetAmount": 0.30, "totalTaxAmount": 0}
    assert start(germany, items=[dime, {**dime, "id": "2"}], grosAmount=0.6)


def test_strangers_are_refused(germany: Germany) -> None:
    transaction = start(germany)
    for path, code in [
        (PATH.replace("dueren", "atlantis") + f"/{transaction}", "NO_VALID_ORIGINATOR_OR_ENDPOINT"),
        (PATH.replace("dueren", "musterstadt") + f"/{transaction}", "FORBIDDEN"),
        (f"{PATH}/unknown", "UNSPECIFIED"),
    ]:
        assert germany.client.get(path).json()["code"] == code


def test_one_endpoint_demands_booking_data(germany: Germany) -> None:
    strict = PATH.replace("gebuehren", "haushalt")
    assert germany.client.post(strict, json=order()).json()["code"] == "BOOKING_DATA_MISSING"
    booked = order(items=[{**ITEM, "bookingData": {"account": "1"}}])
    assert germany.client.post(strict, json=booked).status_code == 201


def test_a_timeout_after_work_leaves_a_transaction_that_can_be_found(germany: Germany) -> None:
    germany.switch("payment", fault="timeout_after_work", seconds=0, times=1)
    assert germany.client.post(PATH, json=order()).status_code == 504
    assert germany.client.post(PATH, json=order()).json()["code"] == "PAYMENT_EXISTS"
    assert germany.work("payment") == {"r-1": 1}


def test_a_wrong_answer_names_another_transaction_and_amount(germany: Germany) -> None:
    transaction = start(germany)
    germany.switch("payment", fault="wrong", variant="other")
    document = germany.client.get(f"{PATH}/{transaction}").json()
    assert document["paymentInformation"]["transactionId"] != transaction
    assert document["paymentRequest"]["grosAmount"] == 30.71


class Portal(BaseHTTPRequestHandler):
    """A platform that notes what it is told."""

    received: list[tuple[str | None, str, dict[str, Any]]]
    answers: list[int]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.received.append((self.headers["Host"], self.path, body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Receiver:
    """The platform's side and a notifier with a clock that can be turned."""

    def __init__(self, home: Path, port: int) -> None:
        self.box = open_box(settings_for(home, platform_port=port))
        self.moment = 1_000_000.0
        self.box.notifier = Notifier(self.box.store, self.box.log, port, clock=lambda: self.moment)
        Portal.received, Portal.answers = [], []

    def pay(self) -> str:
        transaction = create(self.box, "dueren", "gebuehren", json.dumps(order()).encode())
        settle(self.box, transaction, "PAYED", "PAYPAL")
        return transaction.id

    def deliver(self, later: float = 0.0) -> int:
        self.moment += later
        return asyncio.run(self.box.notifier.deliver_due())


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with HTTPServer(("127.0.0.1", 0), Portal) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found = Receiver(tmp_path, server.server_port)
        yield found
        found.box.store.close()
        server.shutdown()
        thread.join()


def test_the_portal_of_the_right_town_is_told(receiver: Receiver) -> None:
    transaction = receiver.pay()
    assert receiver.deliver() == 1
    [(host, path, body)] = Portal.received
    assert (host, path) == ("dueren.localhost:8000", "/rueckmeldung/zahlung/?x=1")
    assert (body["transactionId"], body["requestId"], body["status"]) == (transaction, "r-1", "PAYED")
    assert receiver.deliver(later=3600) == 0


def test_a_notification_is_repeated_until_it_arrives(receiver: Receiver) -> None:
    Portal.answers = [500, 503]
    receiver.pay()
    waits = (0, 0.5, 0.5, 1, 1, 60)  # due at once, after one second, after two more
    assert [receiver.deliver(wait) for wait in waits] == [0, 0, 0, 0, 1, 0]
    assert len(Portal.received) == 3


def test_a_notification_that_never_arrives_is_given_up(receiver: Receiver) -> None:
    Portal.answers = [500] * 20
    receiver.pay()
    for _ in range(20):
        receiver.deliver(later=2000)
    assert len(Portal.received) == 10
    assert receiver.box.notifier.pending() == []


def test_a_restart_forgets_no_notification(receiver: Receiver, tmp_path: Path) -> None:
    receiver.pay()
    again = Store(tmp_path)
    notifier = Notifier(again, receiver.box.log, 9, clock=lambda: receiver.moment)
    assert len(notifier.pending()) == 1
    again.close()


def test_duplicate_callbacks_come_three_times(receiver: Receiver) -> None:
    receiver.box.faults.switch(_callback("duplicate_callback"))
    receiver.pay()
    assert receiver.deliver() == 3
    assert {body["status"] for _, _, body in Portal.received} == {"PAYED"}


def test_a_late_callback_comes_late(receiver: Receiver) -> None:
    receiver.box.faults.switch(_callback("late_callback", seconds=30.0))
    receiver.pay()
    assert [receiver.deliver(), receiver.deliver(29), receiver.deliver(1)] == [0, 0, 1]


def test_a_forged_callback_changes_nothing_here(germany: Germany) -> None:
    transaction = start(germany)
    forged = germany.client.post(
        "/faults/payment/forge", json={"transactionId": transaction, "status": "PAYED"}
    )
    assert forged.status_code == 200
    assert status(germany, transaction) == "INITIAL"
    [sent] = germany.box.store.rows("SELECT body FROM notification")
    assert json.loads(sent["body"])["status"] == "PAYED"


def test_a_notification_can_be_repeated_by_hand(germany: Germany) -> None:
    transaction = start(germany)
    again = "/faults/payment/notify"
    assert germany.client.post(again, json={"transactionId": transaction}).status_code == 404
    end(germany, transaction)
    assert germany.client.post(again, json={"transactionId": transaction}).status_code == 200
    assert len(germany.box.store.rows("SELECT body FROM notification")) == 2
    assert find(germany.box, transaction).status == "PAYED"


def _callback(kind: str, seconds: float = 0.0) -> Fault:
    return Fault("payment", kind, seconds)
