"""The page for a request that the firewall has turned away: what happened, a number to name, whom to ask.

The application itself draws it, for a request that keeps nothing of the refused one but host and language.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Final, TypeAlias, cast

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from modellkommune.firewall.policy import INCIDENT, Environ, Incident
from modellkommune.foundation.alerting.commands import ERROR, alert
from modellkommune.foundation.guarding.models import BARRED, FALSE_ENGINE, LISTED, SCANNER
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.cookies import LANGUAGE, name_of
from modellkommune.pages.errors import error_page
from modellkommune.pages.town import towns
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import DEFAULT, OFFERED
from modellkommune.values.clock import BERLIN

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
REFUSED: Final = "firewall.refused"
_NOT_INSPECTED: Final = 503
_NOBODYS_FAULT: Final = frozenset({408, 411, _NOT_INSPECTED})
"""A body that came too slowly or unannounced, an engine that fell over: nobody is called an attacker."""
_KINDS: Final = {BARRED: "barred", SCANNER: "barred", FALSE_ENGINE: "barred", LISTED: "listed"}
"""What the page says where it is not what somebody sent, but who she is taken for."""
_KEPT: Final = (
    *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR", "HTTP_X_FORWARDED_PROTO"),
    *(
        "wsgi.version",
        "wsgi.url_scheme",
        "wsgi.errors",
        "wsgi.multithread",
        "wsgi.multiprocess",
        "wsgi.run_once",
    ),
)
_HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_LANGUAGE: Final = re.compile(r"(?:^|;\s*)(?:__Host-)?language=([a-z-]{2,10})(?:;|$)")


def asked_instead(environ: Environ, incident: Incident) -> Environ:
    """What the application is asked instead of a refused request."""
    host = str(environ.get("HTTP_HOST", ""))
    bare: Environ = {name: environ[name] for name in _KEPT if name in environ}
    bare |= {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "wsgi.input": BytesIO()}
    bare |= {"HTTP_HOST": host if _HOST.fullmatch(host) else "localhost", REFUSED: incident}
    language = _LANGUAGE.search(str(environ.get("HTTP_COOKIE", "")))
    if language and language.group(1) in OFFERED:
        bare["HTTP_COOKIE"] = f"{name_of(LANGUAGE)}={language.group(1)}"
    return bare


def say_why_blocked(answer: Answer) -> Answer:
    """Middleware: a refused request gets its page and goes no further."""

    def middleware(request: HttpRequest) -> HttpResponse:
        incident: Incident | None = request.META.get(REFUSED)
        if incident is None:
            return _without_address(answer(request)) if request.META.get(INCIDENT) else answer(request)
        _name_town(request)
        if incident.status == _NOT_INSPECTED:
            _tell_security_staff(request)
        if incident.status in _NOBODYS_FAULT:
            return error_page(request, incident.status, "not_inspected")
        response = _without_address(_page(request, incident))
        response.headers["X-Firewall-Reference"] = incident.reference
        response.headers["X-Firewall-Rule"] = str(incident.rule)
        return response

    return middleware


def _without_address(response: HttpResponse) -> HttpResponse:
    """What a page fetches names the page's address, and what was found there would be found again each time.

    Style sheet and scripts would be refused, and one unlucky address would count like many attacks.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _page(request: HttpRequest, incident: Incident) -> HttpResponse:
    if incident.until is None:
        kind = _KINDS.get(incident.rule, "blocked")
        return error_page(request, incident.status, kind, reference=incident.reference)
    until = f"{incident.until.astimezone(BERLIN):%H:%M}"
    reference, way_back = incident.reference, incident.reference if incident.way_back else ""
    response = error_page(request, 403, "banned", way_back=way_back, reference=reference, until=until)
    response.headers["Retry-After"] = str(max(1, int((incident.until - clock.now()).total_seconds())))
    return response


def _tell_security_staff(request: HttpRequest) -> None:
    town = getattr(request, "municipality", None)
    if town is not None:
        with suppress(DatabaseError), municipality(town.key):
            alert(ERROR)


def _name_town(request: HttpRequest) -> None:
    page = cast(PageRequest, request)
    page.language = getattr(request, "language", DEFAULT)
    try:
        town = towns.of_host(split_domain_port(request.get_host())[0])
    except OperationalError:
        return
    if town is not None:
        page.municipality = town
