"""Every night the worker checks the journals; a broken one is red on the health page, and told by mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from modellkommune.foundation.health.finding import BAD, GOOD
from modellkommune.foundation.health.keeping import look_at_journal
from modellkommune.foundation.identity.commands import add_member, add_staff
from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.sealing import seal_rows
from modellkommune.foundation.messages.queries import Letter, outbox
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock
from modellkommune.workflow import jobs, verifying
from modellkommune.workflow.verifying import ENOUGH, verify_journals

NIGHT = datetime(2026, 12, 1, 0, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _staff(committed_db: None, two_towns: tuple[str, str]) -> None:
    """Both towns have an entry in their chain; alpha has somebody for security."""
    staff = add_staff("sidney@office.example", "Sidney", "drei Amseln im Hof")
    with municipality("alpha"):
        add_member(staff, "security")
    for town in two_towns:
        with municipality(town):
            record("something_done", "case:1", Actor("system", "test"))
        seal_rows(town)


def _at(moment: datetime) -> tuple[str, ...]:
    with clock.replaced_by(FixedClock(moment)):
        return verify_journals()


def _change() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'nothing_done' WHERE municipality_id = 'alpha'")


def _mails() -> list[Letter]:
    with municipality("alpha"):
        return outbox()


def test_each_journal_is_checked_once_a_night() -> None:
    assert [_at(NIGHT + timedelta(hours=hours)) for hours in (0, 1, 4, 24)] == [
        *(("alpha", "beta"), (), (), ("alpha", "beta"))
    ]
    with clock.replaced_by(FixedClock(NIGHT + timedelta(hours=30))):
        assert look_at_journal("alpha").verdict == GOOD
    assert _mails() == []


def test_a_changed_entry_is_red_in_its_town_and_told_to_security_staff_each_night() -> None:
    _change()
    _at(NIGHT)
    with clock.replaced_by(FixedClock(NIGHT)):
        assert (look_at_journal("alpha").verdict, look_at_journal("alpha").case) == (BAD, "broken")
        assert look_at_journal("beta").verdict == GOOD
    [mail] = _mails()
    assert mail.subject == "Sicherheit: Das Protokoll wurde verändert"
    assert "/amt/sicherheit/zustand/" in mail.text
    _at(NIGHT + timedelta(days=1))
    assert len(_mails()) == 2


def test_what_fails_in_one_town_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = verifying.verify

    def failing(town: str) -> Any:
        if town == "alpha":
            raise OSError
        return real(town)

    monkeypatch.setattr(verifying, "verify", failing)
    assert _at(NIGHT) == ("beta",)
    monkeypatch.setattr(verifying, "verify", real)
    assert _at(NIGHT + timedelta(hours=1)) == ("alpha",)


def test_a_run_begins_no_further_town_after_its_time_and_the_next_one_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = verifying.verify
    with clock.replaced_by(FixedClock(NIGHT)):

        def slow(town: str) -> Any:
            monkeypatch.setattr(clock, "now", lambda: NIGHT + ENOUGH + timedelta(seconds=1))
            return real(town)

        monkeypatch.setattr(verifying, "verify", slow)
        assert verify_journals() == ("alpha",)
    monkeypatch.undo()
    assert _at(NIGHT + timedelta(hours=1)) == ("beta",)


def test_the_worker_does_it_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[bool] = []
    monkeypatch.setattr(verifying, "verify_journals", lambda: done.append(True))
    jobs.verify_journals(timestamp=0)
    assert done == [True]
