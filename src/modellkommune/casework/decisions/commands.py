"""Recording decisions and their announcement."""

import datetime
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.cases.errors import OnlyByPerson
from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import (
    AUTOMATIC,
    GRANTED,
    LETTER,
    OFFICIAL,
    REFUSED,
    Decision,
    Hearing,
)
from modellkommune.casework.decisions.queries import ANSWER, HEARING, PURPOSE, decision_of
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.verbs import DECISION_POSTED
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert, update


@dataclass(frozen=True)
class Announcement:
    """How an act reaches the person, by which dated rule it counts as announced, and on which day.

    `announced_on` is None until what the rule counts from has happened: posting, or fetching.
    """

    channel: str
    rule: str
    announced_on: datetime.date | None


def record_decision(case: Case, content: dict[str, Any], actor: Actor) -> Decision:
    """Grant what the case asks for. A case already decided keeps its decision."""
    found = decision_of(case.pk)
    if found:
        return found
    return _record(case, GRANTED, content, actor)


def record_refusal(case: Case, content: dict[str, Any], actor: Actor) -> Decision:
    """Refuse what the case asks for. A case already decided keeps its decision. Raises `OnlyByPerson`."""
    if actor.kind != "staff":
        raise OnlyByPerson
    return decision_of(case.pk) or _record(case, REFUSED, content, actor)


def record_hearing(case: Case, content: dict[str, Any], answer_by: datetime.date, actor: Actor) -> Hearing:
    """Note what the applicant is asked before a decision against her: `content` {reasons, words}."""
    hearing = Hearing(
        case=case,
        content=seal_json(case.key, content, HEARING),
        asked_by=actor.id,
        asked_at=clock.now(),
        answer_by=answer_by,
    )
    insert(hearing)
    record("applicant_heard", f"case:{case.pk}", actor, {"hearing": hearing.pk}, case.key)
    return hearing


def record_answer(hearing: Hearing, case: Case, answer: dict[str, Any], actor: Actor) -> None:
    """Note what the applicant answered: {words, files}. What was answered before stays as it is."""
    if hearing.answered_at is not None:
        return
    hearing.answer = seal_json(case.key, answer, ANSWER)
    hearing.answered_at = clock.now()
    update(hearing, "answer", "answered_at")
    record("hearing_answered", f"case:{case.pk}", actor, {"hearing": hearing.pk}, case.key)


def record_provision(decision: Decision, document: str, announcement: Announcement) -> None:
    """Note that the signed document lies ready, and how and when it counts as announced."""
    decision.document = document
    decision.provided_at = clock.now()
    _announce(decision, announcement)
    update(decision, "document", "provided_at", "channel", "announcement_rule", "announced_on")
    issuing = Actor("system", "issuing")
    _note("decision_provided", decision, issuing, document=document, rule=announcement.rule)


def record_posting(decision: Decision, announcement: Announcement, actor: Actor) -> bool:
    """Note that the act was given to the post now, and when it counts as announced; False if it was before.

    Inside the lock of its case.
    """
    if decision.posted_at is not None:
        return False
    decision.posted_at = clock.now()
    _announce(decision, announcement)
    update(decision, "posted_at", "channel", "announcement_rule", "announced_on")
    _note(DECISION_POSTED, decision, actor, rule=announcement.rule)
    return True


def record_retrieval(decision: Decision, announcement: Announcement | None, actor: Actor) -> bool:
    """Note that the person has taken the act home for the first time; False if she had before.

    `announcement` where the act counts as announced by that.
    """
    taken = Decision.objects.filter(pk=decision.pk, fetched_at=None).update(fetched_at=clock.now())
    if not taken:
        return False
    if announcement is not None:
        _announce(decision, announcement)
        update(decision, "channel", "announcement_rule", "announced_on")
    _note("decision_fetched", decision, actor)
    return True


def record_letter_instead(decision: Decision, actor: Actor) -> bool:
    """Note that nobody fetched the act in time, so that it goes out as a letter; False if it does already.

    Inside the lock of its case.
    """
    if decision.channel == LETTER or decision.fetched_at is not None:
        return False
    decision.channel = LETTER
    update(decision, "channel")
    _note("decision_not_fetched", decision, actor)
    return True


def _announce(decision: Decision, announcement: Announcement) -> None:
    decision.channel = announcement.channel
    decision.announcement_rule = announcement.rule
    decision.announced_on = announcement.announced_on


def _note(verb: str, decision: Decision, actor: Actor, **about: str) -> None:
    record(verb, f"case:{decision.case_id}", actor, about, decision.case.key)


def _record(case: Case, outcome: str, content: dict[str, Any], actor: Actor) -> Decision:
    by_staff = actor.kind == "staff"
    decision = Decision(
        case=case,
        outcome=outcome,
        automation=OFFICIAL if by_staff else AUTOMATIC,
        official=actor.id if by_staff else "",
        content=seal_json(case.key, content, PURPOSE),
        decided_at=clock.now(),
    )
    insert(decision)
    record("decision_recorded", f"case:{case.pk}", actor, {"outcome": outcome}, case.key)
    return decision
