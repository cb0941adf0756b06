"""The pages every portal must have: imprint, data protection, easy language, and files for machines."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from modellkommune.blueprint import Retention, Service
from modellkommune.blueprint.schema.service import DataCategory
from modellkommune.foundation.catalogue import queries as catalogue
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.directory import portal_address
from modellkommune.pages.information import information
from modellkommune.pages.town_request import PageRequest
from modellkommune.pages.wording import in_language, say

SECURITY_CONTACT_HOLDS: Final = timedelta(days=180)
UNITS: Final = {"Y": "year", "M": "month", "D": "day"}
ROBOTS: Final = ("/antrag/", "/vorgang/", "/anmelden/", "/amt/", "/demo/", "/pruefung/", "/ideen/")


@information
def show_imprint(request: PageRequest) -> HttpResponse:
    """Who answers for these pages (§ 5 DDG)."""
    imprint = request.municipality.profile.get("imprint", {})
    return render(request, "citizen/imprint.html", {"imprint": _local(imprint, request.language)})


@information
def show_privacy(request: PageRequest) -> HttpResponse:
    """Information under Art. 13 GDPR, for each service from its blueprint."""
    with municipality(request.municipality.key):
        services = catalogue.offered()
    profile = request.municipality.profile.get("data_protection", {})
    values = {
        "protection": _local(profile, request.language),
        "recipients": _list(profile.get("recipients", {}), request.language),
        "services": [_categories(service, request.language) for service in services],
    }
    return render(request, "citizen/privacy.html", values)


def _categories(service: Service, language: str) -> dict[str, Any]:
    periods = {period.id: period for period in service.retention}
    return {
        "id": service.id,
        "title": service.text("service.title", language),
        "legal_basis": [basis.citation for basis in service.legal_basis],
        "categories": [_category(category, periods, language) for category in service.data_categories],
        "registers": [
            (in_language(register.purpose, language), in_language(register.legal_basis, language))
            for register in service.blueprint.service.registers
        ],
    }


def _category(category: DataCategory, periods: dict[str, Retention], language: str) -> dict[str, str]:
    period = periods[category.retention]
    return {
        "title": in_language(category.title, language),
        "purpose": in_language(category.purpose, language),
        "recipients": in_language(category.recipients, language),
        "period": say(
            "privacy.period_text",
            language,
            period=_period(period.period, language),
            begins=in_language(period.begins, language),
        ),
        "basis": in_language(period.basis, language),
    }


@information
def show_easy_language(request: PageRequest) -> HttpResponse:
    """The start page in Leichte Sprache: German only, that is its point."""
    enforcement = request.municipality.text("accessibility.enforcement", "de")
    return render(request, "citizen/easy.html", {"nav": "easy", "enforcement": enforcement})


@information
def show_robots(request: PageRequest) -> HttpResponse:
    """/robots.txt: a demonstration is not to be found by search engines at all."""
    paths = ("/",) if request.municipality.demonstration else ROBOTS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@information
def show_security_contact(request: PageRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116)."""
    town = request.municipality
    expires = (clock.now() + SECURITY_CONTACT_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{town.text('imprint.email', 'de')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {portal_address(town, '/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _period(period: str, language: str) -> str:
    """A period of retention (nY, nM, nD) in words."""
    count, unit = int(period[:-1]), UNITS[period[-1]]
    return say(f"privacy.{unit}" if count == 1 else f"privacy.{unit}s", language, count=count)


def _local(texts: dict[str, Any], language: str) -> dict[str, str]:
    return {name: in_language(text, language) for name, text in texts.items() if name != "recipients"}


def _list(texts: dict[str, Any], language: str) -> list[str]:
    return list(texts.get(language) or texts.get("de") or [])
