"""Payment service: the interface for the platform (XBezahldienste 1.0)."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.box import Box, body_of, box_of
from simulator.faults import spoil
from simulator.transactions import (
    DESCRIPTIONS,
    PaymentRefused,
    Transaction,
    by_request,
    check_endpoint,
    create,
    find,
)


async def create_transaction(request: Request) -> Response:
    """`POST /payment/paymenttransaction/{originatorId}/{endPointId}`."""
    box, body = box_of(request), await body_of(request)
    originator, endpoint = request.path_params["originator"], request.path_params["endpoint"]
    return await _answer(box, lambda: create(box, originator, endpoint, body), created=True)


async def find_transaction(request: Request) -> Response:
    """`GET /payment/paymenttransaction/{originatorId}/{endPointId}?requestId=…`, an extension."""
    box = box_of(request)
    originator, endpoint = request.path_params["originator"], request.path_params["endpoint"]
    check_endpoint(box, originator, endpoint)
    return await _answer(box, lambda: by_request(box, originator, request.query_params.get("requestId", "")))


async def show_transaction(request: Request) -> Response:
    """`GET /payment/paymenttransaction/{originatorId}/{endPointId}/{transactionId}`."""
    box, path = box_of(request), request.path_params

    def asked() -> Transaction:
        check_endpoint(box, path["originator"], path["endpoint"])
        transaction = find(box, path["transaction"])
        if (transaction.originator, transaction.endpoint) != (path["originator"], path["endpoint"]):
            raise PaymentRefused("FORBIDDEN")
        return transaction

    return await _answer(box, asked)


async def _answer(box: Box, work: Callable[[], Transaction], *, created: bool = False) -> Response:
    """The transaction or the refusal, under the fault in force; callback faults do not touch answers."""
    fault = box.faults.of("payment")
    if not fault.fault.endswith("_callback"):
        fault = box.faults.take("payment")
    return await spoil(fault, lambda: _document(box, work, created), lambda: _falsified(box, work))


def _document(box: Box, work: Callable[[], Transaction], created: bool) -> Response:
    try:
        return JSONResponse(work().document(box), 201 if created else 200)
    except PaymentRefused as refused:
        return refused_answer(box, refused)


def refused_answer(box: Box, refused: PaymentRefused) -> Response:
    """An error of the standard; PAYMENT_EXISTS brings the transaction that exists."""
    status, description = DESCRIPTIONS[refused.code]
    document: dict[str, object] = {"code": refused.code, "description": description}
    if refused.existing:
        document["paymentTransaction"] = refused.existing.document(box)
    return JSONResponse(document, status)


def _falsified(box: Box, work: Callable[[], Transaction]) -> Response:
    """An answer that contradicts the request: paid, but another transaction and a cent too much."""
    try:
        true = work()
    except PaymentRefused as refused:
        return refused_answer(box, refused)
    amount = (true.cents + 1) / 100
    false = replace(
        true, id=f"{true.id[::-1]}", status="PAYED", method="OTHER", body={**true.body, "grosAmount": amount}
    )
    return JSONResponse(false.document(box))


async def refuse(request: Request, error: Exception) -> Response:
    """What Starlette answers for a refusal that nobody caught."""
    refused = error if isinstance(error, PaymentRefused) else PaymentRefused("UNSPECIFIED")
    return refused_answer(box_of(request), refused)
