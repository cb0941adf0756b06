"""Pages that tell and ask nothing: anyone may read them, browsers may keep them for the back button."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from modellkommune.pages.entry import open_to
from modellkommune.pages.town_request import PageRequest


def information(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view without personal data: GET only, open to anyone, asked for anew each time."""

    @wraps(view)
    def inner(request: PageRequest, *arguments: object, **named: object) -> HttpResponse:
        response = view(request, *arguments, **named)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return open_to("anyone")(require_safe(inner))
