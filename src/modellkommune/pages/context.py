"""What the base template knows on every page."""

from typing import Any

from django.http import HttpRequest

from modellkommune.pages.branding import version_of
from modellkommune.pages.cookies import is_inside
from modellkommune.pages.town import Town
from modellkommune.pages.wording import DEFAULT, LANGUAGES, OFFERED, TAGS, in_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: town (None on the directory), language, this page's address in the others."""
    town = getattr(request, "municipality", None)
    language = getattr(request, "language", DEFAULT)
    return {
        "town": town,
        "language": language,
        "tag": TAGS.get(language, language),
        "inside": is_inside(request),
        # Templates call what can be called: most pages need none of these beside what is kept.
        "brand_version": lambda: version_of(town) if town else "",
        "official_name": lambda: town.text("official_name", language) if town else "",
        "contacts": lambda: _contacts(town.profile.get("contacts", {}), language) if town else {},
        "switches": lambda: _switches(request, town, language),
    }


def _switches(request: HttpRequest, town: Town | None, language: str) -> list[tuple[str, str, str]]:
    """The other languages: name, tag, address of this page in it."""
    others = (other for other in _offered(town) if other != language)
    return [(other, TAGS.get(other, other), _switch(request, other)) for other in others]


def _offered(town: Town | None) -> tuple[str, ...]:
    """The languages of a town's portal; without a town the two that everything is written in."""
    named = town.profile.get("languages", LANGUAGES) if town else LANGUAGES
    return tuple(language for language in OFFERED if language in named)


def _contacts(contacts: dict[str, Any], language: str) -> dict[str, str]:
    return {name: in_language(value, language) for name, value in contacts.items()}


def _switch(request: HttpRequest, language: str) -> str:
    if not request.GET:
        return f"?sprache={language}"
    query = request.GET.copy()
    query["sprache"] = language
    return f"?{query.urlencode()}"
