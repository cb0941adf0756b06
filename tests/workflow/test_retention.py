"""What a closed case has kept long enough is deleted, nothing else, and what remains can be shown."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from modellkommune.casework.applications.commands import record_supplement
from modellkommune.casework.cases.models import Case
from modellkommune.casework.cases.states import ISSUED, PAYMENT_DUE, WITHDRAWN
from modellkommune.casework.drafts.models import Draft
from modellkommune.casework.permits.models import PermitPlate
from modellkommune.foundation.files.commands import delete_removed, store
from modellkommune.foundation.files.models import RemovedPath, StoredFile
from modellkommune.foundation.files.queries import descriptor
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.journal.sealing import seal_rows
from modellkommune.foundation.journal.verifying import verify
from modellkommune.foundation.keys.codes import access_code
from modellkommune.foundation.messages.queries import outbox
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.pages.town import towns as known_towns
from modellkommune.values.clock import FixedClock, legal_date
from modellkommune.workflow import retention, sweeping, waiting
from modellkommune.workflow.access import CASE_CODE, PERMIT_CODE
from modellkommune.workflow.handing_in import evidence_of
from modellkommune.workflow.papers import paper_of
from modellkommune.workflow.paying import follow_payment
from modellkommune.workflow.withdrawal import withdraw
from tests.foundation.files.samples import picture
from tests.workflow.errands import Errand, Simulator, apply, work_off

TOWN = "musterstadt"
DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)
PHOTO, PROOF = "id_photo", "residence_proof"


@pytest.fixture
def errand(germany: Simulator) -> Errand:
    """A permit that runs from today for a year, with two kinds of evidence."""
    known_towns.forget()
    errand = apply(germany, TOWN)
    work_off()
    _add_evidence(errand)
    errand.pay()
    follow_payment(TOWN, errand.payment.pk)
    work_off()
    assert errand.state == ISSUED
    return errand


def _add_evidence(errand: Errand) -> None:
    with municipality(TOWN):
        case = errand.case
        for name in (PHOTO, PROOF):
            file = store(picture(), "foto.jpg", case.key, f"case:{case.pk}")
            record_supplement(case, {name: [descriptor(file)]}, Actor("resident", str(case.holder)))


@contextmanager
def _on(day: datetime.date) -> Iterator[None]:
    with clock.replaced_by(FixedClock(datetime.datetime.combine(day, NOON, datetime.UTC))):
        yield


def _round(day: datetime.date) -> None:
    """The round of a day, twice: the second finds nothing to do."""
    with _on(day):
        retention.delete_what_ran_out(TOWN)
        assert waiting.RETENTION not in waiting.waiting().get(TOWN, frozenset())
        retention.delete_what_ran_out(TOWN)


def _evidence(errand: Errand) -> list[str]:
    with municipality(TOWN):
        return [one.field.id for one in evidence_of(errand.case) if one.files]


def _over(errand: Errand) -> datetime.date:
    """The first day without the content of a case: two years after the permit."""
    last = errand.permit.last
    return last.replace(year=last.year + 2) + DAY


def _citizen() -> Client:
    return Client(headers={"host": f"{TOWN}.localhost"})


def test_evidence_goes_six_months_after_the_decision_and_the_running_permit_stays(errand: Errand) -> None:
    decided = legal_date(errand.decisions[0].decided_at)
    last = decided.replace(year=decided.year + 1, month=decided.month - 6)
    _round(last)
    assert _evidence(errand) == [PHOTO, PROOF]
    _round(last + DAY)
    assert _evidence(errand) == [PROOF]
    with municipality(TOWN):
        assert paper_of(errand.case, "permit").content.startswith(b"%PDF")
        assert errand.case.emptied_on is None
    assert errand.application["answers"]["family_name"] == "Sommer"


def test_everything_sealed_goes_two_years_after_the_permit_and_not_a_day_before(errand: Errand) -> None:
    over, case = _over(errand), errand.case
    _round(over - DAY)
    assert errand.application["answers"]["family_name"] == "Sommer"
    _round(over)
    with municipality(TOWN):
        row = Case.objects.select_related("key").get(pk=case.pk)
        assert (row.state, row.emptied_on, bytes(row.key.wrapped)) == (ISSUED, over, b"")
        assert row.subject_digest == ""
        assert row.holder != case.holder
        assert not StoredFile.objects.filter(owner=f"case:{case.pk}").exists()
        assert not PermitPlate.objects.exists()
        assert not Draft.objects.filter(key_id=case.key_id).exists()
        assert (errand.permit.person_digest, bytes(errand.permit.seal)) == ("", b"")
        assert outbox() == []


def test_payments_stay_without_names_until_ten_years_after_their_year(errand: Errand) -> None:
    paid = clock.today().year
    _round(_over(errand))
    _round(datetime.date(paid + 10, 12, 31))
    assert errand.bookings == [errand.payment.amount_cents]
    _round(datetime.date(paid + 11, 1, 1))
    assert (errand.bookings, errand.payments) == ([], [])
    with municipality(TOWN):
        assert errand.case.look_on is None


def test_a_case_that_is_not_closed_is_never_touched(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    assert errand.state == PAYMENT_DUE
    with municipality(TOWN):
        Case.objects.filter(pk=errand.case.pk).update(look_on=clock.today())
    _round(clock.today() + 9000 * DAY)
    assert errand.application["answers"]["family_name"] == "Sommer"


def test_a_case_taken_back_ends_two_years_later(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    withdraw(TOWN, errand.case.pk)
    today = clock.today()
    _round(today.replace(year=today.year + 2))
    assert errand.case.emptied_on is None
    _round(today.replace(year=today.year + 2) + DAY)
    assert (errand.state, errand.case.emptied_on is None) == (WITHDRAWN, False)


def test_what_remains_is_shown_without_error(errand: Errand) -> None:
    number, permit, over = errand.case.number, errand.permit.number, _over(errand)
    with municipality(TOWN):
        code = access_code(CASE_CODE, str(errand.public_id))
        permit_code = access_code(PERMIT_CODE, permit)
    _round(over)
    with _on(over):
        citizen = _citizen()
        page = citizen.get(f"/vorgang/{errand.public_id}/")
        assert page.status_code == 200
        assert "Ihre Daten sind gelöscht" in page.text
        found = citizen.post("/vorgang/", {"number": number, "code": code}, follow=True)
        assert "Ihre Daten sind gelöscht" in found.text
        again = citizen.post(f"/vorgang/{errand.public_id}/zugang/", {"code": code}, follow=True)
        assert "Ihre Daten sind gelöscht" in again.text
        for name in ("permit", "decision", "receipt"):
            assert citizen.get(f"/vorgang/{errand.public_id}/{name}.pdf").status_code == 404
        checked = citizen.post("/pruefung/", {"number": permit, "code": permit_code})
        assert checked.status_code == 200
        assert "kern-alert--danger" in checked.text
        sweeping.sweep()
    seal_rows(TOWN)
    assert verify(TOWN).intact


def test_a_unit_of_work_leaves_one_entry_that_names_nobody(errand: Errand) -> None:
    with municipality(TOWN):
        Case.objects.exclude(pk=errand.case.pk).update(look_on=None)
    with _on(_over(errand)):
        retention.delete_what_ran_out(TOWN)
    with municipality(TOWN):
        entries = Entry.objects.filter(verb="retention_applied")
        assert [entry.subject for entry in entries] == [f"cases:{errand.case.pk}-{errand.case.pk}"]
        assert Entry.objects.filter(verb="case_emptied", subject=f"case:{errand.case.pk}").count() == 1


def test_a_case_that_fails_holds_up_no_other(
    errand: Errand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = apply(errand.simulator, TOWN, "elektro")
    work_off()
    withdraw(TOWN, other.case.pk)
    bad = errand.case.pk

    def failing(case: Case) -> Any:
        if case.pk == bad:
            raise OSError("storage")
        return evidence_of(case)

    monkeypatch.setattr(retention, "evidence_of", failing)
    over = _over(errand) + 400 * DAY
    with _on(over):
        retention.delete_what_ran_out(TOWN)
        assert errand.case.look_on == over + DAY
    assert (errand.case.emptied_on, other.case.emptied_on) == (None, over)
    assert "Retention of case" in caplog.text


def test_more_cases_than_a_unit_holds_are_done_in_several(
    germany: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CASES", 1)
    errands = [apply(germany, TOWN) for _ in range(3)]
    work_off()
    for errand in errands:
        withdraw(TOWN, errand.case.pk)
    with _on(clock.today() + 1000 * DAY):
        retention.delete_what_ran_out(TOWN)
    assert all(errand.case.emptied_on for errand in errands)


def test_a_stored_file_whose_process_died_is_deleted_by_the_round(errand: Errand) -> None:
    with municipality(TOWN):
        path = StoredFile.objects.filter(owner=f"case:{errand.case.pk}").first().path  # type: ignore[union-attr]
    # The test's transaction never commits: what would follow the commit does not happen, as in a crash.
    _round(_over(errand))
    stored = Path(storages["files"].path(path))
    assert stored.exists()
    assert waiting.REMOVED in waiting.waiting()[TOWN]
    delete_removed(TOWN)
    assert not stored.exists()
    with municipality(TOWN):
        assert not RemovedPath.objects.exists()
