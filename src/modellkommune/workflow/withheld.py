"""Files of a case that the scanner has not let through: what they mean for the checks, and asking again.

Nobody is refused for a file. While one waits, a person may look at the case, and no permit is granted by the
rules alone; of one that was rejected the applicant hears which it was, and another one is wanted.
"""

import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from modellkommune.blueprint import Assessment
from modellkommune.casework.applications.queries import case_id_of_draft, supplements_of
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case as case_of
from modellkommune.casework.cases.states import CLOSED
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import findings_of
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.foundation.files import scanner
from modellkommune.foundation.files.errors import refusal_named
from modellkommune.foundation.files.models import QUARANTINED, REJECTED, StoredFile
from modellkommune.foundation.files.quarantine import Outcome, ask_again, settle
from modellkommune.foundation.files.queries import quarantined, withheld
from modellkommune.foundation.tenants.context import current_municipality, municipality
from modellkommune.workflow import notices, queue
from modellkommune.workflow.handing_in import AGAIN, DESK
from modellkommune.workflow.situation import pinned_service

BATCH: Final = 200
UNSCANNED, SPOILT = "unscanned", "spoilt"
"""In a run of the checks: ids of files that waited for the scanner, and of rejected ones."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Withheld:
    """Of the files of a case: ids of those that wait, of rejected ones; fields that lack one since when."""

    unscanned: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()
    again: dict[str, str] = field(default_factory=dict)

    @property
    def noted(self) -> dict[str, Any]:
        """As a run of the checks keeps it; nothing where all files were let through."""
        noted = {UNSCANNED: list(self.unscanned), SPOILT: list(self.spoilt), AGAIN: self.again}
        return {name: value for name, value in noted.items() if value}


def withheld_of(case: Case, answers: dict[str, Any]) -> Withheld:
    """What of the files in `answers`, supplements included, the scanner has not let through."""
    by_field = {str(file_id): name for name, file_id in _files(case, answers)}
    found = withheld(by_field) if by_field else ()
    spoilt = [each for each in found if each.state == REJECTED]
    come = [(each.at, name) for each in supplements_of(case) for name in each.files] if spoilt else []
    again: dict[str, str] = {}
    for each in spoilt:
        name, since = by_field[str(each.pk)], each.asked_at or each.stored_at
        if not any(at > since for at, named in come if named == name):
            again[name] = since.isoformat()
    waiting = tuple(str(each.pk) for each in found if each.state == QUARANTINED)
    return Withheld(waiting, tuple(str(each.pk) for each in spoilt), again)


def without_spoilt(answers: dict[str, Any], held: Withheld) -> dict[str, Any]:
    """The answers as the rules see them: a rejected file was not handed in."""
    if not held.spoilt:
        return answers
    return {
        name: [each for each in value if not _is_spoilt(each, held)] if isinstance(value, list) else value
        for name, value in answers.items()
    }


def looked_at(assessment: Assessment, held: Withheld) -> Literal["grant", "review"]:
    """The proposal of the rules; a person looks where a file waits or is missing."""
    return "review" if held.unscanned or held.again else assessment.proposal


def is_scanned_since(found: dict[str, Any]) -> bool:
    """Whether of the files for which a run waited all have been let through or rejected."""
    waited = found.get(UNSCANNED, ())
    return bool(waited) and all(each.state != QUARANTINED for each in withheld(waited))


@dataclass(frozen=True)
class NotedFile:
    """A file that is withheld, as its applicant reads of it; `refusal` by language, None while it waits."""

    name: str
    refusal: Mapping[str, str] | None


def files_noted(case: Case, run: CheckRun | None) -> tuple[NotedFile, ...]:
    """The files of a case that wait, or were rejected and not replaced, as the last checks found them."""
    found = findings_of(run, case) if run and case.state not in CLOSED else {}
    named = [*found.get(UNSCANNED, ()), *(found.get(SPOILT, ()) if found.get(AGAIN) else ())]
    return tuple(
        NotedFile(each.name, refusal_named(each.refusal).message if each.refusal else None)
        for each in (withheld(named) if named else ())
    )


def ask_about_quarantined(town: str) -> None:
    """Ask the scanner about the files of a town that wait, until it rests. Safe to repeat."""
    with municipality(town):
        waiting = quarantined(BATCH)
    for file_id in waiting:
        if scanner.rests():
            return
        outcome = _asked(town, file_id)
        with municipality(town):
            file = settle(file_id, outcome)
            if file is not None:
                _go_on(file)


def _asked(town: str, file_id: uuid.UUID) -> Outcome:
    """A file whose content cannot be read must not keep those behind it waiting."""
    try:
        return ask_again(town, file_id)
    except Exception:
        log.exception("A file in quarantine in %s could not be asked about.", town)
        return Outcome()


def _go_on(file: StoredFile) -> None:
    case_id = _case_id_of(file.owner)
    case = case_of(case_id) if case_id else None
    if case is None or case.state in CLOSED or decision_of(case.pk) is not None:
        return
    if file.state == REJECTED:
        notices.tell(case, "file_rejected")
    queue.later(queue.CHECK, current_municipality(), case_id=case.pk)


def _case_id_of(owner: str) -> int | None:
    """The case that a file belongs to by now, or None: "draft:<uuid>", "case:<id>", "late:<id>:<field>"."""
    kind, _, rest = owner.partition(":")
    if kind == "draft":
        return case_id_of_draft(uuid.UUID(rest))
    return int(rest.partition(":")[0]) if kind in ("case", DESK) else None


def _files(case: Case, answers: dict[str, Any]) -> Iterator[tuple[str, uuid.UUID]]:
    for each in pinned_service(case).fields.values():
        for described in answers.get(each.id) or () if each.type == "upload" else ():
            try:
                yield each.id, uuid.UUID(str(described["id"]))
            except ValueError:
                continue


def _is_spoilt(value: Any, held: Withheld) -> bool:
    return isinstance(value, dict) and value.get("id") in held.spoilt
