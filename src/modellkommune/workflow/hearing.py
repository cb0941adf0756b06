"""Hearing the applicant before a decision against her (VwVfG section 28): why, and until which day.

The case stays in review meanwhile: a register that comes back, or evidence, may make the question idle.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.casework.cases.errors import TransitionRefused
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import CLOSED, REFUSED, REVIEW
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.decisions.commands import record_answer, record_hearing
from modellkommune.casework.decisions.models import Hearing
from modellkommune.casework.decisions.queries import answer_to, asked_in, decision_of, newest_hearing
from modellkommune.foundation.files.commands import hand_over
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.workflow import notices
from modellkommune.workflow.handing_in import ANSWER, NoLongerWanted, on_desk
from modellkommune.workflow.protection import check_hands
from modellkommune.workflow.situation import pinned_service

FAILED: Final = "failed"
LEAST_DAYS: Final = 7
"""Who is asked has at least so many days to answer (section 28 demands a chance, and no number)."""
MOST_DAYS: Final = 90

Finding = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What the applicant is asked: ids of failed findings, the official's own words, the last day."""

    findings: tuple[str, ...]
    words: str
    answer_by: datetime.date | None


@dataclass(frozen=True)
class Asked:
    """A hearing as it is shown: what was asked, and what was answered if it was."""

    hearing: Hearing
    reasons: tuple[dict[str, str], ...]
    words: str
    answer: dict[str, Any] | None

    @property
    def is_open(self) -> bool:
        """Whether the applicant may still answer."""
        return self.answer is None


class HearingRefused(Exception):
    """Something of the question is missing or out of bounds.

    `problems`: (field, "missing" | "unknown" | "too_early" | "too_late").
    """

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class NothingAsked(Exception):
    """Nobody waits for an answer: nothing was asked, or it is answered."""


class NothingSaid(Exception):
    """The answer is empty: no words, no files."""


def failed_findings(case: Case) -> tuple[Finding, ...]:
    """What the last checks found against the application: the reasons that the rules know."""
    run = latest_run(case.pk)
    found = findings_of(run, case)["findings"] if run else []
    return tuple(finding for finding in found if finding["result"] == FAILED)


def first_day(today: datetime.date) -> datetime.date:
    """The earliest day by which an answer may be wanted."""
    return today + datetime.timedelta(days=LEAST_DAYS)


def usual_day(case: Case) -> datetime.date:
    """The day by which an answer is wanted unless the official names another."""
    days = pinned_service(case).process.deadlines["documents"]
    return clock.today() + datetime.timedelta(days=max(days, LEAST_DAYS))


def runs(hearing: Hearing | None) -> bool:
    """Whether the applicant still has time to answer."""
    return hearing is not None and hearing.answered_at is None and hearing.answer_by >= clock.today()


def asked(case: Case) -> Asked | None:
    """The last hearing of a case as it is shown, or None."""
    hearing = newest_hearing(case.pk)
    if hearing is None:
        return None
    content = asked_in(hearing, case)
    reasons = tuple(dict(finding["sentence"]) for finding in content["reasons"])
    return Asked(hearing, reasons, content["words"], answer_to(hearing, case))


def ask(town: str, case_id: int, staff_id: str, question: Question) -> None:
    """Ask the applicant; while a question runs, asking again changes nothing.

    Raises `CaseNotFound`, `HearingRefused`, `TransitionRefused`.
    """
    with municipality(town):
        case = locked_case(case_id)
        check_hands(case, staff_id)
        if case.state != REVIEW:
            raise TransitionRefused(case.number, case.state, REFUSED)
        if runs(newest_hearing(case.pk)):
            return
        problems = tuple(problems_of(case, question))
        if problems or question.answer_by is None:
            raise HearingRefused(problems)
        reasons = [found for found in failed_findings(case) if found["id"] in question.findings]
        content = {"reasons": reasons, "words": question.words}
        record_hearing(case, content, question.answer_by, Actor("staff", staff_id))
        notices.tell(case, "hearing")
        reached("hearing_recorded")


def answer(town: str, case_id: int, words: str) -> None:
    """The applicant answers, with words and with the files on her desk.

    Raises `CaseNotFound`, `NoLongerWanted`, `NothingAsked` (also when it is repeated), `NothingSaid`.
    """
    with municipality(town):
        case = locked_case(case_id)
        if case.state in CLOSED or decision_of(case.pk) is not None:
            raise NoLongerWanted
        hearing = newest_hearing(case.pk)
        if hearing is None or hearing.answered_at is not None:
            raise NothingAsked
        files = on_desk(case, ANSWER.id)
        if not words and not files:
            raise NothingSaid
        hand_over([one["id"] for one in files], f"case:{case.pk}")
        said = {"words": words, "files": files}
        record_answer(hearing, case, said, Actor("resident", str(case.holder)))
        reached("answer_recorded")


def problems_of(case: Case, question: Question) -> Iterator[tuple[str, str]]:
    """What would be refused, and why; see `HearingRefused`."""
    yield from reason_problems(case, question.findings, question.words)
    today = clock.today()
    if question.answer_by is None:
        yield "answer_by", "missing"
    elif question.answer_by < first_day(today):
        yield "answer_by", "too_early"
    elif question.answer_by > today + datetime.timedelta(days=MOST_DAYS):
        yield "answer_by", "too_late"


def reason_problems(case: Case, findings: tuple[str, ...], words: str) -> Iterator[tuple[str, str]]:
    """Reasons that the last checks do not give (any more), and own words that are missing."""
    if not set(findings) <= {finding["id"] for finding in failed_findings(case)}:
        yield "findings", "unknown"
    if not words:
        yield "words", "missing"
