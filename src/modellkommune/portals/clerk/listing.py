"""Proposals as the office's pages show them: what agrees is quiet, what differs is loud."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.casework.cases.states import ISSUED, LAPSED, PAID, READY, REFUSED, REVIEW
from modellkommune.casework.decisions.models import Hearing
from modellkommune.foundation.tenants import clock
from modellkommune.pages.wording import in_language, say
from modellkommune.values.clock import BERLIN
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow.queries import Proposal

_LOUD: Final = ("failed", "open")
_STANDING: Final = {ISSUED: "success", REFUSED: "danger", LAPSED: "warning"}
"""The kind of badge of a state that is neither good nor bad is "info"."""


LETTER: Final = "letter"
"""The way of a decision that goes out on paper, as the terms of a case name it."""


@dataclass(frozen=True)
class Remark:
    """What a register or rule said, in a sentence."""

    kind: str  # "danger" or "warning"
    text: str


@dataclass(frozen=True)
class Heard:
    """Where the hearing of the applicant stands, as a badge and a day."""

    kind: str
    title: str
    day: str


@dataclass(frozen=True)
class Row:
    """One proposal in the words of the page."""

    case_id: int
    number: str
    name: str
    address: str
    zone: str
    plates: tuple[str, ...]
    keeper: str
    agreeing: tuple[str, ...]
    differing: tuple[Remark, ...]
    fee: str
    fee_cents: int
    grant: bool
    ready: bool  # for an approval
    selectable: bool  # for an approval of several at once
    in_review: bool
    reasons: tuple[str, ...]
    waiting_since: str
    kind: str
    about: str  # kind and number of the permit, of a case that is about one
    by_letter: bool
    supplemented: str = ""  # the day on which evidence came last
    heard: Heard | None = None
    badge: tuple[str, str] = ("", "")  # kind and words


def row_of(proposal: Proposal, language: str) -> Row:
    """A proposal ready to be shown."""
    in_review = proposal.state == REVIEW
    differing = tuple(_remarks(proposal.findings, language))
    said = {remark.text for remark in differing}
    fee = proposal.fee_cents
    return Row(
        case_id=proposal.case_id,
        number=proposal.number,
        name=proposal.name,
        address=proposal.address,
        zone=proposal.zone,
        plates=proposal.plates,
        keeper=proposal.keeper,
        agreeing=tuple(_sentences(proposal.findings, ("passed",), language)),
        differing=differing,
        fee=Money(fee).text(language) if fee is not None else "",
        fee_cents=fee or 0,
        grant=proposal.proposal == "grant",
        ready=proposal.state in (READY, PAID),
        selectable=proposal.state in (READY, PAID) and not proposal.one_by_one,
        in_review=in_review,
        reasons=tuple(text for text in _texts(proposal.reasons, language) if text not in said),
        waiting_since=day_of(proposal.waiting_since, language),
        kind=proposal.kind,
        about=_about(proposal, language),
        by_letter=proposal.channel == LETTER,
        supplemented=day_of(proposal.supplemented_at, language) if proposal.supplemented_at else "",
        heard=_heard(proposal.hearing, language) if in_review else None,
        badge=_badge(proposal, language),
    )


def _about(proposal: Proposal, language: str) -> str:
    if not proposal.of_permit:
        return ""
    kind = in_language(proposal.kind_title, language)
    return say("office.proposals.about", language, kind=kind, number=proposal.of_permit)


def _badge(proposal: Proposal, language: str) -> tuple[str, str]:
    """What is proposed while somebody has to decide, and after that what became of the case."""
    if proposal.state == REVIEW:
        return "warning", say("office.proposal.in_review", language)
    if proposal.state not in (READY, PAID):
        return _STANDING.get(proposal.state, "info"), say(f"office.state.{proposal.state}", language)
    if proposal.proposal == "grant":
        return "success", say("office.proposal.grant", language)
    return "warning", say("office.proposal.review", language)


def summary_sentence(rows: Sequence[Row], language: str) -> str:
    """What is about to be approved in one line: "12 Ausweise, 411,00 €, 11 elektronisch, 1 Brief"."""
    total = Money(sum(row.fee_cents for row in rows)).text(language)
    key = "office.summary.one" if len(rows) == 1 else "office.summary.several"
    letters = sum(row.by_letter for row in rows)
    parts = [say(key, language, count=len(rows), total=total)]
    if letters < len(rows):
        parts.append(say("office.summary.electronic", language, count=len(rows) - letters))
    if letters:
        key = "office.summary.letter" if letters == 1 else "office.summary.letters"
        parts.append(say(key, language, count=letters))
    return ", ".join(parts)


def _heard(hearing: Hearing | None, language: str) -> Heard | None:
    if hearing is None:
        return None
    if hearing.answered_at:
        title = say("office.hearing.answered", language)
        return Heard("info", title, day_of(hearing.answered_at, language))
    name = "waits" if hearing.answer_by >= clock.today() else "over"
    day = date_text(hearing.answer_by, language).partition(", ")[2]
    kind = "info" if name == "waits" else "warning"
    return Heard(kind, say(f"office.hearing.{name}", language), say("office.hearing.day", language, day=day))


def _texts(reasons: Iterable[Mapping[str, str]], language: str) -> Iterable[str]:
    return (in_language(reason, language) for reason in reasons)


def day_of(instant: datetime.datetime, language: str) -> str:
    """The day of an instant, without the day of the week: in a table it only takes room."""
    return date_text(instant.astimezone(BERLIN).date(), language).partition(", ")[2]


def _remarks(findings: Iterable[Mapping[str, Any]], language: str) -> Iterable[Remark]:
    for finding in findings:
        if finding["result"] in _LOUD:
            kind = "danger" if finding["result"] == "failed" else "warning"
            yield Remark(kind, in_language(finding["sentence"], language))


def _sentences(
    findings: Iterable[Mapping[str, Any]], results: tuple[str, ...], language: str
) -> Iterable[str]:
    return (in_language(found["sentence"], language) for found in findings if found["result"] in results)
