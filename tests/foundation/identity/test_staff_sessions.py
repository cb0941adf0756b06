"""Log-ins of staff: listed by device and time, ended by their owner or by an administrator."""

import datetime
import uuid
from typing import Any

import pytest

from modellkommune.foundation.identity.commands import add_member, add_staff
from modellkommune.foundation.identity.models import Staff
from modellkommune.foundation.identity.staff_sessions import (
    close_staff_session,
    delete_old_staff_sessions,
    end_own_session,
    end_sessions_of_staff,
    is_open,
    note_seen,
    open_staff_session,
    staff_sessions_of,
)
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

HOUR = datetime.timedelta(hours=1)


def _staff(name: str, town: str = "alpha") -> Staff:
    staff = add_staff(f"{name}@office.example", name, "drei Amseln im Hof")
    with municipality(town):
        add_member(staff, "clerk")
    return staff


@pytest.fixture
def kim(two_towns: tuple[str, str]) -> Staff:
    """A clerk of the first town."""
    return _staff("kim")


def test_open_log_ins_are_listed_newest_first(kim: Staff) -> None:
    old, new = open_staff_session(kim.pk, "firefox-linux"), open_staff_session(kim.pk, "safari-ipad")
    with clock.replaced_by(FixedClock(clock.now() + HOUR / 2)):
        note_seen(str(old))
        listed = staff_sessions_of(kim.pk, HOUR)
        assert [(one.pk, one.device) for one in listed] == [(old, "firefox-linux"), (new, "safari-ipad")]
    with clock.replaced_by(FixedClock(clock.now() + HOUR * 1.2)):
        assert [one.pk for one in staff_sessions_of(kim.pk, HOUR)] == [old]


def test_one_ends_ones_own_only(kim: Staff) -> None:
    other = _staff("lu")
    mine, theirs = open_staff_session(kim.pk, ""), open_staff_session(other.pk, "")
    with municipality("alpha"):
        assert end_own_session(kim.pk, mine)
        assert not end_own_session(kim.pk, mine)
        assert not end_own_session(kim.pk, theirs)
        assert not end_own_session(kim.pk, uuid.uuid4())
        assert Entry.objects.filter(verb="staff_session_ended").count() == 1
    assert not is_open(str(mine), kim.pk)
    assert is_open(str(theirs), other.pk)
    assert not is_open(str(theirs), kim.pk)


def test_an_administrator_ends_those_of_a_colleague_of_her_town(kim: Staff) -> None:
    boss, stranger = _staff("bo"), _staff("ida", "beta")
    open_staff_session(kim.pk, "")
    open_staff_session(kim.pk, "")
    kept = open_staff_session(stranger.pk, "")
    with municipality("alpha"):
        assert end_sessions_of_staff(kim.pk, boss.pk) == 2
        assert end_sessions_of_staff(stranger.pk, boss.pk) == 0
        [entry] = Entry.objects.filter(verb="staff_session_ended")
        assert (entry.subject, entry.actor_id) == (f"staff:{kim.pk}", str(boss.pk))
    assert is_open(str(kept), stranger.pk)


def test_closed_and_old_log_ins_are_gone(kim: Staff, settings: Any) -> None:
    settings.STAFF_SESSION_LIMITS = (30, 60)
    closed, old = open_staff_session(kim.pk, ""), open_staff_session(kim.pk, "")
    close_staff_session(str(closed))
    assert not is_open(str(closed), kim.pk)
    assert delete_old_staff_sessions() == 0
    with clock.replaced_by(FixedClock(clock.now() + 2 * HOUR)):
        assert delete_old_staff_sessions() == 1
    assert not is_open(str(old), kim.pk)
