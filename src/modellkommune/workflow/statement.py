"""What an official states by hand where the rules could not say it: the fee, or what the permit says.

Nobody stays without a decision because a register knows no length or a list knows no house.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.casework.cases.models import Case
from modellkommune.casework.checks.commands import record_run
from modellkommune.casework.checks.queries import findings_of, latest_run
from modellkommune.casework.fees.commands import record_fee
from modellkommune.casework.fees.queries import fee_in_force
from modellkommune.foundation.identity.queries import staff_name
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.verbs import MATTER_STATED
from modellkommune.foundation.places.queries import book
from modellkommune.foundation.tenants import clock
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow.situation import pinned_service

TERMS: Final = ("zone", "plates", "first", "last")
"""What a permit says; none can be made without."""
FEE: Final = "fee"
BY_HAND: Final = "by_hand"
"""The rule that a finding or a step of the fee names where an official has stated it."""
LIMIT: Final = "fee_by_hand_max"
"""The parameter with the highest fee that may be stated by hand, where a blueprint has one."""
_FEE_SAID: Final = {"de": "Von {name} festgesetzt: {reason}", "en": "Set by {name}: {reason}"}
_TERMS_SAID: Final = {"de": "Von {name} festgelegt: {stated}", "en": "Stated by {name}: {stated}"}
_TITLE: Final = {"de": "Angaben des Amtes", "en": "Stated by the office"}


@dataclass(frozen=True)
class Statement:
    """What the official states; None or empty is what she does not. The fee in cents, with her reason."""

    fee_cents: int | None = None
    fee_reason: str = ""
    zone: str = ""
    plates: tuple[str, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None


class StatementRefused(Exception):
    """A value stated by hand is missing or outside the bounds of the rules.

    `problems`: (field, "missing" | "too_high" | "negative" | "unknown" | "too_early").
    """

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def lacking(case: Case) -> tuple[str, ...]:
    """What has to be known before a permit can be granted and is not: names of `TERMS`, and `FEE`."""
    terms = _terms(case)
    free = pinned_service(case).process.payment == "none"
    unknown = tuple(name for name in TERMS if not terms.get(name))
    return unknown if free or fee_in_force(case.pk) else (*unknown, FEE)


def zones_to_state() -> tuple[str, ...]:
    """The codes of the zones that a permit can name today."""
    return tuple(zone.code for zone in book().zones())


def fee_limit(case: Case) -> int | None:
    """The highest fee in cents that may be stated by hand; None: the blueprint sets no bound."""
    limit: int | None = pinned_service(case).parameters.get(LIMIT)
    return limit


def record_statement(case: Case, statement: Statement, actor: Actor) -> None:
    """Record what the rules lack; what they know stays as they have it. Raises `StatementRefused`."""
    lacks, problems = lacking(case), tuple(problems_of(case, statement))
    if problems:
        raise StatementRefused(problems)
    record(MATTER_STATED, f"case:{case.pk}", actor)
    _record_terms(case, lacks, statement, actor)
    if FEE in lacks:
        record_fee(case, statement.fee_cents or 0, [_step(statement, actor)], actor)


def problems_of(case: Case, statement: Statement) -> Iterator[tuple[str, str]]:
    """What would be refused, and why; see `StatementRefused`."""
    lacks = lacking(case)
    yield from ((name, "missing") for name in lacks if name != FEE and not getattr(statement, name))
    if "zone" in lacks and statement.zone and statement.zone not in zones_to_state():
        yield "zone", "unknown"
    if "last" in lacks and statement.last and statement.last < _first(case, statement):
        yield "last", "too_early"
    if FEE in lacks:
        yield from _fee_problems(case, statement)


def _first(case: Case, statement: Statement) -> datetime.date:
    known = _terms(case).get("first")
    return datetime.date.fromisoformat(known) if known else statement.first or clock.today()


def _fee_problems(case: Case, statement: Statement) -> Iterator[tuple[str, str]]:
    cents, limit = statement.fee_cents, fee_limit(case)
    if cents is None:
        yield FEE, "missing"
    elif cents < 0:
        yield FEE, "negative"
    elif limit is not None and cents > limit:
        yield FEE, "too_high"
    if not statement.fee_reason:
        yield "fee_reason", "missing"


def _terms(case: Case) -> dict[str, Any]:
    run = latest_run(case.pk)
    terms: dict[str, Any] = findings_of(run, case)["terms"] if run else {}
    return terms


def _record_terms(case: Case, lacks: tuple[str, ...], statement: Statement, actor: Actor) -> None:
    run = latest_run(case.pk)
    if run is None:
        return
    content = findings_of(run, case)
    stated: dict[str, Any] = {name: _plain(getattr(statement, name)) for name in TERMS if name in lacks}
    content["terms"] = {**content["terms"], **stated}
    if FEE in lacks:
        stated[FEE] = Money(statement.fee_cents or 0).text()
    content["findings"] = [*content["findings"], _finding(stated, actor)]
    # No register counts as silent any more: a late answer must not replace what a person has stated.
    record_run(case, run.proposal, (), content, actor)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _finding(stated: dict[str, Any], actor: Actor) -> dict[str, Any]:
    said = "; ".join(", ".join(value) if isinstance(value, list) else str(value) for value in stated.values())
    return {
        "id": BY_HAND,
        "title": _TITLE,
        "result": "passed",
        "sentence": _filled(_TERMS_SAID, name=staff_name(actor.id), stated=said),
        "rule": BY_HAND,
        "values": stated,
        "source": _source(actor),
        "basis": "",
    }


def _step(statement: Statement, actor: Actor) -> dict[str, Any]:
    return {
        "id": BY_HAND,
        "sentence": _filled(_FEE_SAID, name=staff_name(actor.id), reason=statement.fee_reason),
        "cents": statement.fee_cents or 0,
        "rule": BY_HAND,
        "values": {},
        "source": _source(actor),
    }


def _source(actor: Actor) -> str:
    return f"{staff_name(actor.id)}, {date_text(clock.today())}"


def _filled(sentence: dict[str, str], **values: str) -> dict[str, str]:
    return {language: text.format(**values) for language, text in sentence.items()}
