"""What the views of the market share: who acts, showing a page, days and numbers as people type them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

from modellkommune.foundation.identity import rights
from modellkommune.pages.fields import InputError
from modellkommune.pages.office import guard
from modellkommune.pages.office.guard import OfficeRequest
from modellkommune.pages.wording import say, texts
from modellkommune.participation.ideas.errors import IdeaUnknown
from modellkommune.participation.ideas.models import Idea
from modellkommune.participation.ideas.people import Person
from modellkommune.participation.ideas.queries import idea_of
from modellkommune.participation.ideas.states import SEEN, STATES
from modellkommune.values.period import date_digits

READERS: Final = (rights.SHARE_IDEAS, rights.WATCH_IDEAS)
JUDGES: Final = (rights.COORDINATE_IDEAS, rights.ASSESS_IDEAS, rights.DECIDE_IDEAS, rights.WATCH_IDEAS)
"""Who sees what assessors found before it is decided, and the dossier."""
FIRST_CHOICES: Final = {"under": "name", "outcome": "accepted"}
CRITERION: Final = "c-"
"""How the fields of criteria begin."""
RESULT: Final = "ideas_result"
"""Where a session keeps the sentence about what was done, until the next page has said it."""


def person_of(page: OfficeRequest) -> Person:
    """Who acts."""
    return Person(str(page.officer.staff_id), page.officer.rights)


def visible_idea(page: OfficeRequest, number: int) -> Idea:
    """An idea that this person may see. Inside `with municipality(...)`. Raises `Http404`."""
    coordinates = rights.COORDINATE_IDEAS in page.officer.rights
    try:
        return idea_of(number, STATES if coordinates else SEEN, author=str(page.officer.staff_id))
    except IdeaUnknown:
        raise Http404 from None


def show(request: HttpRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    """A page of the market, which knows the officer and what was done last."""
    result = request.session.pop(RESULT, "") if RESULT in request.session else ""
    return guard.show(request, f"employee/{name}.html", {"result": result, "nav": "ideas", **values})


def note_result(page: OfficeRequest, key: str, **values: object) -> None:
    """Let the next page say what was done."""
    page.session[RESULT] = say(f"ideas.result.{key}", page.language, **values)


@dataclass(frozen=True)
class FieldError(InputError):
    """A mistake in a field, which may have several inputs: the error summary leads to the first."""

    field: str = ""


def input_errors(problems: Iterable[tuple[str, str]], about: str, language: str) -> list[FieldError]:
    """Sentences for pairs of field and problem, the most fitting that there is.

    `ideas.<about>.error.<field>_<problem>`, `ideas.<about>.error.<problem>`, `ideas.error.<problem>`.
    """
    return [_field_error(name, problem, about, language) for name, problem in problems]


def by_field(errors: Iterable[FieldError]) -> dict[str, str]:
    """The first sentence at each field."""
    return {error.field: error.message for error in reversed(list(errors))}


def _field_error(name: str, problem: str, about: str, language: str) -> FieldError:
    known = texts(language)
    keys = (f"{about}.error.{name}_{problem}", f"{about}.error.{problem}", f"error.{problem}")
    key = next(key for key in keys if f"ideas.{key}" in known)
    first = f"{name}-{FIRST_CHOICES[name]}" if name in FIRST_CHOICES else name
    if name.startswith(CRITERION):
        first = f"{name}-0"
    return FieldError(first, say(f"ideas.{key}", language), name)


def typed_day(text: str) -> datetime.date | None:
    """A day as people type it: 3.12.2026 or 2026-12-03; None of what is none."""
    try:
        if "-" in text:
            return datetime.date.fromisoformat(text.strip())
        day, month, year = (int(part) for part in text.strip().split("."))
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def day_text(day: datetime.date | None) -> str:
    """A day as it stands in an input."""
    return date_digits(day) if day else ""


def typed_number(text: str, otherwise: int = 0) -> int:
    """A whole number as people type it."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 7 else otherwise
