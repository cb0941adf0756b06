"""What people have left in an installation, and whether they find it again: only by what they hold in hands.

That is links, numbers and codes as they were told, and the PDF that was handed out; it must open in the same
installation restored, in a later version, and in another installation that took the municipality in.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modellkommune.casework.applications.queries import application_of, content_of
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.queries import case_of_link
from modellkommune.casework.permits.models import Permit
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.files.queries import file, files_of, read
from modellkommune.foundation.journal.verifying import verify
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns
from modellkommune.pages.wording import say
from modellkommune.values.clock import FixedClock, start_of_day
from modellkommune.workflow.access import DRAFT_CODE, PERMIT_CODE, code_of_case
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.retention import delete_what_ran_out
from modellkommune.workflow.sweeping import seal_journal, sweep
from modellkommune.workflow.withdrawal import withdraw
from tests.workflow.errands import Errand, Simulator, apply, draft_of, work_off

OK, FOUND = 200, 302


@dataclass(frozen=True)
class Belongings:
    """One permit, one open draft with a file, and a case that has been emptied."""

    town: str
    draft: str
    draft_code: str
    street: str
    file: str
    file_digest: str
    case: str
    case_code: str
    permit: str
    permit_code: str
    paper_digest: str
    entries: int
    emptied: str = ""
    """The link of a case whose data were deleted in due time; the first releases left none behind."""
    emptied_number: str = ""

    def write(self, path: Path) -> None:
        """Keep them in a file."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def of(cls, path: Path) -> "Belongings":
        """Those that `write` kept."""
        return cls(**json.loads(path.read_text("utf-8")))


def photo() -> bytes:
    """A small PDF as somebody hands it in."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 100)
    target = BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def leave_behind(simulator: Simulator, town: str) -> Belongings:
    """A resident gets the permit, another begins an application with a file, a third was here long ago."""
    emptied = _emptied(simulator, town)
    errand = _issued(simulator, town)
    draft = draft_of(simulator, town, "elektro", level="")
    content = photo()
    with municipality(town):
        stored = store(content, "Mietvertrag.pdf", draft.key, f"draft:{draft.pk}")
        paper = paper_of(errand.case, "permit").content
        permit: Permit = errand.permit
        case = errand.case
    _come_to_rest()
    with municipality(town):
        codes = (
            access_code(DRAFT_CODE, str(draft.pk)),
            code_of_case(case),
            access_code(PERMIT_CODE, permit.number),
        )
    return Belongings(
        town=town,
        draft=str(draft.pk),
        draft_code=codes[0],
        street=simulator.persona(town, "elektro")["address"]["street"],
        file=str(stored.pk),
        file_digest=sha256(content).hexdigest(),
        case=str(case.public_id),
        case_code=codes[1],
        permit=permit.number,
        permit_code=codes[2],
        paper_digest=sha256(paper).hexdigest(),
        entries=verify(town).sealed,
        emptied=str(emptied.public_id),
        emptied_number=emptied.number,
    )


def _issued(simulator: Simulator, town: str) -> Errand:
    """Somebody who has applied, paid and got the permit."""
    errand = apply(simulator, town)
    work_off()
    errand.pay()
    follow_payment(town, errand.payment.pk)
    work_off()
    return errand


def _come_to_rest() -> None:
    """Let the round and the sealer do what they would do in the next minutes."""
    seal_journal()
    sweep()
    work_off()
    seal_journal()


def _emptied(simulator: Simulator, town: str) -> Case:
    """A case that was taken back and has been kept long enough."""
    errand = apply(simulator, town, "namen")
    work_off()
    withdraw(town, errand.case.pk)
    work_off()
    day = errand.case.look_on
    while day is not None and errand.case.emptied_on is None:
        with clock.replaced_by(FixedClock(start_of_day(day))):
            delete_what_ran_out(town)
        day = errand.case.look_on
    assert errand.case.emptied_on is not None
    return errand.case


def missing(kept: Belongings) -> list[str]:
    """What their owners do not find again; empty is as it should be."""
    towns.forget()
    host = {"Host": f"{kept.town}.localhost"}
    found = {
        "the draft opens with its code": _draft_opens(kept, host),
        "the file of the draft is the one handed in": _file_reads(kept),
        "the permit opens with the code of the case": _permit(kept, host) is not None,
        "the permit's PDF verifies": _verifies(kept, host, _permit(kept, host) or b""),
        "the permit verifies by number and code": _code_verifies(kept, host, kept.permit_code),
        "a wrong code does not": not _code_verifies(kept, host, "AAAA-AAAA-AAAA"),
        "a case whose data are deleted says so": not kept.emptied or _is_emptied(kept, host),
        "the journal is intact": _journal_holds(kept),
    }
    return [what for what, holds in found.items() if not holds]


def _draft_opens(kept: Belongings, host: dict[str, str]) -> bool:
    client = Client()
    typed = {"antrag": kept.draft, "code": kept.draft_code}
    answer = client.post("/antrag/fortsetzen/", typed, headers=host)
    if answer.status_code != FOUND:
        return False
    page = client.get(f"/antrag/{kept.draft}/pruefen/", headers=host)
    return page.status_code == OK and kept.street in page.content.decode()


def _file_reads(kept: Belongings) -> bool:
    with municipality(kept.town):
        return sha256(read(file(kept.file))).hexdigest() == kept.file_digest


def _permit(kept: Belongings, host: dict[str, str]) -> bytes | None:
    client = Client()
    client.post(f"/vorgang/{kept.case}/zugang/", {"code": kept.case_code}, headers=host)
    answer = client.get(f"/vorgang/{kept.case}/permit.pdf", headers=host)
    content = b"".join(answer) if answer.streaming else answer.content
    same = answer.status_code == OK and sha256(content).hexdigest() == kept.paper_digest
    return content if same else None


def _verifies(kept: Belongings, host: dict[str, str], paper: bytes) -> bool:
    upload = SimpleUploadedFile("ausweis.pdf", paper, "application/pdf")
    return _says_valid(Client().post("/pruefung/", {"file": upload}, headers=host).content.decode())


def _is_emptied(kept: Belongings, host: dict[str, str]) -> bool:
    page = Client().get(f"/vorgang/{kept.emptied}/", headers=host).content.decode()
    with municipality(kept.town):
        case = case_of_link(UUID(kept.emptied))
        files = files_of(f"case:{case.pk}")
        try:
            content_of(application_of(case), case)
        except KeyDestroyed:
            return not files and kept.emptied_number in page and say("status.deleted.title", "de") in page
    return False


def _code_verifies(kept: Belongings, host: dict[str, str], code: str) -> bool:
    typed = {"number": kept.permit, "code": code}
    return _says_valid(Client().post("/pruefung/", typed, headers=host).content.decode())


def _says_valid(page: str) -> bool:
    return "kern-alert--success" in page


def _journal_holds(kept: Belongings) -> bool:
    report = verify(kept.town)
    return report.intact and report.sealed >= kept.entries
