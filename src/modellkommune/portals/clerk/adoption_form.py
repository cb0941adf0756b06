"""The analyst's two forms: how many came to the counter or wrote, and how much time an online case saves."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from modellkommune.pages.fields import InputError
from modellkommune.pages.wording import say
from modellkommune.participation.outreach.adoption import COUNTER, POST, month_after, month_of

MONTHS: Final = 24
"""So many months back somebody may enter or correct a count."""
MOST: Final = 1_000_000
DAY: Final = 24 * 60  # minutes
LONGEST: Final = 200  # characters of a source


class _Form:
    """What was sent: `given` by field; `errors` in the order of the inputs."""

    fields: tuple[str, ...] = ()

    def __init__(self, sent: Mapping[str, str], services: Collection[str], today: datetime.date) -> None:
        self.given = {name: " ".join(sent.get(name, "").split()) for name in self.fields}
        self.services, self.today = services, today

    @property
    def service_id(self) -> str:
        """The service that was chosen."""
        return self.given["service"]

    def errors(self, language: str) -> list[InputError]:
        """What is wrong, with the remedy."""
        return [
            InputError(name, say(f"office.adoption.error.{problem}", language))
            for name, problem in self.problems()
        ]

    def problems(self) -> Iterator[tuple[str, str]]:
        """Field and what is wrong with it."""
        if self.service_id not in self.services:
            yield "service", "service"

    def _number(self, name: str, most: int) -> int | None:
        text = self.given[name].replace(".", "")
        return int(text) if text.isascii() and text.isdigit() and int(text[:9]) <= most else None


class CountForm(_Form):
    """Counter and post of a month; what is left empty stays as it is."""

    fields = ("service", "month", COUNTER, POST)

    @property
    def month(self) -> datetime.date | None:
        """The month that was chosen, if it may be."""
        return next(
            (month for month in months_to_enter(self.today) if f"{month:%Y-%m}" == self.given["month"]), None
        )

    @property
    def counts(self) -> dict[str, int]:
        """What was entered, by channel."""
        read = {name: self._number(name, MOST) for name in (COUNTER, POST) if self.given[name]}
        return {name: count for name, count in read.items() if count is not None}

    def problems(self) -> Iterator[tuple[str, str]]:
        """Field and what is wrong with it."""
        yield from super().problems()
        if self.month is None:
            yield "month", "month"
        yield from (
            (name, "number") for name in (COUNTER, POST) if self.given[name] and name not in self.counts
        )
        if not self.given[COUNTER] and not self.given[POST]:
            yield COUNTER, "nothing"


class SavingForm(_Form):
    """Minutes that an online case saves, where that is known from, and of which day."""

    fields = ("saving_service", "minutes", "source", "stated_on")

    @property
    def service_id(self) -> str:
        """The service that was chosen."""
        return self.given["saving_service"]

    @property
    def minutes(self) -> int | None:
        """Whole minutes, at most a day."""
        return self._number("minutes", DAY) or None

    @property
    def stated_on(self) -> datetime.date | None:
        """The day, not in the future."""
        try:
            day, month, year = map(int, self.given["stated_on"].split("."))
            stated = datetime.date(year, month, day)
        except (ValueError, OverflowError):
            return None
        return stated if stated <= self.today else None

    def problems(self) -> Iterator[tuple[str, str]]:
        """Field and what is wrong with it."""
        yield from (("saving_service", problem) for _, problem in super().problems())
        if self.minutes is None:
            yield "minutes", "minutes"
        if not self.given["source"]:
            yield "source", "source"
        elif len(self.given["source"]) > LONGEST:
            yield "source", "source_long"
        if self.stated_on is None:
            yield "stated_on", "day"


def months_to_enter(today: datetime.date) -> tuple[datetime.date, ...]:
    """This month and those before it, the newest first."""
    return tuple(month_after(month_of(today), -back) for back in range(MONTHS))
