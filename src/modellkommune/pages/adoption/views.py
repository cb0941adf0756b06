"""The page of a town, the page over all towns, and both as open data."""

import datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.adoption.blocks import block_of
from modellkommune.pages.adoption.columns import (
    COLUMNS,
    EVERYWHERE,
    as_csv,
    as_document,
    descriptions,
    row_of,
)
from modellkommune.pages.adoption.everywhere import comparisons, rows_of
from modellkommune.pages.information import information
from modellkommune.pages.town import towns
from modellkommune.pages.town_request import PageRequest
from modellkommune.participation.outreach.adoption import month_after, month_of
from modellkommune.participation.outreach.adoption_queries import assumptions, everywhere_since, months_since
from modellkommune.participation.outreach.models import AdoptionMonth, SavingAssumption
from modellkommune.workflow.adoption import MONTHS


@information
def show_adoption(request: PageRequest) -> HttpResponse:
    """What becomes of the services of this town, by service."""
    town, language = request.municipality, request.language
    months, assumed = _figures(town.key)
    blocks = [
        block_of(list(found), assumed.get(service_id), town.name, language)
        for service_id, found in groupby(months, lambda month: month.service_id)
    ]
    values = {"blocks": blocks, "columns": descriptions(COLUMNS, language), "nav": "adoption"}
    return render(request, "pages/adoption.html", values)


@information
def send_csv(request: PageRequest) -> HttpResponse:
    """The counted months of this town as CSV."""
    return _as_csv(as_csv(COLUMNS, _rows(request)), request.municipality.key)


@information
def send_json(request: PageRequest) -> HttpResponse:
    """The same as JSON, with the description of its columns."""
    return JsonResponse(as_document(COLUMNS, _rows(request), clock.today()))


@information
def show_everywhere(request: PageRequest) -> HttpResponse:
    """What becomes of the services in all towns of the installation."""
    found = comparisons(everywhere_since(_since()), request.language)
    values = {
        "services": found,
        "columns": descriptions(EVERYWHERE, request.language),
        "invented": any(town.demonstration for town in towns.all()),
    }
    return render(request, "pages/adoption_everywhere.html", values)


@information
def send_everywhere_csv(request: PageRequest) -> HttpResponse:
    """The sums of all towns as CSV."""
    return _as_csv(as_csv(EVERYWHERE, rows_of(everywhere_since(_since()))), "alle")


@information
def send_everywhere_json(request: PageRequest) -> HttpResponse:
    """The same as JSON, with the description of its columns."""
    return JsonResponse(as_document(EVERYWHERE, rows_of(everywhere_since(_since())), clock.today()))


def _since() -> datetime.date:
    return month_after(month_of(clock.today()), -MONTHS)


def _figures(town: str) -> tuple[tuple[AdoptionMonth, ...], dict[str, SavingAssumption]]:
    with municipality(town):
        return months_since(_since()), assumptions()


def _rows(request: PageRequest) -> list[dict[str, Any]]:
    town = request.municipality
    months, assumed = _figures(town.key)
    minutes = {service_id: assumption.minutes for service_id, assumption in assumed.items()}
    return [
        row_of(month, minutes.get(month.service_id), demonstration=town.demonstration) for month in months
    ]


def _as_csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="wirkung-{name}.csv"'
    return response
