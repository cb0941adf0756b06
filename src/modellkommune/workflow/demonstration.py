"""A town full of cases, written by the functions that write real ones; registers and money are invented.

The same seed gives the same people, numbers and states, however many cases and however often. No jobs are
queued on the way; what stays under way is taken up by the sweep.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from modellkommune.blueprint import Service
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.queries import locked_case, taken_numbers
from modellkommune.casework.cases.states import (
    CHECKING,
    GRANTED,
    ISSUED,
    LAPSED,
    PAID,
    PAYMENT_DUE,
    READY,
    REVIEW,
    WITHDRAWN,
)
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.drafts.commands import Holder, Pin, start_draft
from modellkommune.casework.drafts.content import Content
from modellkommune.casework.payments.commands import record_transaction
from modellkommune.casework.payments.port import Transaction
from modellkommune.casework.payments.queries import latest_payment, locked_payment
from modellkommune.foundation.catalogue.queries import current
from modellkommune.foundation.documents.commands import seal_and_signature
from modellkommune.foundation.identity.queries import members
from modellkommune.foundation.identity.rights import CLERK
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock, start_of_day
from modellkommune.workflow import queue
from modellkommune.workflow.approval import approve, finish_review
from modellkommune.workflow.checking import record_checks
from modellkommune.workflow.demonstration_people import Home, Inhabitant, homes_of, inhabitant
from modellkommune.workflow.issuing import plan_of, record, written
from modellkommune.workflow.letters import take_home
from modellkommune.workflow.numbering import CASE, next_number, numbered_from
from modellkommune.workflow.paperdata import seal_fields
from modellkommune.workflow.paying import close_unpaid, take_result
from modellkommune.workflow.situation import known
from modellkommune.workflow.submission import Submission, make_case
from modellkommune.workflow.withdrawal import withdraw

SERVICE: Final = "resident-parking"
BATCH: Final = 50
WAITING: Final = "waiting"
"""For an official, in the state that the municipality's order of payment and approval leads to."""

SHARES: Final = (
    (ISSUED, 60), (REVIEW, 12), (WAITING, 10), (PAYMENT_DUE, 8), (LAPSED, 5), (GRANTED, 2), (WITHDRAWN, 2),
    (CHECKING, 1),
)  # fmt: skip
"""Of a hundred cases so many end, or stay, in each state."""
GOALS: Final = tuple(goal for goal, share in SHARES for _ in range(share))
STRIDE: Final = 37  # without common divisor with 100: few cases already show all states
RESIDENT_FETCHES: Final = 20
"""So many hours after her permit was issued the resident takes her papers home."""
FRESH: Final = frozenset({WAITING, PAYMENT_DUE, REVIEW, GRANTED, CHECKING})
"""What is still under way was handed in in the last days."""


class NobodyApproves(Exception):
    """The municipality has no clerk who could approve anything."""


@dataclass(frozen=True)
class Town:
    """Where the cases are made, and whose."""

    key: str
    seed: int
    service: Service
    homes: tuple[Home, ...]
    clerk: str


def load_cases(town: str, cases: int, seed: int) -> int:
    """Make the first `cases` cases of a town that are not there yet; how many. Raises `NobodyApproves`."""
    with municipality(town):
        made_for = Town(town, seed, current(SERVICE), homes_of(book()), _clerk())
    numbers = range(cases)
    return sum(_load_batch(made_for, numbers[first : first + BATCH]) for first in numbers[::BATCH])


def _clerk() -> str:
    for staff, roles in members():
        if CLERK in roles:
            return str(staff.pk)
    raise NobodyApproves


def _load_batch(town: Town, numbers: range) -> int:
    durations = [int(months) for months in town.service.parameters["durations"]]
    people = [(n, inhabitant(town.key, town.seed, n, town.homes, durations)) for n in numbers]
    with municipality(town.key), queue.withheld():
        there = taken_numbers([_case_number(town, number) for number, _ in people])
        new = [(number, person) for number, person in people if _case_number(town, number) not in there]
        for number, person in new:
            with numbered_from(_source(town, number)):
                _live(town, person, GOALS[number * STRIDE % len(GOALS)])
    return len(new)


def _case_number(town: Town, number: int) -> str:
    with numbered_from(_source(town, number)):
        return next_number(CASE)


def _source(town: Town, number: int) -> str:
    return f"{town.seed} {town.key} {number}"


def _live(town: Town, person: Inhabitant, goal: str) -> None:
    """One person applies, and her case comes as far as its goal."""
    days_ago = person.days_ago % 5 + 1 if goal in FRESH else person.days_ago
    instant = start_of_day(clock.today() - datetime.timedelta(days=days_ago))
    instant += datetime.timedelta(minutes=person.minute)
    with _at(instant):
        case = _apply(town, person, "employer" if goal in {REVIEW, WAITING} else "self")
    with _at(instant, seconds=4):
        if goal == WITHDRAWN:
            withdraw(town.key, case.pk)
        if goal in {WITHDRAWN, CHECKING}:
            return
        record_checks(locked_case(case.pk), person.replies)
    _go_on(town, case.pk, goal, instant)


def _apply(town: Town, person: Inhabitant, keeper: str) -> Case:
    service = town.service
    pin = Pin(service.id, service.release_hash, service.overlay_hash)
    answers = service.kept(person.answers(keeper), known(person.identity, "de"))
    content = Content(answers, person.identity, tuple(step.id for step in service.steps))
    draft = start_draft(pin, Holder(person.holder), content, "de")
    return make_case(draft, Submission(draft.pk, declared=True, level="high"))


def _go_on(town: Town, case_id: int, goal: str, instant: datetime.datetime) -> None:
    """Let resident and office do what is theirs until the case is where it shall be."""
    hours = 1
    while (here := _whereabouts(case_of(case_id))) != goal:
        with _at(instant, hours=hours):
            if here == REVIEW:
                finish_review(town.key, case_id, town.clerk, "Nachweis gesehen")
            elif here == WAITING:
                approve(town.key, [case_id], town.clerk)
            elif here == PAYMENT_DUE and goal != LAPSED:
                _pay(case_id)
        if here == PAYMENT_DUE and goal == LAPSED:
            with _at(instant, hours=15 * 24):
                _let_lapse(case_id)
        elif here == GRANTED:
            _issue(town.key, case_id, instant + datetime.timedelta(hours=hours))
        hours += 1


def _whereabouts(case: Case) -> str:
    if case.state in {READY, PAID, GRANTED}:
        return GRANTED if decision_of(case.pk) else WAITING
    return case.state


def _pay(case_id: int) -> None:
    payment = latest_payment(case_id)
    if payment is None:
        return
    number = f"demo-{payment.request_id}"
    record_transaction(payment, Transaction(number, "", "open", payment.amount_cents))
    take_result(payment.pk, Transaction(number, "", "settled", payment.amount_cents))


def _let_lapse(case_id: int) -> None:
    payment = latest_payment(case_id)
    if payment is not None:
        close_unpaid(locked_payment(payment.pk))


def _issue(town: str, case_id: int, instant: datetime.datetime) -> None:
    """Write the papers; seal and signatures are of today, for the keys are no older."""
    with _at(instant):
        plan = plan_of(case_id)
    if plan is None:
        return
    papers = written(plan, *seal_and_signature(seal_fields(plan.act), town))
    with _at(instant):
        record(plan, papers)
    with _at(instant, hours=RESIDENT_FETCHES):
        take_home(case_of(case_id))


@contextmanager
def _at(instant: datetime.datetime, hours: int = 0, seconds: int = 0) -> Iterator[None]:
    moved = instant + datetime.timedelta(hours=hours, seconds=seconds)
    with clock.replaced_by(FixedClock(min(moved, clock.now()))):
        yield
