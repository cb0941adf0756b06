"""What permit and decision say, gathered for the templates of the blueprint.

The keys are those that the templates' header comments name; no layout here, no record there.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.models import AUTOMATIC, Decision
from modellkommune.casework.decisions.queries import content_of
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.queries import public_address
from modellkommune.values.clock import legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow.access import PERMIT_CODE
from modellkommune.workflow.announcing import Rule
from modellkommune.workflow.letterhead import letterhead, local
from modellkommune.workflow.situation import pinned_service
from modellkommune.workflow.wording import Words


@dataclass(frozen=True)
class Act:
    """Everything that permit and decision are made of."""

    town: str
    case: Case
    decision: Decision
    permit: Permit
    plates: tuple[str, ...]
    official_name: str
    paid_on: datetime.date | None
    answers: dict[str, Any]
    described: dict[str, Any]
    """The municipality's description."""
    terms: dict[str, Any]
    """What the rules state under `terms`: placeholders of the blueprint's texts by their names."""


def permit_data(act: Act) -> dict[str, Any]:
    """The data of permit.typ, but for the seal."""
    words = _words(act)
    return {
        **letterhead(act.described, words),
        "title": words.one("paper.permit_title"),
        "heading": words.one("permit.heading"),
        **{
            f"{name}_label": words.one(f"paper.{name}")
            for name in ("zone", "plates", "until", "from", "number", "fold")
        },
        "zone": act.permit.zone,
        "plates": list(act.plates),
        "until": numeric_date(act.permit.last),
        "from": numeric_date(act.permit.first),
        "number": act.permit.number,
        "seal_alt": words.one("paper.seal_alt"),
        "sections": _permit_sections(act, words),
    }


def seal_fields(act: Act) -> dict[str, Any]:
    """What the visible digital seal carries (TR-03171 profile): no name, no address."""
    return {
        "number": act.permit.number,
        "zone": act.permit.zone,
        "plates": list(act.plates),
        "valid_from": act.permit.first.isoformat(),
        "valid_to": act.permit.last.isoformat(),
    }


def decision_data(act: Act, rule: Rule) -> dict[str, Any]:
    """The data of decision.typ."""
    words, content = _words(act), content_of(act.decision, act.case)
    return {
        **letterhead(act.described, words),
        "title": words.one("paper.decision_title"),
        "recipient": recipient_lines(act.answers),
        "info": info_lines(act.case, act.described, words),
        "subject": words.of_kind("decision.subject", act.case.kind),
        "opening": [words.one("paper.salutation"), words.of_kind("decision.opening", act.case.kind)],
        "operative": {"heading": words.one("paper.operative"), "items": [words.one("decision.operative")]},
        "reasons": {"heading": words.one("paper.reasons"), "paragraphs": [words.one("decision.reasons")]},
        "clauses": {"heading": words.one("paper.clauses"), "items": _clauses(act, words)},
        "fee": _fee(act, words, content),
        "remedy": {"heading": words.one("paper.remedy"), "paragraphs": [words.one("decision.remedy")]},
        "announcement": words.one(rule.wording, **rule.words(act.case)),
        "closing": [words.one("decision.closing"), act.official_name or words.one("paper.authority")],
        "automation_note": _automation_note(act, words),
        "page_label": words.one("paper.page"),
        "of_label": words.one("paper.of"),
    }


def numeric_date(day: datetime.date) -> str:
    """A date as it stands on a permit: 02.12.2027."""
    return day.strftime("%d.%m.%Y")


def _words(act: Act) -> Words:
    language = act.case.language
    values = {name: ", ".join(listed(value)) for name, value in act.terms.items()} | {
        "number": act.permit.number,
        "of_permit": act.case.of_permit,
        "zone": act.permit.zone,
        "plates": ", ".join(act.plates),
        "first": date_text(act.permit.first, language),
        "last": date_text(act.permit.last, language),
        "date": date_text(legal_date(act.decision.decided_at), language),
        "name": name_of(act.answers),
        "address": f"{public_address(act.town)}/pruefung/",
        "code": access_code(PERMIT_CODE, act.permit.number),
    }
    return Words(pinned_service(act.case), language, values)


def listed(value: Any) -> list[str]:
    """A term as the words of a paper: its entries, whole numbers and texts as they are, nothing for none."""
    entries = value if isinstance(value, list) else [value]
    return [str(entry) for entry in entries if entry is not None]


def _permit_sections(act: Act, words: Words) -> list[dict[str, Any]]:
    use = f"permit.use_{pinned_service(act.case).process.display}"
    return [
        {"heading": words.one("paper.use"), "paragraphs": [words.one(use)]},
        {"heading": words.one("paper.change"), "paragraphs": [words.one("permit.change")]},
        {
            "heading": words.one("paper.verify"),
            "paragraphs": [words.one("permit.verify"), words.one("paper.verify_where")],
        },
    ]


def _clauses(act: Act, words: Words) -> list[str]:
    display = pinned_service(act.case).process.display
    carried = words.one("decision.clause_print" if display == "print" else "decision.clause_digital")
    return [*words.many("decision.clauses"), carried]


def recipient_lines(answers: dict[str, Any]) -> list[str]:
    """Name and address of the applicant, as they stand in the window of a letter."""
    address = answers["address"]
    line = f"{address['street']} {address['number']} {address.get('addition', '')}".strip()
    return [name_of(answers), line, f"{address.get('postcode', '')} {address.get('place', '')}".strip()]


def name_of(answers: dict[str, Any]) -> str:
    """The applicant's name."""
    return f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()


def info_lines(case: Case, described: dict[str, Any], words: Words) -> list[dict[str, str]]:
    """File number, date and whom to ask."""
    contacts = described["contacts"]
    return [
        {"label": words.one("paper.file_number"), "value": case.number},
        {"label": words.one("paper.date"), "value": date_text(clock.today(), case.language)},
        {"label": words.one("paper.contact"), "value": contacts["phone"]},
    ]


def _fee(act: Act, words: Words, content: dict[str, Any]) -> dict[str, Any] | None:
    if not content["fee_cents"]:
        return None
    note = _fee_note(words, content) if act.paid_on else ""
    return fee_table(content, words, words.one("decision.fee_basis"), note)


def _fee_note(words: Words, content: dict[str, Any]) -> str:
    of_day = content.get("fee_of_day_cents")
    if of_day in (None, content["fee_cents"]) or not words.service.has_text("decision.fee_stays"):
        return words.one("decision.fee_paid")
    return words.one("decision.fee_stays", fee_of_day=Money(of_day).text(words.language))


def fee_table(content: dict[str, Any], words: Words, basis: str, note: str) -> dict[str, Any]:
    """The fee of a decision with the steps that led there; `content` is what was decided."""
    language = words.language
    return {
        "heading": words.one("paper.fee"),
        "basis": basis,
        "steps": [
            {"sentence": local(step["sentence"], language), "amount": Money(step["cents"]).text(language)}
            for step in content["fee_steps"]
        ],
        "total_label": words.one("paper.fee_total"),
        "total": Money(content["fee_cents"]).text(language),
        "note": note,
    }


def _automation_note(act: Act, words: Words) -> str:
    if act.decision.automation == AUTOMATIC:
        return words.one("decision.automatic", provision=str(words.service.parameters["approval_provision"]))
    return words.one("decision.by_person")
