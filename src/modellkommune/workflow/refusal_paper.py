"""Writing the refusal: what, for whom, why with rule and source, fee, remedy, announcement; signed.

It is an act like the grant (VwVfG sections 37, 39 and 41) in the same layout. There is no permit and no seal.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import REFUSED
from modellkommune.casework.decisions.commands import Announcement, record_provision
from modellkommune.casework.decisions.models import Decision
from modellkommune.casework.decisions.queries import content_of, decision_of
from modellkommune.foundation.documents.commands import render, signature_of
from modellkommune.foundation.files.commands import keep
from modellkommune.foundation.identity.queries import staff_name
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import profile
from modellkommune.values.clock import legal_date
from modellkommune.values.money import Money
from modellkommune.values.period import date_text
from modellkommune.workflow import notices
from modellkommune.workflow.announcing import Rule, rule_of
from modellkommune.workflow.letterhead import letterhead, local
from modellkommune.workflow.paperdata import fee_table, info_lines, name_of, recipient_lines
from modellkommune.workflow.refusal import words_of
from modellkommune.workflow.situation import application_content, pinned_service, submission_day
from modellkommune.workflow.wording import Words


@dataclass(frozen=True)
class RefusalAct:
    """Everything that the paper of a refusal is made of."""

    case: Case
    decision: Decision
    content: dict[str, Any]
    answers: dict[str, Any]
    described: dict[str, Any]
    """The municipality's description."""


def write_refusal(town: str, case_id: int) -> None:
    """Write, sign and provide the paper of a refusal. Killed on the way, the next attempt does it."""
    with municipality(town):
        case = locked_case(case_id)
        decision = decision_of(case_id)
        if case.state != REFUSED or decision is None or decision.document:
            return
        act = RefusalAct(
            case, decision, content_of(decision, case), application_content(case)["answers"], profile(town)
        )
        rule = rule_of(case, decision)
        announcement = rule.provided(clock.today())
        values, sign = refusal_data(act, rule), signature_of(town)
        source = pinned_service(case).documents["decision"]
    attached = {"document": "decision", "outcome": decision.outcome, "number": case.number}
    pdf = sign(render(source, values, case.language, attached))
    reached("refusal_written")
    with municipality(town):
        _provide(case_id, pdf, announcement)
    reached("refusal_provided")


def refusal_data(act: RefusalAct, rule: Rule) -> dict[str, Any]:
    """The data of decision.typ."""
    words = _words(act)
    return {
        **letterhead(act.described, words),
        "title": words.one("paper.decision_title"),
        "recipient": recipient_lines(act.answers),
        "info": info_lines(act.case, act.described, words),
        "subject": words.of_kind("refusal.subject", act.case.kind),
        "opening": [words.one("paper.salutation"), words.of_kind("refusal.opening", act.case.kind)],
        "operative": {"heading": words.one("paper.operative"), "items": _operative(act, words)},
        "reasons": {"heading": words.one("paper.reasons"), "paragraphs": _reasons(act, words)},
        "clauses": {"heading": words.one("paper.clauses"), "items": []},
        "fee": _fee(act, words),
        "remedy": {"heading": words.one("paper.remedy"), "paragraphs": [words.one("decision.remedy")]},
        "announcement": words.one(rule.wording, **rule.words(act.case)),
        "closing": [words.one("decision.closing"), staff_name(act.decision.official)],
        "automation_note": words.one("decision.by_person"),
        "page_label": words.one("paper.page"),
        "of_label": words.one("paper.of"),
    }


def _provide(case_id: int, pdf: bytes, announcement: Announcement) -> None:
    case = locked_case(case_id)
    decision = decision_of(case_id)
    if decision is None or decision.document:
        return
    document = keep(pdf, "decision", "pdf", case.key, f"case:{case.pk}")
    record_provision(decision, str(document.pk), announcement)
    notices.tell(case, "refused")


def _words(act: RefusalAct) -> Words:
    language, content = act.case.language, act.content
    values = {
        "number": act.case.number,
        "of_permit": act.case.of_permit,
        "name": name_of(act.answers),
        "date": date_text(legal_date(act.decision.decided_at), language),
        "applied": date_text(submission_day(act.case), language),
        "asked": _day(content["heard_on"], language),
        "answer_by": _day(content["answer_by"], language),
        "answered": _day(content["answered_on"], language),
        "paid": Money(content["paid_cents"]).text(language),
        "refund": Money(content["refund_cents"]).text(language),
    }
    return Words(words_of(act.case), language, values)


def _day(text: str, language: str) -> str:
    return date_text(datetime.date.fromisoformat(text), language) if text else ""


def _operative(act: RefusalAct, words: Words) -> list[str]:
    items = [words.one("decision.operative_refused")]
    if not act.content["fee_cents"]:
        items.append(words.one("refusal.free"))
    if act.content["refund_cents"]:
        items.append(words.one("refusal.refund"))
    return items


def _reasons(act: RefusalAct, words: Words) -> list[str]:
    found = [_reason(finding, words) for finding in act.content["findings"]]
    own = [part.strip() for part in act.content["words"].split("\n") if part.strip()]
    return [words.one("refusal.reasons"), *found, *own, *_heard(act, words)]


def _reason(finding: dict[str, Any], words: Words) -> str:
    sentence = local(finding["sentence"], words.language)
    basis = finding["basis"]
    return words.one("refusal.basis", sentence=sentence, basis=basis) if basis else sentence


def _heard(act: RefusalAct, words: Words) -> list[str]:
    if not act.content["heard_on"]:
        return []
    return [words.one("refusal.heard" if act.content["answered_on"] else "refusal.heard_silent")]


def _fee(act: RefusalAct, words: Words) -> dict[str, Any] | None:
    content = act.content
    if not content["fee_cents"]:
        return None
    note = "refusal.fee_kept" if content["paid_cents"] >= content["fee_cents"] else "refusal.fee_bill"
    return fee_table(content, words, words.one("refusal.fee_basis"), words.one(note))
