"""Checks of what the portal really sends: its own stack is asked in this process, as a browser would."""

from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from modellkommune.foundation.health.finding import BAD, GOOD, LOOK, Finding
from modellkommune.foundation.tenants.models import Municipality

PAGE: Final = "/amt/konto/anmelden/"
"""It needs no log-in and sets a cookie."""
_OK: Final = 200
WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "content-security-policy": ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"),
    "x-content-type-options": ("nosniff",),
    "referrer-policy": (),
    "cross-origin-opener-policy": ("same-origin",),
}
"""Header -> what it must contain; HSTS comes with https only."""
HSTS: Final = "strict-transport-security"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and headers of an answer (names in lower case), and its cookies."""

    status: int
    headers: Mapping[str, str]
    cookies: SimpleCookie


def headers(answer: Answer, *, secure: bool) -> Finding:
    """Whether the headers that protect visitors came."""
    if answer.status != _OK:
        return Finding("headers", BAD, "no_page", {"status": answer.status})
    wanted = {**WANTED, HSTS: ("max-age=",)} if secure else WANTED
    wrong = [
        name
        for name, parts in wanted.items()
        if name not in answer.headers or any(part not in answer.headers[name] for part in parts)
    ]
    if "unsafe-" in answer.headers.get("content-security-policy", ""):
        wrong.append("content-security-policy: unsafe-")
    if wrong:
        return Finding("headers", BAD, "missing", {"count": len(wrong)}, tuple(wrong))
    return Finding("headers", GOOD, "good", {"count": len(wanted)})


def cookies(answer: Answer, *, secure: bool, production: bool) -> Finding:
    """Whether all cookies are closed to scripts and other sites, and to plain http where there is https."""
    if not secure:
        return Finding("cookies", BAD if production else LOOK, "plain")
    wrong = [name for name, cookie in answer.cookies.items() if not _is_closed(name, cookie)]
    if wrong:
        return Finding("cookies", BAD, "open", {}, tuple(wrong))
    return Finding("cookies", GOOD, "good")


def look_at_headers(town: str) -> Finding:
    """Do the headers arrive that protect visitors?"""
    return headers(asked(town), secure=settings.PUBLIC_SCHEME == "https")


def look_at_cookies(town: str) -> Finding:
    """Can somebody read along, or steal a log-in?"""
    secure = settings.PUBLIC_SCHEME == "https"
    return cookies(asked(town), secure=secure, production=settings.PRODUCTION)


def asked(town: str, path: str = PAGE) -> Answer:
    """What the portal of a municipality answers, without the network. Not inside `with municipality(...)`."""
    return copy_context().run(_asked, _environ(town, path))


def _asked(environ: dict[str, Any]) -> Answer:
    # Without the server's signals, which would close the connection that the caller is using.
    response = WSGIHandler().get_response(WSGIRequest(environ))
    headers = {name.lower(): value for name, value in response.items()}
    return Answer(response.status_code, headers, response.cookies)


def _environ(town: str, path: str) -> dict[str, Any]:
    found = Municipality.objects.filter(pk=town).first()
    secure = settings.PUBLIC_SCHEME == "https"
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": str(settings.PUBLIC_PORT),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": found.hosts[0] if found else "localhost",
        "HTTP_X_FORWARDED_PROTO": settings.PUBLIC_SCHEME,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if secure else "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _is_closed(name: str, cookie: Any) -> bool:
    return bool(name.startswith("__Host-") and cookie["secure"] and cookie["httponly"] and cookie["samesite"])
