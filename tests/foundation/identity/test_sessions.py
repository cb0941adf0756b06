import datetime
from typing import Any

import pytest
from django.db import connection

from modellkommune.foundation.identity.commands import (
    delete_ended_sessions,
    end_other_session,
    end_session,
    end_sessions_of,
    keep_alive,
    raise_level,
    start_session,
)
from modellkommune.foundation.identity.errors import NotAnIdentity
from modellkommune.foundation.identity.limits import UnknownLevel
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.identity.queries import (
    ended_session_of,
    ends_at,
    ends_for_good,
    identity_of,
    session_of,
    sessions_of_person,
)
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

NOON = datetime.datetime(2026, 12, 3, 12, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def _after(minutes: float) -> FixedClock:
    return FixedClock(NOON + minutes * MINUTE)


def test_a_token_opens_its_session_in_its_municipality_only(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        session, token = start_session("none")
        found = session_of(token)
        assert found is not None
        assert found.holder == session.holder
        assert identity_of(found) is None
        assert session_of("another") is None
    with municipality("beta"):
        assert session_of(token) is None


def test_neither_token_nor_person_can_be_read_in_the_database(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        _, token = start_session("high", identity)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_to_json(r)::text, encode(attributes, 'escape') FROM identity_residentsession r"
            )
            row = "".join(cursor.fetchone())
        assert token not in row
        for value in ("Sommer", "1991-05-14", "p-1"):
            assert value not in row
        found = session_of(token)
        assert found is not None
        assert identity_of(found) == identity


@pytest.mark.parametrize(
    ("level", "idle", "total"),
    [("none", 60, 720), ("low", 60, 720), ("substantial", 30, 120), ("high", 5, 30)],
)
def test_a_session_ends_by_the_limits_of_its_level(
    two_towns: tuple[str, str], identity: dict[str, Any], level: str, idle: int, total: int
) -> None:
    with municipality("alpha"):
        with clock.replaced_by(_after(0)):
            session, token = start_session(level, None if level == "none" else identity | {"level": level})
        with clock.replaced_by(_after(idle - 0.1)):
            assert session_of(token) is not None
        with clock.replaced_by(_after(idle)):
            assert session_of(token) is None
        ResidentSession.objects.filter(pk=session.pk).update(last_seen=NOON + (total - 1) * MINUTE)
        with clock.replaced_by(_after(total - 0.1)):
            assert session_of(token) is not None
        with clock.replaced_by(_after(total)):
            assert session_of(token) is None


def test_the_installation_may_set_longer_limits(two_towns: tuple[str, str], settings: Any) -> None:
    settings.RESIDENT_SESSION_LIMITS = {"none": (90, 100)}
    with municipality("alpha"), clock.replaced_by(_after(0)):
        session, _ = start_session("none")
        assert ends_at(session) == NOON + 90 * MINUTE


def test_staying_is_noted_but_not_at_every_request(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        with clock.replaced_by(_after(0)):
            session, token = start_session("substantial", identity | {"level": "substantial"})
        with clock.replaced_by(_after(2.9)):
            assert not keep_alive(session)
        with clock.replaced_by(_after(3)):
            assert keep_alive(session)
        with clock.replaced_by(_after(32)):
            assert session_of(token) is not None


def test_a_log_in_on_the_way_changes_the_token_and_keeps_the_holder(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        before, planted = start_session("none")
        after, token = raise_level(before, identity)
        assert token != planted
        assert session_of(planted) is None
        assert after.holder == before.holder
        assert after.level == "high"
        assert after.subject_digest


def test_the_same_person_keeps_the_holder_and_another_one_does_not(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        first, _ = start_session("high", identity)
        again, _ = raise_level(first, identity)
        other, _ = raise_level(again, identity | {"pseudonym": "https://provider.example|p-2"})
        assert again.holder == first.holder
        assert other.holder != first.holder


def test_a_person_is_the_same_on_two_devices_but_not_in_two_towns(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        one, _ = start_session("high", identity)
        two, _ = start_session("high", identity)
    with municipality("beta"):
        elsewhere, _ = start_session("high", identity)
    assert one.subject_digest == two.subject_digest
    assert one.holder != two.holder
    assert elsewhere.subject_digest != one.subject_digest


def test_logging_out_destroys_what_was_known(two_towns: tuple[str, str], identity: dict[str, Any]) -> None:
    with municipality("alpha"):
        session, token = start_session("high", identity)
        end_session(session)
        end_session(session)
        assert session_of(token) is None
        assert [bytes(key.wrapped) for key in DataKey.objects.all()] == [b""]


def test_what_a_forgotten_session_knew_goes_at_once_and_the_session_after_a_day(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        with clock.replaced_by(_after(0)):
            _, old = start_session("high", identity)
        with clock.replaced_by(_after(61)):
            _, young = start_session("none")
            assert delete_ended_sessions() == 1
            assert session_of(young) is not None
            assert session_of(old) is None
            remembered = ended_session_of(old)
            assert remembered is not None
            assert identity_of(remembered) is None
            assert [bytes(key.wrapped) for key in DataKey.objects.all()] == [b""]
            assert ended_session_of(young) is None
        with clock.replaced_by(_after(24 * 60 + 1)):
            assert delete_ended_sessions() == 1
            assert ended_session_of(old) is None


def test_a_person_sees_her_sessions_and_ends_one_or_all(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"):
        here, _ = start_session("high", identity, "firefox-linux")
        there, there_token = start_session("high", identity, "safari-iphone")
        third, third_token = start_session("high", identity)
        stranger, stranger_token = start_session("high", identity | {"pseudonym": "x|p-2"})
        assert sessions_of_person(here)[0] == here
        assert {one.pk for one in sessions_of_person(here)} == {here.pk, there.pk, third.pk}
        assert end_other_session(here, there.pk)
        assert not end_other_session(here, there.pk)
        assert not end_other_session(here, stranger.pk)
        assert session_of(there_token) is None
        assert end_sessions_of(here) == 2
        assert session_of(third_token) is None
        assert session_of(stranger_token) is not None


def test_a_visit_without_a_log_in_sees_and_ends_itself_only(two_towns: tuple[str, str]) -> None:
    with municipality("alpha"):
        one, _ = start_session("none")
        other, other_token = start_session("none")
        assert sessions_of_person(one) == (one,)
        assert not end_other_session(one, other.pk)
        assert end_sessions_of(one) == 1
        assert session_of(other_token) is not None


def test_a_session_says_when_staying_longer_is_no_longer_possible(
    two_towns: tuple[str, str], identity: dict[str, Any]
) -> None:
    with municipality("alpha"), clock.replaced_by(_after(0)):
        session, _ = start_session("high", identity)
        assert not ends_for_good(session)
        session.last_seen = NOON + 26 * MINUTE
        assert ends_for_good(session)
        assert ends_at(session) == NOON + 30 * MINUTE


def test_nobody_is_known_without_an_identity(two_towns: tuple[str, str], identity: dict[str, Any]) -> None:
    with municipality("alpha"):
        with pytest.raises(NotAnIdentity):
            start_session("high")
        with pytest.raises(NotAnIdentity):
            start_session("high", identity | {"pseudonym": ""})
        with pytest.raises(UnknownLevel):
            start_session("highest", identity)
