"""Pages that renew themselves while something is being done, and that anybody can stop (WCAG 2.2.2)."""

from typing import Final

from django.http import HttpRequest, HttpResponse

STOP: Final = "anhalten"
"""The parameter of a page that stands still; the component `renewing` links to it."""


def is_stopped(request: HttpRequest) -> bool:
    """Whether the visitor asked for the page to stand still."""
    return STOP in request.GET


def renew(request: HttpRequest, response: HttpResponse, seconds: int, onward: str = "") -> HttpResponse:
    """Let the page ask again after some seconds, here or `onward`, unless it was stopped or they are none.

    As a header: no script is needed, and readers of the markup are not startled. The address is named: who
    came here over `#further_vehicles` has that in the address still, and a browser then only scrolls to it.
    """
    if seconds and not is_stopped(request):
        response.headers["Refresh"] = f"{seconds}; url={onward or request.get_full_path()}"
    return response
