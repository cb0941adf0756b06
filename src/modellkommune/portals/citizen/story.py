"""The story of a case as a resident reads it: what is done, what happens now, what comes."""

import datetime
from dataclasses import dataclass

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import (
    CHECKING,
    GRANTED,
    ISSUED,
    LAPSED,
    PAID,
    PAYMENT_DUE,
    READY,
    REFUSED,
    REVIEW,
    SUBMITTED,
    WITHDRAWN,
)
from modellkommune.casework.payments.models import DUE, FAILED
from modellkommune.pages.wording import in_language, say
from modellkommune.values.clock import legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow.queries import Status
from modellkommune.workflow.situation import pinned_service

REFRESH_SECONDS = 3
"""While a machine is working, the page asks again by itself this often."""

HEARING = "hearing"
DECIDED = "decided"
DELETED = "deleted"
SHORT_WAITS = frozenset({SUBMITTED, CHECKING, GRANTED})
SCENES = {SUBMITTED: CHECKING, PAID: READY}
"""States that read like another one."""


@dataclass(frozen=True)
class Chapter:
    """One entry of the timeline; `state` is done, now or later."""

    state: str
    title: str
    text: str = ""
    when: str = ""


@dataclass(frozen=True)
class Story:
    """What the status page says: headline, a sentence, what to do (a key of the template), the timeline."""

    headline: str
    sentence: str
    act: str
    amount: str
    due_on: str
    reasons: tuple[str, ...]
    chapters: tuple[Chapter, ...]

    @property
    def over(self) -> bool:
        """Whether nothing comes any more."""
        return all(chapter.state == "done" for chapter in self.chapters)


def story_of(status: Status, language: str, *, asking: bool = False, reads: bool = True) -> Story:
    """The story in one language; `asking`: the resident just came back from the payment service.

    Who has only the link, and so does not `reads`, is told that a decision is there and not which.
    """
    name = scene_of(status, asking=asking)
    if name == REFUSED and not reads:
        name = DECIDED
    payment = status.payment
    return Story(
        headline=say(f"status.{name}.title", language),
        sentence=say(f"status.{name}.text", language, deadline=date_text(status.case.deadline, language)),
        act=name,
        amount=Money(status.fee_cents).text(language) if status.fee_cents is not None else "",
        due_on=date_text(payment.due_on, language) if payment else "",
        reasons=tuple(in_language(reason, language) for reason in status.reasons),
        chapters=_chapters(status, language),
    )


def headline_of(case: Case, language: str, *, asked: bool) -> str:
    """What a list says of a case: the headline of its page, as far as the case alone tells it.

    `asked`: a question to the applicant is open.
    """
    scene = HEARING if asked else SCENES.get(case.state, case.state)
    return say(f"status.{DELETED if case.emptied_on else scene}.title", language)


def scene_of(status: Status, *, asking: bool = False) -> str:
    """What the page is about now: a word that names texts and parts of the template."""
    state = status.case.state
    if status.case.emptied_on is not None:
        return DELETED
    if state == PAYMENT_DUE and status.payment:
        open_scene = "payment_asked" if asking else "payment_due"
        return {DUE: "payment_preparing", FAILED: "payment_failed"}.get(status.payment.state, open_scene)
    if state == PAID and status.decision is not None:
        return GRANTED
    if state == REVIEW and status.hearing is not None and status.hearing.is_open:
        return HEARING
    return SCENES.get(state, state)


def refresh_seconds(status: Status, *, asking: bool = False) -> int:
    """In how many seconds to look again while something is on its way; 0: nothing is."""
    waits = {"payment_preparing", "payment_asked", GRANTED}
    unwritten = status.case.state == REFUSED and not (status.decision and status.decision.document)
    moving = unwritten or status.case.state in SHORT_WAITS or scene_of(status, asking=asking) in waits
    automatic = (
        status.case.state in {READY, PAID} and pinned_service(status.case).process.approval == "automatic"
    )
    return REFRESH_SECONDS if moving or automatic else 0


def _chapters(status: Status, language: str) -> tuple[Chapter, ...]:
    names = _plan(status)
    place = _place(status, names)
    state = status.case.state
    over = state in {ISSUED, LAPSED, REFUSED, WITHDRAWN}
    chapters = []
    for index, name in enumerate(names):
        word = "done" if index < place or (over and index == place) else "now" if index == place else "later"
        day = _day(status, name)
        when = date_text(day, language) if day and word == "done" else ""
        chapters.append(Chapter(word, say(f"status.chapter.{name}", language), when=when))
    return tuple(chapters)


def _plan(status: Status) -> list[str]:
    """The chapters of the whole story; of one that broke off, those that took place."""
    names = _whole_plan(status)
    broken_off = status.case.state in {LAPSED, REFUSED, WITHDRAWN}
    return [name for name in names if _day(status, name)] if broken_off else names


def _whole_plan(status: Status) -> list[str]:
    stage = pinned_service(status.case).process.payment
    pays = status.fee_cents != 0 and stage != "none"
    middle = ["payment", "decision"] if stage == "before_approval" else ["decision", "payment"]
    return ["received", "checked", *(part for part in middle if pays or part != "payment"), "issued"]


def _place(status: Status, names: list[str]) -> int:
    """The index of the chapter that is under way."""
    state = status.case.state
    if state in {SUBMITTED, CHECKING, REVIEW}:
        return 1
    if state == PAYMENT_DUE and "payment" in names:
        return names.index("payment")
    if state in {READY, PAID} and status.decision is None:
        return names.index("decision")
    return len(names) - 1


def _day(status: Status, name: str) -> datetime.date | None:
    instants = {
        "received": status.case.opened_at,
        "checked": status.run.checked_at if status.run else None,
        "payment": status.paid_at,
        "decision": status.decision.decided_at if status.decision else None,
        "issued": status.permit.issued_at if status.permit else None,
    }
    instant = instants[name]
    return legal_date(instant) if instant else None
