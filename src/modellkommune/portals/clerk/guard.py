"""The guards of clerks' pages: an emptied case says so, pages of django-allauth speak our language."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from modellkommune.casework.cases.errors import CaseEmptied
from modellkommune.pages.entry import open_to
from modellkommune.pages.office import guard
from modellkommune.pages.office.guard import View, turned_away, without_session
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import DEFAULT
from modellkommune.portals.clerk.account_errors import errors_of


def office(right: str, entrant: str = "staff") -> Callable[[View], View]:
    """The guard of all staff; a case whose content is deleted gets a page that says so."""

    def guarded(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            try:
                return view(request, *args, **more)
            except CaseEmptied as emptied:
                values = {"case": emptied.case, "nav": "proposals"}
                return guard.show(request, "clerk/emptied.html", values)

        return guard.office(right, entrant)(entered)

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
        return without_session(request) or page(request, *args, **more)

    return entered


def inside(view: View) -> View:
    """A page of django-allauth for who has shown both factors."""
    page = entrance(view, "staff")

    @wraps(page)
    def entered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        return turned_away(request) or page(request, *args, **more)

    return entered
