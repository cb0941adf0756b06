"""/healthz and /readyz: for load balancers and monitoring, on any host name, open to anyone.

They answer before every other middleware, so that neither an unknown host nor a missing log-in hides
them, and say nothing about the inside (ASVS 16.5.1).
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS: Final = ("GET", "HEAD")


def _alive() -> HttpResponse:
    return _plain("alive\n", 200)


def _ready() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _plain("database does not answer\n", 503)
    return _plain("ready\n", 200)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


_ANSWERS: Final[Mapping[str, Callable[[], HttpResponse]]] = {"/healthz": _alive, "/readyz": _ready}


def answer_health(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: /healthz says that the process lives, /readyz that PostgreSQL answers it."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = _ANSWERS.get(request.path)
        if told is None:
            return get_response(request)
        return told() if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return answer
