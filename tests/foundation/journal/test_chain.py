"""The chain with real commits, several connections, and an attacker who owns the tables."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections

from modellkommune.foundation.journal.commands import Actor, record
from modellkommune.foundation.journal.models import Entry, Link, Unsealed
from modellkommune.foundation.journal.sealing import head_file, publish_head, seal_rows
from modellkommune.foundation.journal.verifying import VerifyReport, verify
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.values.clock import FixedClock

pytestmark = pytest.mark.usefixtures("committed_db", "two_towns")

SYSTEM = Actor("system", "test")


@pytest.fixture(autouse=True)
def _no_published_heads() -> Iterator[None]:
    yield
    head_file("alpha").unlink(missing_ok=True)


def _recorded(count: int, town: str = "alpha") -> list[int]:
    with municipality(town):
        for number in range(count):
            record("something_done", f"case:{number}", SYSTEM)
        return list(Entry.objects.order_by("-pk").values_list("pk", flat=True)[:count])[::-1]


def _record_and_fail() -> None:
    record("something_done", "case:0", SYSTEM)
    raise ZeroDivisionError


def _attack(statement: str, *values: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def _flaws(report: VerifyReport) -> list[tuple[str, int]]:
    return [(flaw.kind, flaw.place) for flaw in report.flaws]


def _in_thread(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


class TestSealing:
    def test_committed_entries_get_positions_without_a_gap(self) -> None:
        _recorded(3)
        assert seal_rows("alpha") == 3
        _recorded(2)
        assert seal_rows("alpha") == 2
        with municipality("alpha"):
            assert list(Link.objects.order_by("position").values_list("position", flat=True)) == [
                1,
                2,
                3,
                4,
                5,
            ]
            assert not Unsealed.objects.exists()
        assert verify("alpha").intact

    def test_sealing_again_changes_nothing(self) -> None:
        _recorded(3)
        seal_rows("alpha")
        head = verify("alpha").head
        assert seal_rows("alpha") == 0
        assert verify("alpha").head == head

    def test_each_town_has_its_own_chain(self) -> None:
        _recorded(2)
        _recorded(1, "beta")
        seal_rows("alpha")
        seal_rows("beta")
        assert (verify("alpha").sealed, verify("beta").sealed) == (2, 1)

    def test_what_was_rolled_back_leaves_no_gap(self) -> None:
        with pytest.raises(ZeroDivisionError), municipality("alpha"):
            _record_and_fail()
        _recorded(1)
        seal_rows("alpha")
        report = verify("alpha")
        assert (report.sealed, report.intact) == (1, True)

    def test_a_slow_transaction_is_sealed_later_and_not_left_out(self) -> None:
        written, sealed = Event(), Event()

        def slowly() -> None:
            with municipality("alpha"):
                record("slowly_done", "case:1", SYSTEM)
                written.set()
                sealed.wait(10)

        with ThreadPoolExecutor() as pool:
            slow = pool.submit(_in_thread, slowly)
            assert written.wait(10)
            _recorded(2)
            assert seal_rows("alpha") == 2
            sealed.set()
            slow.result(10)
        assert seal_rows("alpha") == 1
        with municipality("alpha"):
            late = Link.objects.select_related("entry").get(position=3).entry
            assert late.verb == "slowly_done"
            assert late.pk == min(Entry.objects.values_list("pk", flat=True))
        assert verify("alpha").intact

    def test_many_writers_and_sealers_make_one_chain(self) -> None:
        writers = [lambda: _recorded(5)] * 6
        sealers = [lambda: seal_rows("alpha", limit=4)] * 6
        with ThreadPoolExecutor(6) as pool:
            for done in [pool.submit(_in_thread, work) for work in [*writers, *sealers]]:
                done.result(30)
        while seal_rows("alpha"):
            pass
        report = verify("alpha")
        assert (report.sealed, report.unsealed, report.flaws) == (30, (), ())

    def test_a_second_sealer_leaves_it_to_the_first(self) -> None:
        _recorded(1)
        with municipality("alpha"):
            assert seal_rows("alpha") == 1
            with ThreadPoolExecutor() as pool:
                assert pool.submit(_in_thread, lambda: seal_rows("alpha")).result(10) == 0


class TestVerifying:
    def test_waiting_entries_are_reported_and_no_flaw(self) -> None:
        waiting = _recorded(2)
        report = verify("alpha")
        assert (report.unsealed, report.intact) == (tuple(waiting), True)

    def test_it_finds_an_altered_entry(self) -> None:
        entries = _recorded(3)
        seal_rows("alpha")
        _attack("UPDATE journal_entry SET verb = 'nothing_done' WHERE id = %s", entries[1])
        assert _flaws(verify("alpha")) == [("altered", 2)]

    def test_it_finds_a_broken_link(self) -> None:
        _recorded(3)
        seal_rows("alpha")
        _attack("UPDATE journal_link SET hash = repeat('a', 64) WHERE position = 2")
        assert _flaws(verify("alpha")) == [("altered", 2), ("altered", 3)]

    def test_it_finds_an_entry_taken_out(self) -> None:
        entries = _recorded(3)
        seal_rows("alpha")
        _attack("DELETE FROM journal_link WHERE position = 2")
        _attack("DELETE FROM journal_entry WHERE id = %s", entries[1])
        assert ("gap", 2) in _flaws(verify("alpha"))

    def test_it_finds_an_entry_that_was_kept_from_the_sealer(self) -> None:
        (entry,) = _recorded(1)
        _attack("DELETE FROM journal_unsealed")
        assert _flaws(verify("alpha")) == [("forgotten", entry)]

    def test_it_finds_a_tail_cut_off_behind_a_published_head(self) -> None:
        entries = _recorded(3)
        seal_rows("alpha")
        publish_head("alpha")
        _attack("DELETE FROM journal_link WHERE position = 3")
        _attack("DELETE FROM journal_entry WHERE id = %s", entries[2])
        assert _flaws(verify("alpha")) == [("cut-off", 3)]

    def test_the_list_outside_of_the_database_counts_as_well(self) -> None:
        entries = _recorded(2)
        seal_rows("alpha")
        publish_head("alpha")
        for table in ("journal_head", "journal_link"):
            _attack(f"DELETE FROM {table}")  # noqa: S608
        _attack("DELETE FROM journal_entry WHERE id = ANY(%s)", entries)
        assert _flaws(verify("alpha")) == [("cut-off", 2)]

    def test_a_head_that_somebody_noted_counts_as_well(self) -> None:
        _recorded(2)
        seal_rows("alpha")
        head = verify("alpha").head
        assert verify("alpha", [(2, head)]).intact
        assert _flaws(verify("alpha", [(9, head)])) == [("cut-off", 9)]


class TestPublishing:
    def test_a_head_is_published_once_a_day(self) -> None:
        for day, count in ((3, 2), (3, 1), (4, 1)):
            with clock.replaced_by(FixedClock(datetime(2026, 12, day, 12, tzinfo=UTC))):
                _recorded(count)
                seal_rows("alpha")
                publish_head("alpha")
        lines = head_file("alpha").read_text("ascii").splitlines()
        assert [line.split()[:2] for line in lines] == [["2026-12-03", "2"], ["2026-12-04", "4"]]
        assert verify("alpha").intact

    def test_an_empty_journal_has_no_head(self) -> None:
        assert publish_head("alpha") is None
