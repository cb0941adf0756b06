"""The papers of a case: which there are, and their content once written."""

from dataclasses import dataclass
from typing import Final

from modellkommune.casework.applications.queries import application_of
from modellkommune.casework.cases.models import Case
from modellkommune.casework.decisions.queries import decision_of
from modellkommune.casework.permits.models import ISSUED
from modellkommune.casework.permits.queries import content_of, permit_of
from modellkommune.foundation.files.queries import file, read
from modellkommune.workflow.queries import Status

PAPERS: Final = ("permit", "decision", "receipt")


class PaperMissing(Exception):
    """This paper has not been written yet, or there is none of this name."""


@dataclass(frozen=True)
class Paper:
    """A PDF and the name under which it is saved."""

    content: bytes
    file_name: str


def has_paper(status: Status, name: str) -> bool:
    """Whether a paper can be fetched; the receipt is written when it is asked for."""
    if name == "receipt":
        return True
    record = status.permit if name == "permit" else status.decision
    return record is not None and bool(record.document)


def paper_of(case: Case, name: str) -> Paper:
    """A paper of a case. Raises `PaperMissing`."""
    document = _document(case, name)
    if not document:
        raise PaperMissing
    return Paper(read(file(document)), f"{case.number}-{name}.pdf")


def plates_of(status: Status) -> tuple[str, ...]:
    """The plates that the permit of a case names; none before there is one."""
    permit = status.permit
    if permit is None or permit.state != ISSUED:
        return ()
    return tuple(content_of(permit, status.case)["plates"])


def _document(case: Case, name: str) -> str:
    if name not in PAPERS:
        raise PaperMissing
    if name == "receipt":
        return application_of(case).receipt
    record = permit_of(case.pk) if name == "permit" else decision_of(case.pk)
    return record.document if record else ""
