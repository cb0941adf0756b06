from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from modellkommune.casework.checks.models import CheckRun
from modellkommune.foundation.journal.models import Head
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.writing import RowGone, insert, update


@pytest.fixture(autouse=True)
def alpha(two_towns: Any) -> Iterator[None]:
    """A unit of work."""
    with municipality("alpha"):
        yield


def _key() -> DataKey:
    return DataKey(municipality_id="alpha", wrapped=b"\0wrapped", created_at=clock.now())


def _head(position: int = 1) -> Head:
    return Head(day=date(2026, 11, 22), position=position, hash="0" * 64, published_at=clock.now())


class TestANewRow:
    def test_it_is_written_as_the_model_would_write_it(self) -> None:
        key = _key()
        insert(key)
        written = DataKey.objects.get(pk=key.pk)
        assert bytes(written.wrapped) == key.wrapped
        assert (written.municipality_id, written.created_at) == ("alpha", key.created_at)
        assert written.destroyed_at is None

    def test_it_learns_the_number_that_the_database_gives(self) -> None:
        first, second = _head(), _head()
        second.day = date(2026, 11, 23)
        insert(first)
        insert(second)
        assert first.pk < second.pk
        assert Head.objects.get(pk=second.pk).day == second.day

    def test_afterwards_it_is_no_new_row_any_more(self) -> None:
        key = _key()
        insert(key)
        key.wrapped = b"other"
        key.save()
        assert [bytes(each.wrapped) for each in DataKey.objects.all()] == [b"other"]

    def test_lists_are_written_as_lists(self) -> None:
        run = CheckRun(case_id=1, number=1, proposal="", silent=["a", "b"], checked_at=clock.now())
        with transaction.atomic():
            insert(run)
            assert CheckRun.objects.get().silent == ["a", "b"]
            run.silent = []
            update(run, "silent")
            assert CheckRun.objects.get().silent == []
            transaction.set_rollback(True)  # there is no such case

    def test_another_towns_row_is_refused(self) -> None:
        key = _key()
        key.municipality_id = "beta"
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            insert(key)

    def test_it_costs_one_statement(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            insert(_head())


class TestAChange:
    def test_only_the_named_fields_are_written(self) -> None:
        key = _key()
        insert(key)
        key.wrapped, key.destroyed_at = b"", clock.now()
        update(key, "destroyed_at")
        written = DataKey.objects.get(pk=key.pk)
        assert bytes(written.wrapped) == b"\0wrapped"
        assert written.destroyed_at == key.destroyed_at

    def test_none_is_null(self) -> None:
        key = _key()
        key.destroyed_at = clock.now()
        insert(key)
        key.destroyed_at = None
        update(key, "destroyed_at")
        assert DataKey.objects.get(pk=key.pk).destroyed_at is None

    def test_a_row_that_is_gone_is_an_error(self) -> None:
        with pytest.raises(RowGone):
            update(_key(), "wrapped")


def test_a_row_of_another_town_is_not_reached() -> None:
    key = _key()
    insert(key)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL modellkommune.municipality = 'beta'")
        with pytest.raises(RowGone):
            update(key, "wrapped")
        transaction.set_rollback(True)
