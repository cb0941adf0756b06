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
from modellkommune.foundation.tenants.queries import profile, public_address
from modellkommune.values.clock import legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow.access import PERMIT_CODE
from modellkommune.workflow.situation import application_content, pinned_service
from modellkommune.workflow.wording import Words


@dataclass(frozen=True)
class Act:
    """Everything that permit and decision are made of."""

    case: Case
    decision: Decision
    permit: Permit
    plates: tuple[str, ...]
    official_name: str
    paid_on: datetime.date | None


def permit_data(act: Act) -> dict[str, Any]:
    """The data of permit.typ, but for the seal."""
    words = _words(act)
    language = act.case.language
    return {
        **_letterhead(act, words),
        "title": words.one("permit.title"),
        "heading": words.one("permit.heading"),
        **{f"{name}_label": words.one(f"permit.{name}_label") for name in ("zone", "plates", "until", "from", "number")},
        "zone": act.permit.zone,
        "plates": list(act.plates),
        "until": numeric_date(act.permit.last),
        "from": numeric_date(act.permit.first),
        "number": act.permit.number,
        "seal_alt": words.one("permit.seal_alt"),
        "fold_label": words.one("permit.fold_label"),
        "sections": _permit_sections(act, words),
        "language": language,
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


def decision_data(act: Act, announced_on: datetime.date, channel: str) -> dict[str, Any]:
    """The data of decision.typ."""
    words, content = _words(act), content_of(act.decision, act.case)
    return {
        **_letterhead(act, words),
        "title": words.one("decision.title"),
        "recipient": _recipient(act),
        "info": _info(act, words),
        "subject": words.one("decision.subject"),
        "opening": words.many("decision.opening"),
        "operative": _section(words, "decision.operative.heading", items=words.many("decision.operative.items")),
        "reasons": _section(words, "decision.reasons.heading", paragraphs=_reasons(content, act.case.language)),
        "clauses": _section(words, "decision.clauses_heading", items=words.many("decision.clauses")),
        "fee": _fee(act, words, content),
        "remedy": _section(words, "decision.remedy_heading", paragraphs=words.many("decision.remedy")),
        "announcement": words.one(f"decision.announcement.{channel}", day=date_text(announced_on, act.case.language)),
        "closing": _closing(act, words),
        "automation_note": words.one("decision.automation_note"),
        "page_label": words.one("decision.page_label"),
        "of_label": words.one("decision.of_label"),
    }


def numeric_date(day: datetime.date) -> str:
    """A date as it stands on a permit: 02.12.2027."""
    return day.strftime("%d.%m.%Y")


def _words(act: Act) -> Words:
    language = act.case.language
    answers = application_content(act.case)["answers"]
    values = {
        "number": act.permit.number,
        "zone": act.permit.zone,
        "plates": ", ".join(act.plates),
        "first": date_text(act.permit.first, language),
        "last": date_text(act.permit.last, language),
        "date": date_text(legal_date(act.decision.decided_at), language),
        "name": f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip(),
        "address": f"{public_address(act.case.municipality_id)}/pruefung/",
        "code": access_code(PERMIT_CODE, act.permit.number),
    }
    return Words(pinned_service(act.case), language, values)


def _letterhead(act: Act, words: Words) -> dict[str, Any]:
    town = profile(act.case.municipality_id)
    contacts, language = town["contacts"], act.case.language
    name = _local(town["official_name"], language)
    address = f"{contacts['postcode']} {contacts['place']}"
    return {
        "municipality": name,
        "authority": words.one("authority"),
        "authority_lines": [contacts["street"], address, contacts["phone"], contacts["email"]],
        "sender_line": f"{name}, {contacts['street']}, {address}",
        "demonstration": words.one("demonstration") if town["demonstration"] else "",
    }


def _permit_sections(act: Act, words: Words) -> list[dict[str, Any]]:
    digital = pinned_service(act.case).display in {"digital", "both"}
    use = "permit.use.digital_paragraphs" if digital else "permit.use.paragraphs"
    return [
        {"heading": words.one("permit.use.heading"), "paragraphs": words.many(use)},
        {"heading": words.one("permit.change.heading"), "paragraphs": words.many("permit.change.paragraphs")},
        {"heading": words.one("permit.check.heading"), "paragraphs": words.many("permit.check.paragraphs")},
    ]


def _section(words: Words, heading: str, **content: list[str]) -> dict[str, Any]:
    return {"heading": words.one(heading), **content}


def _recipient(act: Act) -> list[str]:
    answers = application_content(act.case)["answers"]
    address = answers["address"]
    line = f"{address['street']} {address['number']} {address.get('addition', '')}".strip()
    name = f"{answers.get('given_name', '')} {answers.get('family_name', '')}".strip()
    return [name, line, f"{address.get('postcode', '')} {address.get('place', '')}".strip()]


def _info(act: Act, words: Words) -> list[dict[str, str]]:
    contacts = profile(act.case.municipality_id)["contacts"]
    return [
        {"label": words.one("decision.number_label"), "value": act.case.number},
        {"label": words.one("decision.date_label"), "value": date_text(clock.today(), act.case.language)},
        {"label": words.one("decision.contact_label"), "value": contacts["phone"]},
    ]


def _reasons(content: dict[str, Any], language: str) -> list[str]:
    return [_local(reason, language) for reason in content["reasons"]]


def _fee(act: Act, words: Words, content: dict[str, Any]) -> dict[str, Any] | None:
    if not content["fee_cents"]:
        return None
    language = act.case.language
    paid = act.paid_on
    return {
        "heading": words.one("decision.fee_heading"),
        "basis": words.one("decision.fee_basis"),
        "steps": [
            {"sentence": _local(step["sentence"], language), "amount": Money(step["cents"]).text(language)}
            for step in content["fee_steps"]
        ],
        "total_label": words.one("decision.fee_total_label"),
        "total": Money(content["fee_cents"]).text(language),
        "note": words.one("decision.fee_paid", day=date_text(paid, language)) if paid else "",
    }


def _closing(act: Act, words: Words) -> list[str]:
    if act.decision.automation == AUTOMATIC:
        provision = str(words.service.parameters.get("approval_provision", ""))
        return words.many("decision.closing_automatic", provision=provision)
    return words.many("decision.closing_official", name=act.official_name)


def _local(text: dict[str, str] | str, language: str) -> str:
    return text if isinstance(text, str) else text.get(language) or text["de"]
