"""Logging in with the eID and logging out: /anmelden/, /anmelden/zurueck/, /abmelden/."""

import logging
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from modellkommune.foundation.identity import log_in
from modellkommune.foundation.identity.commands import (
    end_session,
    end_sessions_of,
    raise_level,
    start_session,
)
from modellkommune.foundation.identity.errors import (
    LogInCancelled,
    LogInFailed,
    LogInNotOffered,
    ProviderSilent,
)
from modellkommune.foundation.identity.limits import LEVELS, reaches
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.devices import device_of
from modellkommune.pages.entry import open_to, secret
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import base_of
from modellkommune.portals.citizen.beginning import begun_at_once
from modellkommune.portals.citizen.login_cookie import (
    Journey,
    forget_journey,
    give_token,
    journey_of_request,
    remember_journey,
    session_of_request,
    show_way_out,
    take_token,
)

HOME: Final = "/dienste/"
RETURN: Final = "/anmelden/zurueck/"
_STATUS: Final = {"silent": 503, "not_offered": 503}
_log = logging.getLogger(__name__)


@open_to("anyone")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider.

    `next` says where to go then, `ohne` where to go without a log-in, `stufe` which level is needed at least.
    """
    page = cast(PageRequest, request)
    onward = own_path(request.GET.get("next", ""), HOME)
    without = own_path(request.GET.get("ohne", ""), onward)
    level = request.GET.get("stufe", "")
    level = level if level in LEVELS[1:] else "substantial"
    redirect_uri = request.build_absolute_uri(RETURN)
    try:
        url, attempt = log_in.begin(page.municipality.key, redirect_uri, level, base_of(page.language))
    except LogInFailed as problem:
        return _explain(request, problem, onward, without)
    response = HttpResponseRedirect(url)
    remember_journey(response, Journey(attempt, level, onward, without))
    return response


@open_to("anyone")
@secret("code", "state", "iss", "session_state")
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Take the resident in whom the identity provider has sent back, and go on where she was."""
    journey = journey_of_request(request)
    if journey is None:
        return _page(request, "interrupted", HOME, HOME)
    try:
        identity = log_in.finish(
            cast(PageRequest, request).municipality.key, journey.attempt, request.GET.dict()
        )
    except LogInFailed as problem:
        response = _explain(request, problem, journey.onward, journey.without)
    else:
        if reaches(identity["level"], journey.level):
            response = _take_in(request, identity, journey.onward)
        else:
            response = _page(request, "too_low", journey.onward, journey.without)
    forget_journey(response)
    return response


@open_to("anyone")
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Ask, then end the session; safe to repeat."""
    if request.method == "GET":
        return render(request, "citizen/logout.html")
    with municipality(cast(PageRequest, request).municipality.key):
        session = session_of_request(request)
        if session is not None:
            (end_sessions_of if "alle" in request.POST else end_session)(session)
    return logged_out(request)


def logged_out(request: HttpRequest) -> HttpResponse:
    """The page after a log-out; the browser forgets what it kept."""
    response = render(request, "citizen/logged_out.html", {"inside": False})
    take_token(response)
    # The language is kept on purpose: it is a cookie, and says nothing about the person.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def own_path(path: str, otherwise: str) -> str:
    """A path on this host as it was asked for, or `otherwise`: nobody is sent to a foreign page."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe and path.isprintable() else otherwise


def _take_in(request: HttpRequest, identity: dict[str, str], onward: str) -> HttpResponse:
    page = cast(PageRequest, request)
    with municipality(page.municipality.key):
        before = session_of_request(request)
        if before is None:
            session, token = start_session(identity["level"], identity, device_of(request))
        else:
            session, token = raise_level(before, identity, device_of(request))
        address = begun_at_once(onward, session, page.language)
    rotate_token(request)
    response = HttpResponseRedirect(address)
    give_token(response, token)
    show_way_out(response)
    return response


def _explain(request: HttpRequest, problem: LogInFailed, onward: str, without: str) -> HttpResponse:
    kinds: dict[type[LogInFailed], str] = {
        LogInCancelled: "cancelled",
        ProviderSilent: "silent",
        LogInNotOffered: "not_offered",
    }
    kind = kinds.get(type(problem), "failed")
    if kind != "cancelled":
        _log.warning("Log-in with the identity provider: %s", kind, extra={"reason": str(problem)[:200]})
    return _page(request, kind, onward, without)


def _page(request: HttpRequest, kind: str, onward: str, without: str) -> HttpResponse:
    values = {
        "title_key": f"login.{kind}.title",
        "text_key": f"login.{kind}.text",
        "again": kind != "not_offered",
        "onward": onward,
        "without": without,
    }
    return render(request, "citizen/login_problem.html", values, status=_STATUS.get(kind, 200))
