"""Why a finding, an amount or a decision is what it is: in sentences, with rule, values and source.

Rules are said in German, the language of law and of the blueprint's names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint import Service
from modellkommune.blueprint.phrases import Phrases
from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import AUTOMATIC, Decision
from modellkommune.casework.permits.models import ISSUED, Permit
from modellkommune.casework.permits.queries import content_of
from modellkommune.foundation.identity.queries import staff_name
from modellkommune.pages.wording import in_language, say
from modellkommune.values.clock import legal_date
from modellkommune.values.period import date_text
from modellkommune.workflow.queries import Dossier
from modellkommune.workflow.situation import pinned_service

BY_HAND: Final = "by_hand"
ANSWERS: Final = "answers"
Facts = tuple[tuple[str, str], ...]
"""Labels with what is said of each."""


@dataclass(frozen=True)
class Explanation:
    """Why a finding or an amount is what it is: rule, the values it looked at, and where they come from."""

    title: str
    sentence: str
    rule: str
    values: Facts
    source: str


def explanations(
    service: Service,
    findings: Iterable[Mapping[str, Any]],
    steps: Iterable[Mapping[str, Any]],
    language: str,
) -> tuple[Explanation, ...]:
    """Findings and the steps of a fee, each with rule, values and source as people read them."""
    phrases = Phrases(service)
    of_findings = (_of_finding(phrases, found, language) for found in findings)
    return (*of_findings, *(_of_step(phrases, step, language) for step in steps))


def outcome_of(dossier: Dossier, case: Case, language: str) -> Facts:
    """What was decided, by whom or by which provision, when, and how it is announced; empty before."""
    decision = dossier.decision
    if decision is None:
        return ()
    said = {
        "outcome": say(f"office.outcome.{decision.outcome}", language),
        "by": _by(decision, case, language),
        "decided": date_text(legal_date(decision.decided_at), language),
        **_announced(decision, language),
    }
    return _labelled(said, language)


def permit_facts(permit: Permit | None, case: Case, language: str) -> Facts:
    """What the permit of a case says; empty before it is issued."""
    if permit is None or permit.state != ISSUED:
        return ()
    said = {
        "permit": permit.number,
        "zone": permit.zone,
        "plates": ", ".join(content_of(permit, case)["plates"]),
        "term": say(
            "office.outcome.from_to",
            language,
            first=date_text(permit.first, language),
            last=date_text(permit.last, language),
        ),
    }
    return _labelled(said, language)


def _of_finding(phrases: Phrases, found: Mapping[str, Any], language: str) -> Explanation:
    by_hand = found.get("rule") == BY_HAND
    source = str(found.get("source", ""))
    named = source if by_hand else _source(phrases, source, language)
    return Explanation(
        title=in_language(found.get("title"), language),
        sentence=in_language(found["sentence"], language),
        rule=say("office.case.by_hand", language) if by_hand else phrases.check(found["id"]),
        values=() if by_hand else tuple(phrases.named(*one) for one in found.get("values", {}).items()),
        source=", ".join(part for part in (named, str(found.get("basis", ""))) if part),
    )


def _of_step(phrases: Phrases, step: Mapping[str, Any], language: str) -> Explanation:
    rule = str(step.get("rule", ""))
    by_hand = rule == BY_HAND
    table = rule.partition("/")[0] if "/" in rule else ""
    values = step.get("values", {}).items()
    return Explanation(
        title="",
        sentence=in_language(step["sentence"], language),
        rule=say("office.case.by_hand", language) if by_hand else phrases.step(rule),
        values=tuple(phrases.named(name, value, table) for name, value in values),
        source=str(step.get("source", "")),
    )


def _source(phrases: Phrases, source: str, language: str) -> str:
    return say("office.case.from_answers", language) if source == ANSWERS else phrases.register(source)


def _by(decision: Decision, case: Case, language: str) -> str:
    if decision.automation == AUTOMATIC:
        provision = str(pinned_service(case).parameters.get("approval_provision", ""))
        return say("office.outcome.automatic", language, provision=provision)
    return staff_name(decision.official)


def _announced(decision: Decision, language: str) -> dict[str, str]:
    days = {
        "provided": decision.provided_at and legal_date(decision.provided_at),
        "fetched": decision.fetched_at and legal_date(decision.fetched_at),
        "posted": decision.posted_at and legal_date(decision.posted_at),
        "announced": decision.announced_on,
    }
    channel = say(f"office.outcome.channel_{decision.channel}", language) if decision.channel else ""
    shown = {name: date_text(day, language) for name, day in days.items() if day}
    return {"channel": channel, **shown, "rule": decision.announcement_rule}


def _labelled(said: Mapping[str, str], language: str) -> Facts:
    return tuple((say(f"office.outcome.label.{name}", language), text) for name, text in said.items() if text)
