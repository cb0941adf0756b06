"""The guard of the office: log-in, second factor, limits of the session, rights in this municipality."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from modellkommune.casework.cases.errors import CaseEmptied
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.queries import roles_in_office
from modellkommune.foundation.identity.rights import rights_of
from modellkommune.foundation.identity.second_factor import has_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entries import entries_of
from modellkommune.pages.entry import open_to
from modellkommune.pages.errors import session_over
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import DEFAULT
from modellkommune.portals.clerk.form_errors import errors_of
from modellkommune.portals.clerk.office_session import has_shown_second_factor, is_over

View: TypeAlias = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Officer:
    """Who is working in the office of this municipality, and what she may do there."""

    staff_id: int
    name: str
    email: str
    roles: frozenset[str]
    rights: frozenset[str]


class OfficeRequest(PageRequest):
    """A request behind the guard. For annotations only."""

    officer: Officer


def office(right: str, entrant: str = "staff") -> Callable[[View], View]:
    """Let in who has logged in with both factors and has this right here; 403 for everybody else's staff."""

    def guarded(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            refused = _turned_away(request)
            if refused is not None:
                return refused
            officer = _officer(request)
            if right not in officer.rights:
                return render(request, "clerk/no_right.html", {"officer": officer}, status=403)
            cast(OfficeRequest, request).officer = officer
            try:
                return view(request, *args, **more)
            except CaseEmptied as emptied:
                values = {"officer": officer, "case": emptied.case, "nav": "proposals"}
                return render(request, "clerk/emptied.html", values)

        return open_to(entrant)(entered)

    return guarded


def entrance(view: View, entrant: str = "anyone") -> View:
    """A page of django-allauth, in the language of the visitor and with errors as our pages show them."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        with translation.override(getattr(request, "language", DEFAULT)):
            response = view(request, *args, **more)
            if isinstance(response, TemplateResponse) and not response.is_rendered:
                context = response.context_data or {}
                context["errors"] = errors_of(context.get("form"), cast(PageRequest, request).language)
                response.context_data = context
                response.render()
        return response

    return open_to(entrant)(entered)


def half_way(view: View) -> View:
    """A page of django-allauth for who has given the password: the second factor may still be missing."""
    page = entrance(view, "staff")

    @wraps(page)
    def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        return _without_session(request) or page(request, *args, **more)

    return entered


def inside(view: View) -> View:
    """A page of django-allauth for who has shown both factors."""
    page = entrance(view, "staff")

    @wraps(page)
    def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        return _turned_away(request) or page(request, *args, **more)

    return entered


def _without_session(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return _to_log_in(request)
    if is_over(request):
        logout(request)
        return _to_log_in(request, over=True)
    return None


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    refused = _without_session(request)
    if refused is not None:
        return refused
    if has_shown_second_factor(request):
        return None
    if has_second_factor(cast(Staff, request.user).pk):
        # Set up since, in another session: this one has shown a password only and starts again.
        logout(request)
        return _to_log_in(request)
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _to_log_in(request: HttpRequest, *, over: bool = False) -> HttpResponse:
    if over and entries_of(request) is not None:
        return session_over(request)
    onward = request.get_full_path() if request.method == "GET" else reverse("office")
    query = {"next": onward, **({"abgelaufen": "1"} if over else {})}
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")


def _officer(request: HttpRequest) -> Officer:
    staff = cast(Staff, request.user)
    with municipality(cast(PageRequest, request).municipality.key):
        roles: Iterable[str] = roles_in_office(staff.pk)
    return Officer(staff.pk, staff.name, staff.email, frozenset(roles), rights_of(roles))
