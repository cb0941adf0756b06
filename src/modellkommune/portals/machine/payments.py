"""What the payment service tells us. It is never believed: it only leads to a question."""

import json
import re
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest
from modellkommune.workflow.paying import take_notice

LONGEST: Final = 4096  # bytes; a notification has about 250
TRANSACTION: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")


@open_to("machine")
@csrf_exempt  # the sender is a program without a session; nothing it says is believed
@require_POST
def hear(request: HttpRequest) -> HttpResponse:
    """Take a notification {transactionId, ...}; the payment service is asked what became of it."""
    transaction_id = _transaction_id(request.read(LONGEST + 1))
    if transaction_id is None:
        return HttpResponse("transactionId is missing\n", status=400, content_type="text/plain")
    take_notice(cast(PageRequest, request).municipality.key, transaction_id)
    return HttpResponse(status=204)


def _transaction_id(body: bytes) -> str | None:
    try:
        told = json.loads(body) if len(body) <= LONGEST else None
    except ValueError:
        return None
    value = told.get("transactionId") if isinstance(told, dict) else None
    return value if isinstance(value, str) and TRANSACTION.fullmatch(value) else None
