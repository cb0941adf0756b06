"""The guard in front of every page of staff: log-in, second factor, limits of the session, rights here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias, cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from modellkommune.foundation.guarding.queries import roles_and_testing
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.rights import rights_of
from modellkommune.foundation.identity.second_factor import has_second_factor
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.entries import entries_of
from modellkommune.pages.entry import needing, open_to
from modellkommune.pages.errors import session_over
from modellkommune.pages.office.navigation import Entry, entries_for
from modellkommune.pages.office.session import has_shown_second_factor, is_over
from modellkommune.pages.town_request import PageRequest

View: TypeAlias = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Officer:
    """Who is working in the office of this municipality, and what she may do there."""

    staff_id: int
    name: str
    email: str
    roles: frozenset[str]
    rights: frozenset[str]
    testing: bool = False
    """Whether a test mode of the firewall is on in this municipality."""

    @property
    def navigation(self) -> tuple[Entry, ...]:
        """Where she may go."""
        return entries_for(self.rights)

    @property
    def tasks(self) -> tuple[Entry, ...]:
        """What she is here for: places that take a right; the payments have a tile of their own."""
        return tuple(entry for entry in self.navigation if entry.right and entry.name != "money")


class OfficeRequest(PageRequest):
    """A request behind the guard. For annotations only."""

    officer: Officer


def office(right: str | Collection[str], entrant: str = "staff") -> Callable[[View], View]:
    """Let in who has logged in with both factors and has this right here; 403 for everybody else's staff.

    Of several rights one is enough.
    """
    wanted = frozenset((right,) if isinstance(right, str) else right)

    def guarded(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            refused = turned_away(request)
            if refused is not None:
                return refused
            officer = _officer(request)
            if not wanted & officer.rights:
                return render(request, "office/no_right.html", {"officer": officer}, status=403)
            cast(OfficeRequest, request).officer = officer
            return view(request, *args, **more)

        return needing(wanted)(open_to(entrant)(entered))

    return guarded


def show(request: HttpRequest, template: str, values: dict[str, Any]) -> HttpResponse:
    """A page behind the guard, which knows the officer. `template` is its whole name."""
    officer = cast(OfficeRequest, request).officer
    return render(request, template, {**values, "officer": officer})


def without_session(request: HttpRequest) -> HttpResponse | None:
    """Where somebody goes who has not logged in, or whose session is over; None for everybody else."""
    if not request.user.is_authenticated:
        return _to_log_in(request)
    if is_over(request):
        logout(request)
        return _to_log_in(request, over=True)
    return None


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """Where somebody goes who has not shown both factors in this session; None for who has."""
    refused = without_session(request)
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
        roles, testing = roles_and_testing(staff.pk)
    return Officer(staff.pk, staff.name, staff.email, roles, rights_of(roles), testing)
