"""Deaths beside the way from application to permit: evidence, hearing, the resident's copy, files."""

import datetime
import os
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import storages

from modellkommune.casework.applications.queries import application_of, supplements_of
from modellkommune.casework.cases.states import PAYMENT_DUE, REVIEW
from modellkommune.casework.checks.models import CheckRun
from modellkommune.casework.decisions.queries import hearings_of
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.files.queries import files_of, read
from modellkommune.foundation.files.strays import PARTS, delete_strays
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import queue
from modellkommune.workflow.handing_in import ANSWER, desk_of, on_desk
from tests.foundation.files.samples import picture
from tests.workflow.errands import Errand, apply
from tests.workflow.house import (
    KILLED,
    TOWN,
    House,
    address,
    assert_each_mail_arrived_once,
    in_review,
    waiting_jobs,
)
from tests.workflow.programs import ANSWER as ANSWERING
from tests.workflow.programs import ASK, HAND_IN, STORE

PHOTO = "id_photo"


def die_when_a_supplement_is_recorded(house: House) -> None:
    """Nothing was acknowledged: the files still lie on the desk, and handing them in again does it once."""
    errand = waiting_for_a_photo(house)
    put_on_desk(errand, PHOTO)
    assert house.run("-c", HAND_IN, str(errand.case.pk), kill_at="supplement_recorded") == KILLED
    assert (files_on_desk(errand, PHOTO), noted(errand, "evidence_handed_in"), waiting_jobs()) == (1, 0, [])
    assert house.run("-c", HAND_IN, str(errand.case.pk)) == 0
    assert house.work() == 0
    assert (files_on_desk(errand, PHOTO), noted(errand, "evidence_handed_in"), waiting_jobs()) == (0, 1, [])
    with municipality(TOWN):
        [supplement] = supplements_of(errand.case)
        assert [len(files) for files in supplement.files.values()] == [1]
        assert CheckRun.objects.filter(case_id=errand.case.pk).count() == 2
    assert_each_mail_arrived_once(house, errand)


def die_when_a_question_is_recorded(house: House) -> None:
    """Nothing was acknowledged to the official, who asks once more; the resident is asked once."""
    errand, words = asking(house)
    assert house.run("-c", ASK, *words, kill_at="hearing_recorded") == KILLED
    assert (hearings(errand), waiting_jobs()) == (0, [])
    for _ in range(2):
        assert house.run("-c", ASK, *words) == 0
    assert house.work() == 0
    assert (hearings(errand), noted(errand, "applicant_heard"), waiting_jobs()) == (1, 1, [])
    assert_each_mail_arrived_once(house, errand)


def die_when_an_answer_is_recorded(house: House) -> None:
    """The resident's files lie on her desk as before; she answers once more."""
    errand, words = asking(house)
    assert house.run("-c", ASK, *words) == 0
    put_on_desk(errand, ANSWER.id)
    assert house.run("-c", ANSWERING, words[0], kill_at="answer_recorded") == KILLED
    assert (files_on_desk(errand, ANSWER.id), noted(errand, "hearing_answered")) == (1, 0)
    assert house.run("-c", ANSWERING, words[0]) == 0
    assert (files_on_desk(errand, ANSWER.id), noted(errand, "hearing_answered")) == (0, 1)
    assert house.work() == 0
    assert_each_mail_arrived_once(house, errand)


def die_when_a_receipt_is_signed(house: House) -> None:
    """The copy was lost with the process: it is written again."""
    errand = wanting_a_receipt(house)
    assert house.work("receipt_signed") == KILLED
    assert receipt(errand) == ""
    house.recover()
    assert_one_receipt(errand)


def die_when_a_receipt_is_recorded(house: House) -> None:
    """The resident has her copy: it stays."""
    errand = wanting_a_receipt(house)
    assert house.work("receipt_recorded") == KILLED
    before = receipt(errand)
    house.recover()
    assert receipt(errand) == before
    assert_one_receipt(errand)


def die_when_a_file_is_written(house: House) -> None:
    """Nothing was acknowledged: she hands it in again. What lies in the storage for nobody is deleted."""
    errand = waiting_for_a_photo(house)
    swept()
    words = (str(errand.case.pk), PHOTO)
    assert house.run("-c", STORE, *words, kill_at="file_written") == KILLED
    assert files_on_desk(errand, PHOTO) == 0
    assert house.run("-c", STORE, *words) == 0
    assert swept() == 1
    with municipality(TOWN):
        [file] = files_of(desk_of(errand.case, PHOTO))
        assert read(file) == picture()


def waiting_for_a_photo(house: House) -> Errand:
    """A case without a log-in, for which the photo of an identity card is wanted."""
    errand = apply(house.simulator, TOWN, level="", email=address())
    assert house.work() == 0
    assert errand.state == REVIEW
    return errand


def asking(house: House) -> tuple[Errand, list[str]]:
    """A case that may have to be refused, and the words with which its applicant is asked."""
    errand, (case_id, official, _) = in_review(house)
    return errand, [case_id, official, (clock.today() + datetime.timedelta(days=14)).isoformat()]


def wanting_a_receipt(house: House) -> Errand:
    """A case whose copy is queued and nothing else."""
    errand = apply(house.simulator, TOWN, email=address())
    assert house.work() == 0
    assert errand.state == PAYMENT_DUE
    with municipality(TOWN):
        queue.once(queue.RECEIPT, TOWN, case_id=errand.case.pk)
    return errand


def put_on_desk(errand: Errand, field: str) -> None:
    with municipality(TOWN):
        store(picture(), "ausweis.jpg", errand.case.key, desk_of(errand.case, field))


def files_on_desk(errand: Errand, field: str) -> int:
    with municipality(TOWN):
        return len(on_desk(errand.case, field))


def hearings(errand: Errand) -> int:
    with municipality(TOWN):
        return len(hearings_of(errand.case.pk))


def noted(errand: Errand, verb: str) -> int:
    """How often the journal says this of the case."""
    with municipality(TOWN):
        return Entry.objects.filter(subject=f"case:{errand.case.pk}", verb=verb).count()


def receipt(errand: Errand) -> str:
    with municipality(TOWN):
        return application_of(errand.case).receipt


def assert_one_receipt(errand: Errand) -> None:
    with municipality(TOWN):
        papers = [file for file in files_of(f"case:{errand.case.pk}") if file.name == "receipt.pdf"]
        assert [str(paper.pk) for paper in papers] == [receipt(errand)]
        assert read(papers[0]).startswith(b"%PDF")
    assert (noted(errand, "receipt_written"), waiting_jobs()) == (1, [])


def swept() -> int:
    """How much of the storage belongs to nothing, a day later; it is gone then."""
    for path in Path(storages["files"].path(TOWN)).rglob("*"):
        if path.is_file():
            os.utime(path, (0, 0))
    return sum(delete_strays(TOWN, part) for part in range(PARTS))


LATER_DEATHS: dict[str, Callable[[House], None]] = {
    "supplement_recorded": die_when_a_supplement_is_recorded,
    "hearing_recorded": die_when_a_question_is_recorded,
    "answer_recorded": die_when_an_answer_is_recorded,
    "receipt_signed": die_when_a_receipt_is_signed,
    "receipt_recorded": die_when_a_receipt_is_recorded,
    "file_written": die_when_a_file_is_written,
}
