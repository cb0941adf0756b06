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
        # Templates call what can be called: most pages need none of these beside what is kept.
        "brand_version": lambda: version_of(town) if town else "",
        "official_name": lambda: town.text("official_name", language) if town else "",
        "contacts": lambda: _contacts(town.profile.get("contacts", {}), language) if town else {},
        "switches": [(other, _switch(request, other)) for other in LANGUAGES if other != language],
    }


def _contacts(contacts: dict[str, Any], language: str) -> dict[str, str]:
    return {name: in_language(value, language) for name, value in contacts.items()}


def _switch(request: HttpRequest, language: str) -> str:
    if not request.GET:
        return f"?sprache={language}"
    query = request.GET.copy()
    query["sprache"] = language
    return f"?{query.urlencode()}"
