"""Evidence that comes later: asked for with a day, put on the desk, handed in; the case goes on by itself."""

import datetime
import uuid

import pytest

from modellkommune.casework.applications.commands import record_supplement
from modellkommune.casework.applications.queries import supplements_of
from modellkommune.casework.cases.states import REVIEW
from modellkommune.casework.checks.queries import latest_run
from modellkommune.foundation.files.commands import store
from modellkommune.foundation.files.errors import FileNotFound
from modellkommune.foundation.files.models import StoredFile
from modellkommune.foundation.files.queries import descriptor, files_of
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import approval, handing_in, queue
from modellkommune.workflow.handing_in import (
    NoLongerWanted,
    NothingChosen,
    due_on,
    evidence_of,
    file_of,
    on_desk,
    wanted,
)
from modellkommune.workflow.paying import follow_payment
from tests.foundation.files.samples import pdf, picture
from tests.workflow.errands import Errand, Simulator, apply, mails, official_of, queued, work_off

TOWN = "musterstadt"
PHOTO = "id_photo"


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """Somebody without a log-in, who hands the photo of her identity card in later."""
    errand = apply(germany, TOWN, level="")
    work_off()
    assert errand.state == REVIEW
    return errand


def _wanted(errand: Errand) -> list[str]:
    with municipality(TOWN):
        return [field.id for field in wanted(errand.case)]


def _put_on_desk(errand: Errand, content: bytes = b"", field: str = PHOTO) -> StoredFile:
    with municipality(TOWN):
        case = errand.case
        owner = handing_in.desk_of(case, field)
        return store(content or picture(), "ausweis.jpg", case.key, owner)


def _hand_in(errand: Errand) -> None:
    handing_in.hand_in(TOWN, errand.case.pk)


def test_what_is_missing_is_asked_for_with_a_day_and_a_mail(errand: Errand) -> None:
    assert PHOTO in _wanted(errand)
    with municipality(TOWN):
        assert due_on(errand.case) > clock.today()
    assert any("fehlt uns noch etwas" in mail.subject for mail in mails(TOWN))


def test_nobody_is_asked_for_what_came_with_the_application(germany: Simulator) -> None:
    with_photo = [{"id": "x", "name": "x.jpg", "media_type": "image/jpeg", "size": 5}]
    errand = apply(germany, TOWN, level="", id_photo=with_photo)
    work_off()
    assert PHOTO not in _wanted(errand)
    with municipality(TOWN):
        assert evidence_of(errand.case)[0].files == ()


def test_what_is_handed_in_leads_to_new_checks_and_is_not_asked_for_again(errand: Errand) -> None:
    stored = _put_on_desk(errand)
    before = errand.found
    _hand_in(errand)
    assert PHOTO not in _wanted(errand)
    assert queued() == ["check_case"]
    work_off()
    assert PHOTO in before["evidence"]
    assert PHOTO not in errand.found["evidence"]
    assert errand.state == REVIEW
    with municipality(TOWN):
        case = errand.case
        [shown] = [each for each in evidence_of(case) if each.files]
        assert (shown.field.id, shown.files) == (PHOTO, (stored,))
        assert shown.at is not None
        assert files_of(f"case:{case.pk}") == (stored,)
        assert Entry.objects.filter(verb="evidence_handed_in", subject=f"case:{case.pk}").count() == 1
        assert errand.application["answers"].get(PHOTO) is None


def test_handing_in_twice_changes_nothing(errand: Errand) -> None:
    _put_on_desk(errand)
    _hand_in(errand)
    with pytest.raises(NothingChosen):
        _hand_in(errand)
    with municipality(TOWN):
        assert len(supplements_of(errand.case)) == 1
    work_off()
    before = errand.found
    queue.later(queue.CHECK, TOWN, case_id=errand.case.pk)
    work_off()
    assert errand.found == before


def test_an_empty_desk_hands_in_nothing(errand: Errand) -> None:
    with pytest.raises(NothingChosen):
        _hand_in(errand)
    assert queued() == []


def test_after_the_decision_nothing_is_wanted(errand: Errand) -> None:
    _put_on_desk(errand)
    with municipality(TOWN):
        official = official_of(TOWN)
    approval.finish_review(TOWN, errand.case.pk, official, "gesehen")
    work_off()
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    approval.approve(TOWN, [errand.case.pk], official)
    assert errand.decisions
    assert _wanted(errand) == []
    with pytest.raises(NoLongerWanted):
        _hand_in(errand)


def test_what_an_official_holds_back_is_not_taken_from_her(germany: Simulator) -> None:
    errand = apply(germany, "dueren")
    work_off()
    official = official_of("dueren")
    approval.take_into_review("dueren", errand.case.pk, official, "bitte ansehen")
    with municipality("dueren"):
        case = errand.case
        run = latest_run(case.pk)
        assert run is not None
        stored = store(pdf(), "a.pdf", case.key, f"case:{case.pk}")
        described = descriptor(stored)
        record_supplement(case, {PHOTO: [described]}, Actor("resident", "x"))
        assert not handing_in.has_come_since(case, run)


def test_a_file_is_found_by_its_case_only(errand: Errand, germany: Simulator) -> None:
    other = apply(germany, TOWN, "elektro", level="")
    mine, theirs = _put_on_desk(errand), _put_on_desk(other)
    with municipality(TOWN):
        case = errand.case
        assert file_of(case, mine.pk) == mine
        for foreign in (theirs.pk, uuid.uuid4()):
            with pytest.raises(FileNotFound):
                file_of(case, foreign)


def test_forgotten_desks_are_cleared(errand: Errand) -> None:
    _put_on_desk(errand)
    with municipality(TOWN):
        assert handing_in.clear_desks() == 0
        later = clock.now() + datetime.timedelta(days=handing_in.DAYS_ON_DESK + 1)
        with clock.replaced_by(FixedClock(later)):
            assert handing_in.clear_desks() == 1
        assert on_desk(errand.case, PHOTO) == []
