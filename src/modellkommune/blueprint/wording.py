"""Sentences in the languages of a service, and values written the way people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from modellkommune.values.money import Money
from modellkommune.values.period import date_text

Text = Mapping[str, str]
NOTHING: Text = {"de": "Nicht angegeben", "en": "Not specified"}
_YES: Text = {"de": "Ja", "en": "Yes"}
_NO: Text = {"de": "Nein", "en": "No"}


def say(text: Text, language: str) -> str:
    """The text in a language; else in the language it is a kind of (de-leicht -> de); else in the first."""
    found = text.get(language) or text.get(base_of(language))
    return found if found is not None else next(iter(text.values()), "")


def base_of(language: str) -> str:
    """The language that a variety is a kind of, which speaks where the variety is silent: de-leicht -> de."""
    return language.partition("-")[0]


def is_variety(language: str) -> bool:
    """Whether a language is a kind of another, like easy German: it need not say everything."""
    return "-" in language


def write(value: Any, kind: str, language: str, unit: str | Text | None = None) -> str:
    """A value of a fact, parameter or register for people: money, dates, yes and no, lists, units."""
    if value is None or value == "" or value == []:
        return say(NOTHING, language)
    if isinstance(value, bool):
        return say(_YES if value else _NO, language)
    if isinstance(value, list | tuple):
        return ", ".join(write(item, kind, language, unit) for item in value)
    return _write_one(value, kind, language) + _unit(unit, language)


def _write_one(value: Any, kind: str, language: str) -> str:
    if kind == "money":
        return Money(int(value)).text(language)
    if kind == "date":
        return date_text(date.fromisoformat(str(value)), language)
    if isinstance(value, float):
        plain = f"{value:g}"
        return plain.replace(".", ",") if language.startswith("de") else plain
    if isinstance(value, Mapping):
        return str(value.get("line") or value.get("text") or "")
    return str(value)


def _unit(unit: str | Text | None, language: str) -> str:
    if not unit:
        return ""
    return " " + (unit if isinstance(unit, str) else say(unit, language))
