"""The forms with which an applicant is asked and an application is refused."""

import datetime
from collections.abc import Iterable
from typing import Final

from django.http import QueryDict

from modellkommune.casework.cases.models import Case
from modellkommune.pages.fields import InputError, Option
from modellkommune.pages.wording import in_language, say
from modellkommune.values.period import date_digits
from modellkommune.workflow.hearing import Finding, Question, failed_findings, usual_day
from modellkommune.workflow.refusal import Refusal, seen_of

LONGEST: Final = 4000  # characters of the official's own words, which stand in the decision
REASON: Final = "reason"
_TARGETS: Final = {"findings": REASON, "hearing": "words", "seen": "words", "announcement": "words"}
_KEPT: Final = ("words", "unheard", "answer_by", "seen")


class RefusalForm:
    """What was sent, or what the rules suggest; the reasons to choose from are the failed findings."""

    def __init__(self, case: Case, sent: QueryDict, language: str) -> None:
        """Read the form. Inside `with municipality(...)`."""
        self.language = language
        self.findings = failed_findings(case)
        self.given = {name: _tidy(sent.get(name, "")) for name in _KEPT}
        known = [str(finding["id"]) for finding in self.findings]
        self.chosen = tuple(sent.getlist(REASON)) if sent else tuple(known)
        self.seen = seen_of(case)
        if not sent:
            self.given["answer_by"] = date_digits(usual_day(case))

    @property
    def options(self) -> list[Option]:
        """The failed findings as boxes to tick."""
        return [self._option(finding) for finding in self.findings]

    @property
    def question(self) -> Question:
        """What the applicant is to be asked."""
        return Question(self.chosen, self.given["words"], _day(self.given["answer_by"]))

    @property
    def refusal(self) -> Refusal:
        """Why the application is to be refused."""
        return Refusal(self.chosen, self.given["words"], self.given["unheard"], self.given["seen"])

    def errors(self, problems: Iterable[tuple[str, str]]) -> list[InputError]:
        """What is wrong, at the inputs where it can be mended."""
        too_long = [(name, "long") for name in ("words", "unheard") if len(self.given[name]) > LONGEST]
        return [self._error(*problem) for problem in (*problems, *too_long)]

    def _option(self, finding: Finding) -> Option:
        label = in_language(finding["sentence"], self.language)
        basis = str(finding["basis"])
        number = str(finding["id"])
        return Option(number, label, f"{REASON}-{number}", number in self.chosen, basis)

    def _error(self, name: str, problem: str) -> InputError:
        if name == "answer_by" and self.given[name] and problem == "missing":
            problem = "invalid"
        return InputError(
            _TARGETS.get(name, name), say(f"office.refusal.error.{name}_{problem}", self.language)
        )


def _tidy(text: str) -> str:
    """Lines without blanks at their ends; paragraphs stay."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


def _day(text: str) -> datetime.date | None:
    try:
        day, month, year = map(int, text.split("."))
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None
