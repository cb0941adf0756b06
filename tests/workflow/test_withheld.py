"""A case whose file the scanner has not let through: nobody is refused, nothing is granted unseen."""

from dataclasses import replace

import pytest

from modellkommune.blueprint import Assessment
from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.checks.queries import latest_run
from modellkommune.casework.drafts.commands import save_content
from modellkommune.casework.drafts.queries import content_of
from modellkommune.foundation.files import scanner as client
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.files.models import QUARANTINED, REJECTED, TAKEN, StoredFile
from modellkommune.foundation.files.queries import descriptor, file
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants.context import municipality
from modellkommune.workflow import handing_in, waiting
from modellkommune.workflow.handing_in import wanted
from modellkommune.workflow.sweeping import sweep
from modellkommune.workflow.withheld import Withheld, files_noted, looked_at
from tests.foundation.files.clamd import EICAR, Double
from tests.foundation.files.samples import picture
from tests.workflow.errands import Errand, Simulator, apply, draft_of, hand_in, mails, queued, work_off

TOWN = "musterstadt"
PHOTO = "id_photo"
BAD = picture() + EICAR


@pytest.fixture
def errand(germany: Simulator, scanner: Double) -> Errand:
    """Somebody without a log-in, who hands the photo of her identity card in later."""
    errand = apply(germany, TOWN, level="")
    work_off()
    assert errand.state == REVIEW
    return errand


def _put_on_desk(errand: Errand, content: bytes) -> StoredFile:
    with municipality(TOWN):
        return store(content, "ausweis.jpg", errand.case.key, handing_in.desk_of(errand.case, PHOTO))


def _hand_in(errand: Errand, scanner: Double, content: bytes, mood: str = "error") -> StoredFile:
    """Hand a file in while the scanner behaves so."""
    scanner.mood = mood
    stored = _put_on_desk(errand, content)
    handing_in.hand_in(TOWN, errand.case.pk)
    work_off()
    scanner.mood = "honest"
    return stored


def _round() -> None:
    sweep()
    work_off()


def _state(stored: StoredFile) -> str:
    with municipality(TOWN):
        return file(stored.pk).state


def _wanted(errand: Errand) -> list[str]:
    with municipality(TOWN):
        return [field.id for field in wanted(errand.case)]


def _noted(errand: Errand) -> list[tuple[str, bool]]:
    with municipality(TOWN):
        noted = files_noted(errand.case, latest_run(errand.case.pk))
        return [(each.name, each.refusal is not None) for each in noted]


def _entries(errand: Errand) -> int:
    with municipality(TOWN):
        return Entry.objects.filter(subject=f"case:{errand.case.pk}").count()


def _rejections() -> int:
    return sum("andere Datei" in mail.subject for mail in mails(TOWN))


def test_while_it_waits_nobody_is_asked_again_and_it_is_said(errand: Errand, scanner: Double) -> None:
    stored = _hand_in(errand, scanner, picture())
    assert _state(stored) == QUARANTINED
    assert errand.found["unscanned"] == [str(stored.pk)]
    assert errand.proposal == "review"
    assert _wanted(errand) == []
    assert _noted(errand) == [("ausweis.jpg", False)]
    assert waiting.QUARANTINED in waiting.waiting()[TOWN]


def test_a_round_releases_it_and_the_case_goes_on_without_it(errand: Errand, scanner: Double) -> None:
    stored = _hand_in(errand, scanner, picture())
    _round()
    assert _state(stored) == TAKEN
    assert "unscanned" not in errand.found
    assert _noted(errand) == []
    assert _rejections() == 0
    assert waiting.QUARANTINED not in waiting.waiting().get(TOWN, ())


def test_a_round_rejects_it_names_it_and_asks_for_another(errand: Errand, scanner: Double) -> None:
    stored = _hand_in(errand, scanner, BAD)
    _round()
    assert _state(stored) == REJECTED
    assert errand.state == REVIEW
    assert _wanted(errand) == [PHOTO]
    assert _noted(errand) == [("ausweis.jpg", True)]
    assert _rejections() == 1
    _round()
    assert _rejections() == 1


def test_another_file_takes_its_place(errand: Errand, scanner: Double) -> None:
    _hand_in(errand, scanner, BAD)
    _round()
    _hand_in(errand, scanner, picture(), "honest")
    assert _wanted(errand) == []
    assert _noted(errand) == []
    assert errand.state == REVIEW


def test_while_the_scanner_stays_silent_nothing_happens_to_the_case(errand: Errand, scanner: Double) -> None:
    stored = _hand_in(errand, scanner, picture())
    before = _entries(errand)
    scanner.mood = "error"
    _round()
    assert _state(stored) == QUARANTINED
    assert _entries(errand) == before
    assert queued() == []


def test_once_the_scanner_rests_the_round_asks_about_no_other(
    errand: Errand, scanner: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hand_in(errand, scanner, picture())
    monkeypatch.setattr(client, "rests", lambda: True)
    asked = len(scanner.looked_at)
    _round()
    assert len(scanner.looked_at) == asked


@pytest.mark.parametrize(
    ("held", "proposal"),
    [
        (Withheld(), "grant"),
        (Withheld(unscanned=("1",)), "review"),
        (Withheld(spoilt=("1",), again={PHOTO: "2026-01-01"}), "review"),
        (Withheld(spoilt=("1",)), "grant"),  # another one has come
    ],
)
def test_what_the_rules_would_grant_is_looked_at_while_a_file_is_missing(
    held: Withheld, proposal: str
) -> None:
    assessment = Assessment({}, (), None, "grant", (), {}, ())
    assert looked_at(assessment, held) == proposal


def test_a_file_of_the_application_itself_is_followed_as_well(germany: Simulator, scanner: Double) -> None:
    draft = draft_of(germany, TOWN, level="")
    scanner.mood = "error"
    with municipality(TOWN):
        stored = store(BAD, "vorn.jpg", draft.key, f"draft:{draft.pk}")
        content = content_of(draft)
        answers = {**content.answers, PHOTO: [descriptor(stored)]}
        save_content(draft, replace(content, answers=answers))
    errand = Errand(TOWN, hand_in(TOWN, draft, ""), germany)
    work_off()
    assert _wanted(errand) == []
    assert _noted(errand) == [("vorn.jpg", False)]
    scanner.mood = "honest"
    _round()
    assert _state(stored) == REJECTED
    assert _wanted(errand) == [PHOTO]
    assert errand.state == REVIEW
    assert errand.decisions == []


def test_a_file_that_cannot_be_read_keeps_no_other_waiting(errand: Errand, scanner: Double) -> None:
    scanner.mood = "error"
    stored = _put_on_desk(errand, picture())
    other = _hand_in(errand, scanner, picture(size=(9, 9)))
    with municipality(TOWN):
        StoredFile.objects.filter(pk=stored.pk).update(path="nowhere")
    _round()
    assert (_state(stored), _state(other)) == (QUARANTINED, TAKEN)
