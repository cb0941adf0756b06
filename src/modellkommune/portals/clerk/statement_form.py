"""The form for what the rules could not say about a case: only what lacks is asked."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Final

from modellkommune.casework.cases.queries import case as case_of
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.fields import InputError
from modellkommune.pages.wording import say
from modellkommune.values.money import Money, NotAnAmount
from modellkommune.workflow.statement import FEE, Statement, fee_limit, lacking, problems_of, zones_to_state

LONGEST: Final = 300  # characters of the reason for a fee, which stands on the decision
_FIELDS: Final = ("fee", "fee_reason", "zone", "plates", "first", "last")
_INVALID: Final = "invalid"


class StatementForm:
    """What was sent, what it means, and what is wrong with it; `lacks` names what is asked."""

    def __init__(self, town: str, case_id: int, sent: Mapping[str, str], language: str) -> None:
        """Read the form for a case that exists."""
        self.given = {name: " ".join(sent.get(name, "").split()) for name in _FIELDS}
        self._unread: set[str] = set()
        self.statement = self._read()
        with municipality(town):
            case = case_of(case_id)
            self.lacks = lacking(case)
            self.zones = zones_to_state() if "zone" in self.lacks else ()
            limit = fee_limit(case)
            problems = tuple(problems_of(case, self.statement)) if sent else ()
        self.limit = Money(limit).text(language) if limit is not None else ""
        self.errors = [self._error(*problem, language) for problem in self._all(problems)]

    @property
    def zone_options(self) -> list[tuple[str, str]]:
        """The zones to choose from, by code."""
        return [(code, code) for code in self.zones]

    def _read(self) -> Statement:
        return Statement(
            fee_cents=self._cents(self.given["fee"]),
            fee_reason=self.given["fee_reason"],
            zone=self.given["zone"],
            plates=tuple(plate for text in self.given["plates"].split(",") if (plate := text.strip())),
            first=self._day("first"),
            last=self._day("last"),
        )

    def _cents(self, text: str) -> int | None:
        try:
            return Money.parse(text.removesuffix("€")).cents if text else None
        except NotAnAmount:
            self._unread.add("fee")
            return None

    def _day(self, name: str) -> datetime.date | None:
        text = self.given[name]
        try:
            day, month, year = map(int, text.split("."))
            return datetime.date(year, month, day)
        except (ValueError, OverflowError):
            if text:
                self._unread.add(name)
            return None

    def _all(self, problems: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
        """The problems in the order of the inputs."""
        said = [(name, _INVALID if name in self._unread else problem) for name, problem in problems]
        yield from (problem for problem in said if problem[0] == FEE)
        yield from (problem for problem in said if problem[0] == "fee_reason")
        if FEE in self.lacks and len(self.statement.fee_reason) > LONGEST:
            yield "fee_reason", "long"
        yield from (problem for problem in said if problem[0] not in (FEE, "fee_reason"))

    def _error(self, name: str, problem: str, language: str) -> InputError:
        target = f"zone-{self.zones[0]}" if name == "zone" and self.zones else name
        return InputError(target, say(f"office.statement.error.{name}_{problem}", language, limit=self.limit))
