"""Letters with one-time codes: made in the same breath as the codes, which nobody can read again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from modellkommune.foundation.documents.printing import printed
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.pages.town import Town
from modellkommune.pages.wording import base_of, in_language, say
from modellkommune.participation.surveys.codes import issue_codes
from modellkommune.participation.surveys.models import Survey
from modellkommune.participation.surveys.queries import definition
from modellkommune.values.period import date_text

MOST: Final = 500
"""Letters of one PDF: somebody waits for it."""
_TEMPLATE: Final = Path(__file__).with_name("letters.typ").read_text("utf-8")


def code_letters(town: Town, survey: Survey, count: int, staff_id: int, language: str) -> bytes:
    """New codes, one a page, and nowhere else. Raises `TransitionRefused` unless approved or open."""
    codes = issue_codes(town.key, survey.pk, min(count, MOST), staff_id)
    return letters_pdf(town, survey, codes, base_of(language))


def letters_pdf(town: Town, survey: Survey, codes: Sequence[str], language: str) -> bytes:
    """The PDF of these codes."""
    asked = definition(survey)
    address = f"{public_address(town.key)}/umfrage/{survey.key}/code/"
    # The code stands behind the #, which browsers do not send.
    links = {code: f"{address}#{code}" for code in codes}
    place = f"{town.text('contacts.postcode', language)} {town.text('contacts.place', language)}"
    name = town.text("official_name", language) or town.name
    values = {"minutes": asked.minutes, "address": address.partition("://")[2]}
    data: dict[str, Any] = {
        "title": f"{say('surveypapers.letters', language)}: {in_language(asked.title, language)}",
        "municipality": name,
        "sender_line": f"{name}, {town.text('contacts.street', language)}, {place}",
        "date": date_text(clock.today(), language),
        "demonstration": say("surveypapers.demonstration", language) if town.demonstration else "",
        "heading": in_language(asked.title, language),
        "paragraphs": [in_language(asked.lead, language), *_said("letter", 3, language, values)],
        "ways": {
            "heading": say("surveypapers.ways", language),
            "items": _said("way", 2, language, values),
        },
        "code_label": say("surveypapers.code", language),
        "qr_alt": say("surveypapers.qr", language),
        "closing": [say("surveypapers.closing", language), name],
        "letters": [{"code": code, "link": link} for code, link in links.items()],
    }
    return printed(_TEMPLATE, data, language, tuple(links.values()))


def _said(name: str, count: int, language: str, values: dict[str, Any]) -> list[str]:
    return [say(f"surveypapers.{name}_{number}", language, **values) for number in range(1, count + 1)]
