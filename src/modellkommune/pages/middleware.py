"""What holds for every request: whose pages these are, in which language, and what may be kept of them.

No transaction is opened here: views do their work in `with municipality(...)` blocks.
"""

from collections.abc import Callable
from typing import Final, TypeAlias, cast

from csp.utils import build_policy
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from modellkommune.foundation.tenants.logs import name_municipality
from modellkommune.pages.cookies import LANGUAGE, brought, hand_out
from modellkommune.pages.errors import not_found, unavailable
from modellkommune.pages.town import towns
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import DEFAULT, OFFERED, TAGS

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]

DIRECTORY_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
YEAR: Final = 365 * 24 * 3600  # seconds
HEADERS: Final = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def choose_language(answer: Answer) -> Answer:
    """`?sprache=en` switches and is remembered in a cookie; without either German."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("sprache", "")
        remembered = brought(request, LANGUAGE)
        known = [language for language in (wanted, remembered, DEFAULT) if language in OFFERED]
        cast(PageRequest, request).language = known[0]
        response = answer(request)
        response.headers.setdefault("Content-Language", TAGS.get(known[0], known[0]))
        if wanted in OFFERED and wanted != remembered:
            hand_out(response, LANGUAGE, wanted, YEAR)
        return response

    return middleware


def choose_municipality(answer: Answer) -> Answer:
    """The host decides: a municipality's portal, the directory, or a page that says there is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        host, _port = split_domain_port(request.get_host())
        if host in DIRECTORY_HOSTS:
            request.urlconf = "modellkommune.pages.directory_urls"
            return answer(request)
        try:
            town = towns.of_host(host)
        except OperationalError:
            return unavailable(request)
        if town is None:
            return not_found(request)
        cast(PageRequest, request).municipality = town
        name_municipality(town.key)
        return answer(request)

    return middleware


def state_policy(answer: Answer) -> Answer:
    """The same Content-Security-Policy on every answer, put together once; pictures have a stricter one."""
    policy = build_policy()

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def guard_personal_pages(answer: Answer) -> Answer:
    """Nothing is kept by browsers or proxies unless the view says that it may be."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
