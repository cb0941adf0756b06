"""Recording what was handed in."""

import hashlib
import uuid
from typing import Any

import rfc8785

from modellkommune.casework.applications.models import Application, Supplement
from modellkommune.casework.cases.models import Case
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.keys.commands import seal_json
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.writing import insert

PURPOSE = "application"


def record_application(case: Case, draft_id: uuid.UUID, content: dict[str, Any], actor: Actor) -> Application:
    """Seal `content` {answers, identity, declaration, language} as the application of `case`."""
    application = Application(
        case=case,
        draft_id=draft_id,
        content=seal_json(case.key, content, PURPOSE),
        digest=digest_of(content),
        submitted_at=clock.now(),
    )
    insert(application)
    record("application_recorded", f"case:{case.pk}", actor, {"digest": application.digest}, case.key)
    return application


def record_supplement(case: Case, files: dict[str, list[dict[str, Any]]], actor: Actor) -> Supplement:
    """Seal what was handed in later: descriptors of files by the id of the field that wants them."""
    content = {"files": files}
    supplement = Supplement(
        case=case,
        content=seal_json(case.key, content, PURPOSE),
        digest=digest_of(content),
        handed_in_at=clock.now(),
    )
    insert(supplement)
    record("evidence_handed_in", f"case:{case.pk}", actor, {"digest": supplement.digest}, case.key)
    return supplement


def record_receipt(case: Case, document: str) -> None:
    """Note that the resident's signed copy exists. One that exists already stays."""
    written = Application.objects.filter(case_id=case.pk, receipt="").update(receipt=document)
    if written:
        record(
            "receipt_written",
            f"case:{case.pk}",
            Actor("system", "receipts"),
            {"document": document},
            case.key,
        )


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of an application, as 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()
