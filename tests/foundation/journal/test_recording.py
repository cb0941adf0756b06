from collections.abc import Iterator
from typing import Any

import pytest
from django.db import Error, connection, transaction

from modellkommune.foundation.journal.commands import Actor, details_digest, record, written_together
from modellkommune.foundation.journal.errors import DetailsWithoutKey, EntryRefused
from modellkommune.foundation.journal.models import Detail, Entry, Head, Link, Unsealed
from modellkommune.foundation.journal.queries import details, history
from modellkommune.foundation.keys.commands import destroy, new_key, unseal_json
from modellkommune.foundation.keys.errors import KeyDestroyed
from modellkommune.foundation.tenants.context import municipality

CLERK = Actor("staff", "7")


@pytest.fixture(autouse=True)
def alpha(two_towns: tuple[str, str]) -> Iterator[None]:
    with municipality("alpha"):
        yield


def record_and_fail() -> None:
    record("case_failed", "case:12", CLERK)
    raise ZeroDivisionError


def test_an_entry_says_who_did_what_to_what() -> None:
    record("case_opened", "case:12", CLERK)
    record("case_opened", "case:13", CLERK)
    (entry,) = history("case:12")
    assert (entry.verb, entry.subject, entry.actor_kind, entry.actor_id) == (
        "case_opened",
        "case:12",
        "staff",
        "7",
    )


def test_details_lie_under_the_key_of_the_case() -> None:
    key = new_key()
    record("fee_assessed", "case:12", CLERK, {"cents": 3070, "for": "Lena Sommer"}, key)
    (entry,) = history("case:12")
    assert details(entry) == {"cents": 3070, "for": "Lena Sommer"}
    sealed = unseal_json(key, Detail.objects.get().content, "journal")
    assert entry.digest == details_digest(sealed["salt"], sealed["details"])


def test_equal_details_have_different_digests() -> None:
    key = new_key()
    for _ in range(2):
        record("fee_assessed", "case:12", CLERK, {"cents": 3070}, key)
    one, other = history("case:12")
    assert one.digest != other.digest


def test_with_the_key_the_details_are_gone_and_the_entry_stays() -> None:
    key = new_key()
    record("fee_assessed", "case:12", CLERK, {"cents": 3070}, key)
    destroy(key)
    (entry,) = history("case:12")
    with pytest.raises(KeyDestroyed):
        details(entry)


def test_an_entry_without_details_has_none() -> None:
    record("case_opened", "case:12", CLERK)
    assert details(history("case:12")[0]) is None


def test_details_without_a_key_are_refused() -> None:
    with pytest.raises(DetailsWithoutKey):
        record("fee_assessed", "case:12", CLERK, {"cents": 3070})


@pytest.mark.parametrize(
    ("verb", "subject", "actor"),
    [
        ("Case opened", "case:12", CLERK),
        ("case_opened", "Lena Sommer", CLERK),
        ("case_opened", "case:Lena Sommer", CLERK),
        ("case_opened", "case:12", Actor("staff", "lena@example.invalid")),
        ("case_opened", "case:12", Actor("Lena Sommer", "7")),
    ],
)
def test_it_refuses_what_may_be_personal(verb: str, subject: str, actor: Actor) -> None:
    with pytest.raises(EntryRefused):
        record(verb, subject, actor)


def test_an_entry_is_one_statement(django_assert_num_queries: Any) -> None:
    key = new_key()
    with django_assert_num_queries(1):
        record("fee_assessed", "case:12", CLERK, {"cents": 3070}, key)


def test_the_entries_of_several_commands_are_one_statement_at_the_end(django_assert_num_queries: Any) -> None:
    key, other = new_key(), new_key()
    with django_assert_num_queries(1), written_together():
        record("fee_assessed", "case:12", CLERK, {"cents": 3070}, key)
        record("case_ready", "case:12", CLERK)
        record("fee_assessed", "case:13", CLERK, {"cents": 4600}, other)
        record("case_granted", "case:12", CLERK, {"reason": "none"}, key)
    entries = history("case:12")
    assert [entry.verb for entry in entries] == ["fee_assessed", "case_ready", "case_granted"]
    assert [details(entry) for entry in entries] == [{"cents": 3070}, None, {"reason": "none"}]
    assert [details(entry) for entry in history("case:13")] == [{"cents": 4600}]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert Unsealed.objects.count() == Entry.objects.count() == 4


def test_who_reads_the_history_before_the_end_finds_all_of_it() -> None:
    with written_together():
        record("case_opened", "case:12", CLERK)
        assert [entry.verb for entry in history("case:12")] == ["case_opened"]
        record("case_ready", "case:12", CLERK)
    assert [entry.verb for entry in history("case:12")] == ["case_opened", "case_ready"]


def test_a_block_inside_of_another_is_part_of_it(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), written_together():
        record("case_opened", "case:12", CLERK)
        with written_together():
            record("case_ready", "case:12", CLERK)
    assert [entry.verb for entry in history("case:12")] == ["case_opened", "case_ready"]


def test_a_block_that_fails_leaves_no_entry_behind() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), written_together():
        record_and_fail()
    record("case_ready", "case:12", CLERK)
    assert [entry.verb for entry in history("case:12")] == ["case_ready"]


def test_what_a_savepoint_undoes_takes_its_entries_with_it() -> None:
    with written_together():
        record("case_opened", "case:12", CLERK)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record_and_fail()
    assert [entry.verb for entry in history("case:12")] == ["case_opened"]


def test_every_entry_is_of_the_municipality_of_its_unit_of_work() -> None:
    with written_together():
        record("case_opened", "case:12", CLERK)
    assert [entry.municipality_id for entry in history("case:12")] == ["alpha"]


@pytest.mark.parametrize("table", [Entry, Detail, Link, Head])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_change_what_is_recorded(table: Any, statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Error, match="permission denied"), transaction.atomic():
        cursor.execute(statement.format(table._meta.db_table))
