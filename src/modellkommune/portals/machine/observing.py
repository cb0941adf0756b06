"""One log line for each request, and what the metrics count of it.

The line says which address was asked by its pattern, never as it was typed: addresses hold ids of drafts, and
what people type after the question mark. The request's id goes back to the browser, so that somebody who
reports a fault can name it; an id that a proxy gave is kept where proxies are believed.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Final, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from modellkommune.foundation.tenants.logs import lines_about
from modellkommune.portals.machine import metrics

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
HEADER: Final = "X-Request-ID"
STATED: Final = "HTTP_X_REQUEST_ID"
"""The same header as WSGI names it: `request.headers` would copy all headers of each request for this one."""
_GIVEN: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger(__name__)


def observe(answer: Answer) -> Answer:
    """Middleware: measure each request, count it and say so in one line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begin = time.perf_counter()
        with lines_about(request=_id(request)) as about:
            response = answer(request)
            seconds = time.perf_counter() - begin
            metrics.count_request(response.status_code, seconds)
            log.info(
                "request",
                extra={
                    "method": request.method if request.method in _METHODS else "other",
                    "route": _route(request),
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                },
            )
        response.headers[HEADER] = about.request
        return response

    return middleware


def _id(request: HttpRequest) -> str:
    given = request.META.get(STATED, "")
    return given if settings.BEHIND_PROXY and _GIVEN.fullmatch(given) else secrets.token_hex(8)


def _route(request: HttpRequest) -> str:
    return f"/{request.resolver_match.route}" if request.resolver_match else ""
