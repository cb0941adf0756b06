"""The resident's copy of the application: what was said and declared, signed (TR-03172-3, 3.19.03).

It is written when somebody wants it, for most people never do.
"""

from typing import Any

from modellkommune.casework.applications.commands import record_receipt
from modellkommune.casework.applications.models import Application
from modellkommune.casework.applications.queries import application_of, content_of
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.queries import locked_case
from modellkommune.foundation.documents.commands import render, sign_pdf
from modellkommune.foundation.files.commands import keep
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.foundation.tenants.queries import profile
from modellkommune.values.clock import legal_date
from modellkommune.values.period import date_text
from modellkommune.workflow.letterhead import letterhead, local
from modellkommune.workflow.situation import pinned_service
from modellkommune.workflow.wording import Words


def write_receipt(town: str, case_id: int) -> None:
    """Write the copy once; repeating it changes nothing."""
    with municipality(town):
        case = case_of(case_id)
        application = application_of(case)
        if application.receipt:
            return
        values = _receipt_data(town, case, application)
    source = pinned_service(case).documents["receipt"]
    attached = {"document": "receipt", "number": case.number, "digest": application.digest}
    pdf = sign_pdf(render(source, values, case.language, attached), town)
    reached("receipt_signed")
    with municipality(town):
        if application_of(locked_case(case_id)).receipt:
            return
        document = keep(pdf, "receipt", "pdf", case.key, f"case:{case.pk}")
        record_receipt(case, str(document.pk))
    reached("receipt_recorded")


def _receipt_data(town: str, case: Case, application: Application) -> dict[str, Any]:
    """The data of receipt.typ."""
    language = case.language
    words = Words(
        pinned_service(case),
        language,
        {
            "number": case.number,
            "deadline": date_text(case.deadline, language),
        },
    )
    content = content_of(application, case)
    received = date_text(legal_date(application.submitted_at), language)
    return {
        **letterhead(profile(town), words),
        "title": words.one("receipt.title"),
        "heading": words.one("receipt.heading"),
        "service": words.one("service.title"),
        "info": [
            {"label": words.one("paper.file_number"), "value": case.number},
            {"label": words.one("receipt.received"), "value": received},
            {"label": words.one("paper.contact"), "value": profile(town)["contacts"]["phone"]},
        ],
        "groups": _groups(case, content["answers"]),
        "declaration": {
            "heading": words.one("receipt.declared"),
            "paragraphs": [content["declaration"]],
        },
        "next": {"heading": words.one("receipt.next_heading"), "items": words.many("receipt.next")},
        "page_label": words.one("paper.page"),
        "of_label": words.one("paper.of"),
    }


def _groups(case: Case, answers: dict[str, Any]) -> list[dict[str, Any]]:
    service, language = pinned_service(case), case.language
    return [
        {
            "heading": local(dict(step.title), language),
            "rows": [
                {
                    "label": local(dict(field.label), language),
                    "value": service.present(field, answers[field.id], language),
                }
                for field in step.fields
                if answers.get(field.id) not in (None, "", [])
            ],
        }
        for step in service.steps
    ]
