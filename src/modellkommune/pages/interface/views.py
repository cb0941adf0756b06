"""/api/openapi.json: what programs may ask, on each portal and on the directory."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from modellkommune.pages.information import information
from modellkommune.pages.interface.describing import description
from modellkommune.pages.town_request import PageRequest


@information
def describe_portal(request: PageRequest) -> HttpResponse:
    """The interface of this municipality."""
    told = description("portal", request.language)
    title = told["info"]["title"].format(town=request.municipality.name)
    return _answer({**told, "info": {**told["info"], "title": title}})


@information
def describe_directory(request: PageRequest) -> HttpResponse:
    """The interface of the directory."""
    return _answer(description("directory", request.language))


def _answer(told: dict[str, Any]) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
