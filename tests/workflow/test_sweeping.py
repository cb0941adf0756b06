"""The minute's round: it goes where something waits, and nothing that fails or rests holds up the others."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection

from modellkommune.casework.cases.states import PAYMENT_DUE
from modellkommune.foundation.files.strays import FOLDERS, PARTS
from modellkommune.foundation.registers.models import Breaker
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import sweeping, waiting
from tests.workflow.errands import Simulator, apply, queued, work_off

TOWN = "musterstadt"


def test_each_matter_that_can_wait_is_taken_up() -> None:
    assert set(sweeping._ROUND) == set(waiting.CONDITIONS)


def test_a_town_in_which_nothing_waits_is_not_entered(germany: Simulator) -> None:
    apply(germany, TOWN)
    work_off()
    sweeping.seal_journal()
    sweeping.sweep()
    assert "dueren" not in waiting.waiting()
    assert waiting.PAYMENTS in waiting.waiting()[TOWN]


def test_the_sealer_is_told_only_of_towns_with_new_entries(germany: Simulator) -> None:
    sweeping.seal_journal()
    assert waiting.unsealed() == ()
    apply(germany, TOWN)
    assert waiting.unsealed() == (TOWN,)


def test_the_functions_tell_the_application_nothing_but_keys_and_matters(germany: Simulator) -> None:
    apply(germany, TOWN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM modellkommune_waiting(%s, %s)", [clock.now(), clock.today()])
        rows = cursor.fetchall()
    assert {town for town, _ in rows} <= {TOWN, "dueren"}
    assert all(matter in waiting.CONDITIONS for _, matters in rows for matter in matters)


def test_what_fails_in_a_town_holds_up_neither_its_other_matters_nor_other_towns(
    germany: Simulator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(town: str) -> None:
        raise RuntimeError(town)

    apply(germany, TOWN)
    work_off()
    monkeypatch.setitem(sweeping._ROUND, waiting.MAILS, fails)
    monkeypatch.setitem(sweeping._ROUND, waiting.PAYMENTS, fails)
    sweeping.seal_journal()
    sweeping.sweep()
    assert "payments in musterstadt" in caplog.text
    assert waiting.HEAD not in waiting.waiting()[TOWN]


def test_while_a_register_rests_one_case_tries_it_for_all(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    errands = [apply(germany, TOWN, person) for person in ("sofort", "elektro")]
    work_off()
    with municipality(TOWN):
        Breaker.objects.update(failures=5, open_until=clock.now() - timedelta(seconds=1))
    sweeping.sweep()
    assert queued().count("check_case") == 1
    germany.mend()
    done = work_off()
    assert done.index("sweep") < len(done) - 1 - done[::-1].index("check_case")
    assert [errand.state for errand in errands] == [PAYMENT_DUE, PAYMENT_DUE]


def test_a_register_that_still_rests_after_a_try_brings_no_round_of_its_own(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    apply(germany, TOWN)
    work_off()
    with municipality(TOWN):
        Breaker.objects.update(failures=5, open_until=clock.now() - timedelta(seconds=1))
    sweeping.sweep()
    assert work_off("check_case") == ["check_case"]
    assert "sweep" not in queued()


def test_cases_that_heal_hold_up_nobody_who_hands_in_meanwhile(germany: Simulator) -> None:
    germany.fault("population", fault="down")
    apply(germany, TOWN)
    work_off()
    germany.mend()
    sweeping.sweep()
    new = apply(germany, TOWN, "elektro")
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'case_id' FROM procrastinate_jobs ORDER BY priority DESC, id")
        waiting_cases = [int(case_id) for (case_id,) in cursor.fetchall()]
    assert len(waiting_cases) == 2
    assert waiting_cases[0] == new.case.pk


def test_a_payment_that_nobody_makes_is_asked_about_once_an_hour(germany: Simulator) -> None:
    errand = apply(germany, TOWN)
    work_off()
    turn = errand.payment.pk % 60
    later = (clock.now() + timedelta(days=1)).replace(minute=turn)
    with clock.replaced_by(FixedClock(later + timedelta(minutes=1))):
        sweeping.sweep()
        assert "follow_payment" not in queued()
    with clock.replaced_by(FixedClock(later)):
        sweeping.sweep()
        assert queued().count("follow_payment") == 1


def test_what_a_dead_process_left_in_the_storage_is_gone_within_the_days_of_a_round_through_it(
    germany: Simulator,
) -> None:
    apply(germany, TOWN)
    sweeping.seal_journal()
    storage, number = storages["files"], clock.today().toordinal() % PARTS * FOLDERS
    left = storage.save(f"{TOWN}/{number:02x}/left", ContentFile(b"sealed"))
    os.utime(storage.path(left), (0, 0))
    sweeping.sweep()
    assert not storage.exists(left)
