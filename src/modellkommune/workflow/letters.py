"""Acts that go out on paper: which wait, the sheets to print, and that they were given to the post.

An act that nobody fetched from the postbox in time becomes a letter too, where it counts as announced only
once it is fetched (VwVfG section 41 (2a)).
"""

import datetime
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from modellkommune.casework.applications.queries import applications_of, content_of
from modellkommune.casework.cases.errors import CaseNotFound
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.decisions.commands import (
    record_letter_instead,
    record_posting,
    record_retrieval,
)
from modellkommune.casework.decisions.models import GRANTED, LETTER, Decision
from modellkommune.casework.decisions.queries import decision_of, letters_to_post, never_fetched
from modellkommune.foundation.documents.joining import joined
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import legal_date
from modellkommune.workflow.announcing import RETRIEVAL, rule_of
from modellkommune.workflow.paperdata import name_of
from modellkommune.workflow.papers import PaperMissing, paper_of
from modellkommune.workflow.protection import check_hands
from modellkommune.workflow.situation import pinned_service

AT_A_TIME: Final = 50
"""What one person prints and puts into envelopes in one go."""
BATCH: Final = 500
POSTBOX_DAYS: Final = "postbox"
"""The deadline of a blueprint within which an act has to be fetched from the postbox."""
SYSTEM: Final = Actor("system", "post")


@dataclass(frozen=True)
class Letter:
    """An act to be posted: whose it is, whether it grants, and when it was laid ready."""

    case_id: int
    number: str
    name: str
    granted: bool
    since: datetime.datetime | None


class LetterGone(Exception):
    """No letter waits under this id (any more)."""


def letters(*, protected: bool = False) -> list[Letter]:
    """The letters that wait to be posted, oldest first. Inside `with municipality(...)`."""
    found = letters_to_post(AT_A_TIME, protected=protected)
    applications = applications_of([decision.case_id for decision in found])
    return [
        Letter(
            decision.case_id,
            decision.case.number,
            name_of(content_of(applications[decision.case_id], decision.case)["answers"]),
            decision.outcome == GRANTED,
            decision.provided_at,
        )
        for decision in found
    ]


def printed(case_ids: list[int], *, protected: bool = False) -> bytes:
    """One PDF to print: for each case that has a letter to post the decision, then the permit.

    Inside `with municipality(...)`. Raises `LetterGone` where none of them has.
    """
    waiting = {decision.case_id: decision for decision in letters_to_post(BATCH, protected=protected)}
    wanted = [waiting[case_id] for case_id in case_ids if case_id in waiting]
    if not wanted:
        raise LetterGone
    return joined(sheet for decision in wanted for sheet in _sheets(decision))


def post(town: str, case_ids: list[int], staff_id: str) -> int:
    """Note that letters were given to the post now; each is a unit of work. How many. Safe to repeat."""
    return sum(_post_one(town, case_id, Actor("staff", staff_id)) for case_id in case_ids)


def take_home(case: Case) -> None:
    """Note that the person has fetched her decision. Inside `with municipality(...)`. Safe to repeat."""
    decision = decision_of(case.pk)
    if decision is None or decision.fetched_at is not None:
        return
    actor = Actor("resident", str(case.holder))
    rule = None
    if decision.announced_on is None and decision.channel != LETTER:
        rule = rule_of(case, decision)
    counts = rule is not None and rule.counts_from == RETRIEVAL
    record_retrieval(decision, rule.happened(clock.today()) if rule and counts else None, actor)


def turn_into_letters(town: str) -> int:
    """Let acts go out as letters that nobody has fetched in time; how many. Safe to repeat."""
    with municipality(town):
        late = [decision.case_id for decision in never_fetched(BATCH) if _is_late(decision)]
    return sum(_turn_one(town, case_id) for case_id in late)


def _sheets(decision: Decision) -> Iterator[bytes]:
    for name in ("decision", "permit") if decision.outcome == GRANTED else ("decision",):
        try:
            yield paper_of(decision.case, name).content
        except PaperMissing:
            continue


def _post_one(town: str, case_id: int, actor: Actor) -> bool:
    with municipality(town), suppress(CaseNotFound):
        case = locked_case(case_id)
        check_hands(case, actor.id)
        decision = decision_of(case_id)
        if decision is not None and decision.channel == LETTER and decision.document:
            return record_posting(decision, rule_of(case, decision, LETTER).happened(clock.today()), actor)
    return False


def _is_late(decision: Decision) -> bool:
    days = pinned_service(decision.case).process.deadlines.get(POSTBOX_DAYS)
    if days is None or decision.provided_at is None:
        return False
    return legal_date(decision.provided_at) + datetime.timedelta(days=days) < clock.today()


def _turn_one(town: str, case_id: int) -> bool:
    with municipality(town):
        locked_case(case_id)
        decision = decision_of(case_id)
        return decision is not None and record_letter_instead(decision, SYSTEM)
