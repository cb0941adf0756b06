"""What the base template knows on every page."""

from typing import Any

from django.http import HttpRequest

from modellkommune.pages.branding import version_of
from modellkommune.pages.wording import DEFAULT, LANGUAGES, in_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: town (None on the directory), language, this page's address in the others."""
    town = getattr(request, "municipality", None)
    language = getattr(request, "language", DEFAULT)
    return {
        "town": town,
        "language": language,
        "brand_version": version_of(town) if town else "",
        "official_name": town.text("official_name", language) if town else "",
        "contacts": _contacts(town.profile.get("contacts", {}), language) if town else {},
        "switches": [(other, _switch(request, other)) for other in LANGUAGES if other != language],
    }


def _contacts(contacts: dict[str, Any], language: str) -> dict[str, str]:
    return {name: in_language(value, language) for name, value in contacts.items()}


def _switch(request: HttpRequest, language: str) -> str:
    query = request.GET.copy()
    query["sprache"] = language
    return f"?{query.urlencode()}"
