"""What the rules say about one application, and why: findings, fee, proposal. A refusal is never proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, Literal

from modellkommune.blueprint.wording import Text

Result = Literal["passed", "failed", "open"]
OF_ANSWERS: Final = "answers"
"""The source of a finding that looked at no register of its own."""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the rules may look at. replies: what each register said; None or missing: it is silent."""

    answers: Mapping[str, Any]
    identity: Mapping[str, Any] | None
    replies: Mapping[str, Mapping[str, Any] | None]
    kind: str
    submitted: date
    today: date


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """A question to a register: purpose and legal basis are logged with it."""

    register: str
    purpose: Text
    legal_basis: Text
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one check went. rule: its expression; values: what that read; source: register id or "answers"."""

    id: str
    title: Text
    result: Result
    sentence: Text
    rule: str
    values: dict[str, Any]
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One line of the fee, in cents. rule: table and row, or the expression; source: of the row."""

    id: str
    sentence: Text
    cents: int
    rule: str
    values: dict[str, Any]
    source: str


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee in cents, never below zero, with its steps."""

    total: int
    steps: tuple[FeeStep, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact: its value, what it was derived from, and a sentence where the blueprint has one."""

    id: str
    title: Text
    value: Any
    shown: Text
    sentence: Text
    rule: str
    values: dict[str, Any]


GAPS: Final = frozenset({"fee", "terms"})
"""Reasons of the platform's own: what the rules could not state."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person must look. id: a review, a check that did not pass, "fee" or "terms"."""

    id: str
    sentence: Text
    rule: str
    values: dict[str, Any]

    @property
    def for_office(self) -> Text:
        """What the office reads."""
        return self.sentence


@dataclass(frozen=True, slots=True)
class GuardedReason(Reason):
    """A reason that says more to the office than to the applicant: it tells of somebody else."""

    office: Text

    @property
    def for_office(self) -> Text:
        """What the office reads."""
        return self.office


def plain(one: Finding | FeeStep | Reason) -> dict[str, Any]:
    """Its fields by name, to be kept as JSON; without the copy of each value that `asdict` makes."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


@dataclass(frozen=True, slots=True)
class Preview:
    """What an application would cost and say on the permit, if everything else were in order."""

    fee: Fee | None
    terms: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say. evidence: ids of upload fields still wanted."""

    facts: dict[str, Any]
    findings: tuple[Finding, ...]
    fee: Fee | None
    proposal: Literal["grant", "review"]
    reasons: tuple[Text, ...]
    terms: dict[str, Any]
    evidence: tuple[str, ...]
    explained: tuple[Reason, ...] = ()

    @property
    def reason_ids(self) -> tuple[str, ...]:
        """The ids of the reasons, in the order of `reasons`."""
        return tuple(reason.id for reason in self.explained)

    @property
    def said(self) -> tuple[Text, ...]:
        """The sentences the applicant reads."""
        return tuple(one.sentence for one in self._mentioned)

    @property
    def said_to_office(self) -> tuple[Text, ...]:
        """The sentences the office reads."""
        return tuple(one.for_office for one in self._mentioned)

    @property
    def _mentioned(self) -> tuple[Reason, ...]:
        """A gap is not mentioned where another reason says what is unknown."""
        explained = any(None in one.values.values() for one in self.explained if one.id not in GAPS)
        return tuple(one for one in self.explained if not (explained and one.id in GAPS))
