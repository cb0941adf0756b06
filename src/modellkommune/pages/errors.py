"""Error pages. They need neither database nor municipality, so that they stand when something else fell."""

import errno
import logging
import sys
from dataclasses import replace
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from modellkommune.pages.entries import TOKEN, Entries, entries_of
from modellkommune.pages.wording import DEFAULT, say

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
BARE: Final = (
    '<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><main><h1>{title}</h1><p>{text}</p></main></html>"
)
_log = logging.getLogger(__name__)


def error_page(
    request: HttpRequest,
    status: int,
    kind: str,
    entries: Entries | None = None,
    way_back: str = "",
    **named: str,
) -> HttpResponse:
    """One of the pages described by the texts `error.<kind>.title` and `.text`, with what was typed.

    `named` fills the places of the text. `way_back`: the number of a ban that a browser can end by working.
    """
    language = getattr(request, "language", DEFAULT)
    title, text = say(f"error.{kind}.title", language), say(f"error.{kind}.text", language, **named)
    try:
        values = {"title": title, "text": text, "status": status, "entries": entries, "kind": kind}
        values["way_back"] = way_back
        content: str = render_to_string("pages/error.html", values, request)
    except Exception:
        _log.exception("The error page could not be drawn")
        content = BARE.format(title=title, text=text)
    response = HttpResponse(content, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where a form or its files were too many or too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    if isinstance(exception, TooManyFilesSent):
        return error_page(request, 413, "too_many_files")
    return error_page(request, 400, "bad_request")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent, or announced, than is read."""
    return error_page(request, 413, "too_large")


def too_much(request: HttpRequest) -> HttpResponse:
    """429: more was begun from one address within an hour than people begin."""
    response = error_page(request, 429, "too_much", entries_of(request))
    response.headers["Retry-After"] = "3600"
    return response


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: so many requests at once that the sender has to wait for some seconds; so do her entries."""
    response = error_page(request, 429, "too_often", entries_of(request), seconds=str(seconds))
    response.headers["Retry-After"] = str(seconds)
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: somebody may not enter here."""
    return error_page(request, 403, "forbidden")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old (settings.CSRF_FAILURE_VIEW); the entries get a new one."""
    return error_page(request, 403, "form_expired", _with_fresh_token(request))


def session_over(request: HttpRequest) -> HttpResponse:
    """403: a form of somebody whose log-in has ended; her entries wait on the page until she is back."""
    return error_page(request, 403, "session_over", _with_fresh_token(request))


def _with_fresh_token(request: HttpRequest) -> Entries | None:
    entries = entries_of(request)
    if entries is None:
        return None
    inputs = tuple(pair for pair in entries.inputs if pair[0] != TOKEN)
    return replace(entries, inputs=((TOKEN, get_token(request)), *inputs))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; also the whole answer to a host name that belongs to no municipality."""
    return error_page(request, 404, "not_found" if hasattr(request, "municipality") else "no_municipality")


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database cannot be reached; try again in a while."""
    response = error_page(request, 503, "unavailable", entries_of(request))
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the cause passes: an unreachable database, a disk without room."""
    cause = sys.exc_info()[1]
    if isinstance(cause, OperationalError | InterfaceError) or getattr(cause, "errno", None) in NO_ROOM:
        return unavailable(request)
    return error_page(request, 500, "server_error", entries_of(request))
