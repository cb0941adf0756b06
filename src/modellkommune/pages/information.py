"""Pages that tell and ask nothing: anyone may read them, browsers may keep them for the back button."""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modellkommune.pages.cookies import is_inside
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


def draw_once(
    request: PageRequest, template: str, version: Hashable, values: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """A page that is the same for everybody in front of the log-in and for everybody behind it, drawn once
    for a town, a language and a `version`.

    `version` names all that the page depends on beside them. What an address says behind its question mark
    may show on the page, so such a page is drawn for itself.
    """
    kept, place = request.municipality.kept, (template, request.language, version, is_inside(request))
    if request.GET:
        return render(request, template, values())
    if place not in kept:
        kept[place] = render(request, template, values()).content
    return HttpResponse(kept[place])
