"""Dates in three inputs: day, month, year. "1" is "01"."""

import re
from datetime import date, timedelta
from typing import Any, Literal

from modellkommune.blueprint.fields.base import (
    Answer,
    Entered,
    Field,
    FieldSpec,
    Form,
    Input,
    Kind,
    error,
    missing,
    sent,
    shown,
)
from modellkommune.blueprint.known import Known
from modellkommune.blueprint.schema.basis import SETTING, Offset
from modellkommune.blueprint.wording import say
from modellkommune.values.period import add_months, date_digits, date_text

_PARTS = (
    ("day", {"de": "Tag", "en": "Day"}, 2),
    ("month", {"de": "Monat", "en": "Month"}, 2),
    ("year", {"de": "Jahr", "en": "Year"}, 4),
)
_FIRST_YEAR = 1850
_READ = 9  # digits of a number: enough to say that there is no such day or year


class DateSpec(FieldSpec):
    """A day; `past`, `from` and `until` (offsets to today) bound it."""

    type: Literal["date"]
    past: bool = False
    from_: Offset | None = None
    until: Offset | None = None

    model_config = {"extra": "forbid", "frozen": True, "alias_generator": lambda name: name.rstrip("_")}


def moved(day: date, offset: str) -> date:
    """The day an offset away: "3M", "-1Y", "14D"."""
    match = SETTING.fullmatch(offset)
    if match is None:
        raise ValueError(offset)
    count, unit = int(match[1]), match[2]
    if unit == "D":
        return day + timedelta(days=count)
    return add_months(day, count * 12 if unit == "Y" else count)


class DateKind(Kind):
    """A day of the calendar, stored as ISO text."""

    grouped = True
    cel_type = "date"

    def names(self, field: Field) -> tuple[str, ...]:
        """Three inputs."""
        return tuple(f"{field.id}-{part}" for part, _, _ in _PARTS)

    def read(self, field: Field, form: Form, known: Known, current: Any) -> Answer:
        """Names the part that is missing or wrong."""
        texts = [re.sub(r"[.\s]", "", sent(form, name)) for name in self.names(field)]
        if not any(texts):
            return Answer() if field.optional else missing(field, self.names(field)[0])
        for name, text, (_, label, _) in zip(self.names(field), texts, _PARTS, strict=True):
            if not text.isascii() or not text.isdigit():
                return _not_a_number(field, name, label)
        return self._day(field, [int(text[:_READ]) for text in texts], known)

    def _day(self, field: Field, numbers: list[int], known: Known) -> Answer:
        day, month, year = numbers
        inputs = self.names(field)
        if not 1 <= month <= 12:
            return error(
                field, "Der Monat liegt zwischen 1 und 12.", "The month is between 1 and 12.", inputs[1]
            )
        if not _FIRST_YEAR <= year <= 9999:
            de, en = (
                "Bitte schreiben Sie das Jahr mit vier Ziffern, zum Beispiel 1985.",
                "Please write the year in four digits, for example 1985.",
            )
            return error(field, de, en, inputs[2])
        try:
            found = date(year, month, day)
        except ValueError:
            de, en = (
                f"Den {day}. gibt es in diesem Monat nicht. Bitte prüfen Sie den Tag.",
                f"This month has no day {day}. Please check the day.",
            )
            return error(field, de, en, inputs[0])
        return _outside(field, found, known.today, inputs[0]) or Answer(found.isoformat())

    def inputs(self, field: Field, value: Any, entered: Entered, language: str) -> tuple[Input, ...]:
        """Day, month, year."""
        stored = [value[8:10].lstrip("0"), value[5:7].lstrip("0"), value[0:4]] if value else ["", "", ""]
        birth = field.autocomplete == "bday"
        return tuple(
            Input(
                name=name,
                id=name,
                kind="text",
                label=say(label, language),
                value=shown(entered, name, text),
                autocomplete=f"bday-{part}" if birth else "",
                inputmode="numeric",
                width=width,
                max_length=width,
                part=part,
            )
            for name, text, (part, label, width) in zip(self.names(field), stored, _PARTS, strict=True)
        )

    def present(self, field: Field, value: Any, language: str) -> str:
        """The date in words, birthdays in digits."""
        day = date.fromisoformat(value)
        return date_digits(day, language) if field.settings.get("past") else date_text(day, language)

    def json_schema(self, field: Field) -> dict[str, Any]:
        """An ISO date."""
        return {"type": "string", "format": "date"}


def _not_a_number(field: Field, name: str, label: Any) -> Answer:
    de = f"Beim Datum fehlt: {label['de']}. Bitte schreiben Sie es in Ziffern, zum Beispiel 3 12 1985."
    en = f"Missing in the date: {label['en'].lower()}. Please write it in digits, for example 3 12 1985."
    return error(field, de, en, name)


def _outside(field: Field, day: date, today: date, name: str) -> Answer | None:
    settings = field.settings
    first = moved(today, settings["from"]) if settings.get("from") else None
    last = moved(today, settings["until"]) if settings.get("until") else None
    if settings.get("past"):
        last = min(last or today, today)
    if first and day < first:
        de, en = date_text(first, "de"), date_text(first, "en")
        return error(field, f"Frühestens möglich ist {de}.", f"The earliest possible day is {en}.", name)
    if last and day > last:
        de, en = date_text(last, "de"), date_text(last, "en")
        return error(field, f"Spätestens möglich ist {de}.", f"The latest possible day is {en}.", name)
    return None
