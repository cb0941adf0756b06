"""Incidents are kept and counted; who attacks again and again is shut out for a while, and let in again."""

from datetime import timedelta

import pytest

from modellkommune.foundation.guarding import commands, queries
from modellkommune.foundation.guarding.commands import HITS, ROWS, Found, note_incident, shut_out
from modellkommune.foundation.guarding.models import ATTACKS, Ban, Incident, Tally
from modellkommune.foundation.journal.commands import Actor
from modellkommune.foundation.journal.models import Entry
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

OFFICIAL = Actor("staff", "7")


def _found(
    number: int, network: str = "203.0.113.7/32", visitor: str = "", verdict: str = "blocked"
) -> Found:
    return Found(f"AAAA{number:04}", "POST", "/antrag/", 22010, "a script", verdict, "name", network, visitor)


def _attack(times: int, start: int = 0, **more: str) -> list[Ban | None]:
    with municipality("alpha"):
        return [note_incident(_found(start + number, **more)) for number in range(times)]


@pytest.fixture(autouse=True)
def _towns(two_towns: tuple[str, str]) -> None:
    """Two towns for every test."""


def test_nobody_is_shut_out_by_a_few_hits_and_everybody_by_many() -> None:
    bans = _attack(HITS)
    assert bans[:-1] == [None] * (HITS - 1)
    with municipality("alpha"):
        assert queries.bans() == (bans[-1],)
        assert str(queries.network_of(queries.bans()[0])) == "203.0.113.7/32"
        assert Entry.objects.filter(verb="ban_set").count() == 1
    with municipality("beta"):
        assert queries.bans() == ()


def test_slow_hits_shut_nobody_out() -> None:
    start = clock.now()
    for number in range(3 * HITS):
        with clock.replaced_by(FixedClock(start + number * timedelta(seconds=9))):
            assert _attack(1, number) == [None]


@pytest.mark.parametrize("verdict", ["noted", "tested", "pardoned"])
def test_free_text_and_tests_shut_nobody_out(verdict: str) -> None:
    assert _attack(2 * HITS, verdict=verdict) == [None] * 2 * HITS


def test_the_machine_s_own_address_is_never_shut_out() -> None:
    assert _attack(2 * HITS, network="") == [None] * 2 * HITS


def test_who_attacks_with_a_session_is_shut_out_and_the_others_behind_her_address_are_not() -> None:
    banned = _attack(HITS, visitor="a-token-of-hers")[-1]
    assert banned is not None
    with municipality("alpha"):
        assert banned.visitor == queries.visitor_digest("a-token-of-hers")
        assert note_incident(_found(900)) is None


def test_a_ban_grows_with_each_repetition_but_not_after_a_mistake() -> None:
    lengths, now = [], clock.now()
    for _ in range(3):
        with clock.replaced_by(FixedClock(now)), municipality("alpha"):
            banned = shut_out("203.0.113.7/32", "", ATTACKS)
            lengths.append(banned.until - now)
            now = banned.until + timedelta(seconds=1)
    assert lengths == list(commands.LENGTHS[:3])
    with municipality("beta"):
        assert commands.lift(shut_out("203.0.113.7/32", "", ATTACKS), OFFICIAL)
        again = shut_out("203.0.113.7/32", "", ATTACKS)
        assert again.until - again.since == commands.LENGTHS[0]


def test_a_flood_is_counted_and_does_not_fill_the_table() -> None:
    _attack(5 * ROWS)
    with municipality("alpha"):
        assert Incident.objects.count() == ROWS
        assert sum(Incident.objects.values_list("count", flat=True)) == 5 * ROWS
        assert Tally.objects.get().count == 5 * ROWS


def test_an_incident_holds_no_address_and_is_found_by_its_number_however_it_is_read_out() -> None:
    _attack(1)
    with municipality("alpha"):
        found = queries.incident("aaaa-0000")
        assert found is not None
        assert "203.0.113" not in repr([getattr(found, field.name) for field in Incident._meta.fields])


def test_letting_somebody_in_again_ends_her_ban_and_forgives_the_rule_there_for_a_time() -> None:
    _attack(HITS)
    with municipality("alpha"):
        found = Incident.objects.get(reference="AAAA0000")
        first = commands.let_in_again(found, 7, OFFICIAL)
        assert commands.let_in_again(found, 7, OFFICIAL) == first
        assert queries.bans() == ()
        assert [(one.rule, one.route, one.field) for one in queries.exemptions()] == [
            (22010, "/antrag/", "name")
        ]
        assert Entry.objects.filter(verb="exemption_given").count() == 1
        assert commands.end_exemption(first.pk, OFFICIAL)
        assert queries.exemptions() == ()


def test_everything_that_web_processes_must_know_moves_the_number() -> None:
    with municipality("alpha"):
        numbers = [queries.change_number()]
        for act in (
            lambda: shut_out("203.0.113.7/32", "", ATTACKS),
            lambda: commands.lift(queries.bans()[0], OFFICIAL),
            lambda: commands.begin_test(0, 7, OFFICIAL),
            lambda: commands.end_test(0, OFFICIAL),
        ):
            act()
            numbers.append(queries.change_number())
    assert numbers == sorted(set(numbers))


def test_senders_are_forgotten_after_days_and_incidents_after_weeks() -> None:
    _attack(HITS)
    now = clock.now()
    for later, rows, bans in ((commands.REMEMBERED, HITS, 0), (timedelta(days=30), 0, 0)):
        moment = now + later + timedelta(days=1)
        with clock.replaced_by(FixedClock(moment)), municipality("alpha"):
            commands.delete_old_incidents()
            assert not Incident.objects.exclude(client="").exists()
            assert (Incident.objects.count(), Ban.objects.count()) == (rows, bans)
