"""Files that came in while the scanner was silent: kept sealed and unopened until it has an answer.

A job reads (transaction), asks (none), settles (transaction). Nothing is lost meanwhile, and what is rejected
is kept as well, so that a person can still find out what it was.
"""

import uuid
from dataclasses import dataclass

from modellkommune.foundation.files import sandbox, scanner
from modellkommune.foundation.files.commands import KINDS, SYSTEM, keep_picture, refuse_infected
from modellkommune.foundation.files.errors import FileRefused
from modellkommune.foundation.files.limits import Limits
from modellkommune.foundation.files.models import QUARANTINED, REJECTED, TAKEN, StoredFile
from modellkommune.foundation.files.queries import sealed_content
from modellkommune.foundation.journal.commands import record
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality


@dataclass(frozen=True)
class Outcome:
    """What became of asking: what opening the file has shown, or the name of its `FileRefused`.

    Neither where the scanner said nothing.
    """

    look: sandbox.Look | None = None
    refusal: str = ""


def ask_again(town: str, file_id: uuid.UUID) -> Outcome:
    """Ask the scanner about a file in quarantine and open it if it is clean. Outside of any transaction."""
    with municipality(town):
        file = _waiting(file_id)
        content = sealed_content(file) if file else b""
    if file is None:
        return Outcome()
    try:
        refuse_infected(content, scanner.PATIENT)
        return Outcome(look=sandbox.look_into(content, KINDS[file.media_type], Limits()))
    except scanner.ScannerSilent:
        return Outcome()
    except FileRefused as refusal:
        return Outcome(refusal=type(refusal).__name__)


def settle(file_id: uuid.UUID, outcome: Outcome) -> StoredFile | None:
    """Release or reject a file by what asking has brought, or note that it was asked for in vain.

    The file if it waits no longer because of this; None also for one settled before. Inside
    `with municipality(...)`.
    """
    file = _waiting(file_id, locked=True)
    if file is None:
        return None
    file.asked_at = clock.now()
    if outcome.look is None and not outcome.refusal:
        file.save(update_fields=["asked_at"])
        return None
    file.state = REJECTED if outcome.refusal else TAKEN
    file.refusal, file.pages = outcome.refusal, outcome.look.pages if outcome.look else 0
    file.save(update_fields=["asked_at", "state", "refusal", "pages"])
    if outcome.look:
        keep_picture(file, 1, outcome.look.picture)
    verb = "file_rejected" if outcome.refusal else "file_released"
    record(verb, f"file:{file.pk}", SYSTEM, {"refusal": outcome.refusal}, file.key)
    return file


def _waiting(file_id: uuid.UUID, *, locked: bool = False) -> StoredFile | None:
    found = StoredFile.objects.select_related("key").filter(pk=file_id, state=QUARANTINED)
    return (found.select_for_update(of=("self",)) if locked else found).first()
