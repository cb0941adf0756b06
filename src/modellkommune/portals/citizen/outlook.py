"""What the rules can already say while the application is being written: fee, last day, obstacles.

No register has been asked then, so all that depends on one is left out. Nothing here decides anything.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from modellkommune.blueprint import Field, Finding, Inputs, Preview, Situation, Step
from modellkommune.foundation.places.queries import book
from modellkommune.pages.wording import say
from modellkommune.portals.citizen.desk import Desk
from modellkommune.portals.citizen.zone import reason_of
from modellkommune.values.money import Money
from modellkommune.values.period import date_text

MOST_OPTIONS = 8
"""Choices with more options than that get no outlook: each costs an assessment."""


def outlook(desk: Desk, answers: Mapping[str, Any]) -> Preview:
    """Fee and terms for these answers before any register was asked."""
    return desk.service.preview(_situation(desk, answers))


def _situation(desk: Desk, answers: Mapping[str, Any]) -> Situation:
    return Situation(
        answers=answers,
        identity=desk.content.identity,
        replies=desk.own_reply,
        kind=desk.draft.kind or desk.service.process.kinds[0].id,
        submitted=desk.known.today,
        today=desk.known.today,
    )


def obstacles(desk: Desk) -> tuple[Finding, ...]:
    """What the answers alone show to be missing. Never a refusal: a person decides."""
    findings = desk.service.assess(_situation(desk, desk.content.answers)).findings
    return tuple(
        finding for finding in findings if finding.result == "failed" and finding.source == "answers"
    )


def reasons_of_places(desk: Desk, asked: Step, language: str) -> tuple[str, ...]:
    """Why addresses of this step lie in no zone, in the town's own words."""
    places = book()
    found = []
    for field in asked.fields:
        answer = desk.content.answers.get(field.id) if field.type == "address" else None
        if answer and not answer.get("zone"):
            house = f"{answer['number']} {answer['addition']}".strip()
            match = places.find(answer["street"], house, answer["postcode"])
            if match.address is not None:
                found.append(reason_of(places.finding(match.address), language))
    return tuple(found)


def with_prices(desk: Desk, field: Field, inputs: Inputs, language: str) -> Inputs:
    """A choice whose options differ in fee or last day says so beside each option."""
    if field.type != "choice" or field.settings.get("of") != "integer" or len(field.options) > MOST_OPTIONS:
        return inputs
    hints = {
        str(option.value): _hint(outlook(desk, {**desk.content.answers, field.id: option.value}), language)
        for option in field.options
    }
    if len(set(hints.values())) < len(hints):
        return inputs
    control = inputs.inputs[0]
    options = tuple(replace(choice, hint=choice.hint or hints[choice.value]) for choice in control.options)
    return replace(inputs, inputs=(replace(control, options=options), *inputs.inputs[1:]))


def _hint(preview: Preview, language: str) -> str:
    last = str(preview.terms.get("last") or "")
    until = (
        say("outlook.until", language, last=date_text(datetime.date.fromisoformat(last), language))
        if last
        else ""
    )
    fee = Money(preview.fee.total).text(language) if preview.fee else ""
    return ", ".join(part for part in (fee, until) if part)
