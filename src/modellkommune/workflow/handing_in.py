"""Evidence that comes after the application: what is still wanted, until when, handing it in, looking at it.

Files lie on the desk of the case until the resident hands them in; then the case goes on by itself.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from modellkommune.blueprint import Field
from modellkommune.casework.applications.commands import record_supplement
from modellkommune.casework.applications.queries import supplements_of
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import locked_case
from modellkommune.casework.cases.states import CLOSED, REVIEW
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.checks.queries import findings_of, latest_run, runs_of
from modellkommune.casework.decisions.queries import answer_to, decision_of, hearings_of
from modellkommune.foundation.files.commands import hand_over, remove_forgotten
from modellkommune.foundation.files.errors import FileNotFound
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import descriptor, file, files_of
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.moments import reached
from modellkommune.values.clock import legal_date
from modellkommune.workflow import notices, queue
from modellkommune.workflow.situation import application_content, pinned_service

DESK: Final = "late"
AGAIN: Final = "again"
"""In a run of the checks: by field the instant since which another file is due, for a rejected one."""
ANSWER: Final = Field(
    id="hearing",
    type="upload",
    label={"de": "Antwort auf die Anhörung", "en": "Answer to our question"},
    hint={},
    optional=True,
    settings={"accept": ("pdf", "jpg", "png"), "max_mb": 10, "max_files": 5, "later": False},
)
"""Files that come with the answer of an applicant who was heard; no blueprint asks for them."""
DAYS_ON_DESK: Final = 30
"""So long files wait to be handed in; then they are deleted, like a draft."""


class NothingChosen(Exception):
    """No file lies on the desk."""


class NoLongerWanted(Exception):
    """The case has been decided or is over; evidence changes nothing any more."""


@dataclass(frozen=True)
class Evidence:
    """Files of a case under the question they answer; `at` is None for those of the application itself."""

    field: Field
    files: tuple[StoredFile, ...]
    at: datetime.datetime | None


def wanted(case: Case) -> tuple[Field, ...]:
    """The evidence that the last checks asked for and that has not come since; empty once it is decided."""
    return wanted_by(latest_run(case.pk), case)


def wanted_by(run: CheckRun | None, case: Case) -> tuple[Field, ...]:
    """The same for the last run of the checks, if somebody has read it already."""
    found = findings_of(run, case) if run and case.state not in CLOSED else {}
    if not found.get("evidence") or decision_of(case.pk) is not None:
        return ()
    come = [(each.at, name) for each in supplements_of(case) for name in each.files]
    since = found.get(AGAIN, {})
    fields = pinned_service(case).fields
    return tuple(
        fields[name]
        for name in found["evidence"]
        if not any(named == name and at.isoformat() > since.get(name, "") for at, named in come)
    )


def due_on(case: Case) -> datetime.date:
    """The day until which evidence is waited for: so many days after it was asked for the first time."""
    asked = next((run for run in runs_of(case.pk) if findings_of(run, case).get("evidence")), None)
    begins = legal_date(asked.checked_at if asked else case.opened_at)
    return begins + datetime.timedelta(days=pinned_service(case).process.deadlines["documents"])


def desk_of(case: Case, field_id: str) -> str:
    """Whose files are those that wait to be handed in for a field."""
    return f"{DESK}:{case.pk}:{field_id}"[:80]


def on_desk(case: Case, field_id: str) -> list[dict[str, Any]]:
    """Descriptors of the files that wait to be handed in for a field."""
    return [descriptor(found) for found in files_of(desk_of(case, field_id))]


def hand_in(town: str, case_id: int) -> None:
    """Hand in what lies on the desk; the checks are made again where the case waits for it.

    Raises `NothingChosen`, also when it is repeated, and `NoLongerWanted`.
    """
    with municipality(town):
        case = locked_case(case_id)
        if _is_closed(case):
            raise NoLongerWanted
        files = {field.id: on_desk(case, field.id) for field in wanted(case)}
        files = {name: described for name, described in files.items() if described}
        if not files:
            raise NothingChosen
        for described in files.values():
            hand_over([one["id"] for one in described], f"case:{case.pk}")
        record_supplement(case, files, Actor("resident", str(case.holder)))
        if case.state != REVIEW:
            notices.tell(case, "evidence_received")
        else:
            notices.write(case, "evidence_received")  # the checks, which are queued with it, send it
            queue.later(queue.CHECK, town, case_id=case.pk)
        reached("supplement_recorded")


def evidence_of(case: Case) -> tuple[Evidence, ...]:
    """Everything that was handed in as files, with the application and later."""
    answers = application_content(case)["answers"]
    fields = pinned_service(case).fields.values()
    with_it = [field for field in fields if field.type == "upload" and answers.get(field.id)]
    came_with_it = (Evidence(field, tuple(_stored(answers[field.id])), None) for field in with_it)
    return (*came_with_it, *later_evidence(case), *answering_evidence(case))


def later_evidence(case: Case) -> tuple[Evidence, ...]:
    """What came after the application, oldest first."""
    fields = pinned_service(case).fields
    return tuple(
        Evidence(fields[name], tuple(_stored(described)), each.at)
        for each in supplements_of(case)
        for name, described in each.files.items()
    )


def answering_evidence(case: Case) -> Iterator[Evidence]:
    """What came with the answers of an applicant who was heard."""
    for hearing in hearings_of(case.pk):
        answer = answer_to(hearing, case)
        if answer and answer["files"]:
            yield Evidence(ANSWER, tuple(_stored(answer["files"])), hearing.answered_at)


def file_of(case: Case, file_id: uuid.UUID) -> StoredFile:
    """A file that belongs to the case, handed in or still on the desk. Raises `FileNotFound`."""
    found = file(file_id)
    known = {str(found.pk) for each in evidence_of(case) for found in each.files}
    if str(found.pk) in known or found.owner.startswith(f"{DESK}:{case.pk}:"):
        return found
    raise FileNotFound


def with_supplements(content: dict[str, Any], case: Case) -> dict[str, Any]:
    """The content of the application as the rules see it after evidence has come."""
    answers = dict(content["answers"])
    for each in supplements_of(case):
        for name, described in each.files.items():
            answers[name] = [*(answers.get(name) or ()), *described]
    return {**content, "answers": answers}


def has_come_since(case: Case, run: CheckRun) -> bool:
    """Whether evidence came after these checks, which had asked for it: then they are made again.

    Not where a person has stated something by hand, or holds back what the rules would grant.
    """
    if run.proposal != "review" or not any(each.at >= run.checked_at for each in supplements_of(case)):
        return False
    return all(found["id"] != "by_hand" for found in findings_of(run, case)["findings"])


def clear_desks() -> int:
    """Delete what was put on a desk of the current municipality and never handed in; the count."""
    return remove_forgotten(f"{DESK}:", clock.now() - datetime.timedelta(days=DAYS_ON_DESK))


def _is_closed(case: Case) -> bool:
    return case.state in CLOSED or decision_of(case.pk) is not None


def _stored(described: list[dict[str, Any]]) -> Iterator[StoredFile]:
    for one in described:
        try:
            yield file(uuid.UUID(str(one["id"])))
        except (FileNotFound, ValueError):
            continue
