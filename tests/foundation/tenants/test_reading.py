import uuid

import pytest
from django.db.models import QuerySet

from modellkommune.foundation.identity.commands import start_session
from modellkommune.foundation.identity.models import ResidentSession
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants import clock
from modellkommune.foundation.tenants.context import municipality
from modellkommune.foundation.tenants.models import Municipality
from modellkommune.foundation.tenants.reading import NotOneValue, RowReader, RowsReader, RowsTogether

IDENTITY = {"pseudonym": "p", "level": "substantial"}


def _sessions_of(holder: uuid.UUID) -> "QuerySet[ResidentSession]":
    return ResidentSession.objects.select_related("key").filter(holder=holder).order_by("-pk")


def _keys_of(holder: uuid.UUID) -> "QuerySet[DataKey]":
    return DataKey.objects.filter(pk__in=ResidentSession.objects.filter(holder=holder).values("key_id"))


@pytest.mark.usefixtures("two_towns")
class TestReadingOneRow:
    def test_it_reads_what_a_query_set_reads(self) -> None:
        reader = RowReader(_sessions_of)
        with municipality("alpha"):
            for level, identity in (("none", None), ("substantial", IDENTITY)):
                session, _ = start_session(level, identity)
                found, expected = reader.read(session.holder), _sessions_of(session.holder).get()
                assert found is not None
                assert found.__dict__ | {"_state": None} == expected.__dict__ | {"_state": None}
                assert found.key == expected.key
                assert found.key is None or bytes(found.key.wrapped) == bytes(expected.key.wrapped)

    def test_it_costs_one_statement_with_the_key(self, django_assert_num_queries: object) -> None:
        reader = RowReader(_sessions_of)
        with municipality("alpha"):
            session, _ = start_session("substantial", IDENTITY)
            with django_assert_num_queries(1):  # type: ignore[operator]
                found = reader.read(session.holder)
                assert found is not None
                assert found.key is not None
                assert found.key.wrapped

    def test_the_first_row_in_its_order_counts(self) -> None:
        with municipality("alpha"):
            first, _ = start_session("none")
            second, _ = start_session("none")
            ResidentSession.objects.filter(pk=second.pk).update(holder=first.holder)
            found = RowReader(_sessions_of).read(first.holder)
            assert found is not None
            assert found.pk == second.pk

    def test_without_a_row_there_is_none(self) -> None:
        with municipality("alpha"):
            assert RowReader(_sessions_of).read(uuid.uuid4()) is None

    def test_a_number_that_no_column_holds_finds_nothing_and_spoils_nothing(self) -> None:
        reader = RowReader(lambda number: ResidentSession.objects.filter(pk=number))
        together = RowsTogether(reader)
        with municipality("alpha"):
            session, _ = start_session("none")
            assert (reader.read(10**30), together.read(10**30)) == (None, (None,))
            assert (reader.read(session.pk), together.read(session.pk)) == (session, (session,))

    def test_it_does_not_look_into_another_town(self) -> None:
        reader: RowReader[DataKey] = RowReader(lambda key_id: DataKey.objects.filter(pk=key_id))
        with municipality("alpha"):
            key = new_key()
            assert reader.read(key.pk) == key
        with municipality("beta"):
            assert reader.read(key.pk) is None

    def test_columns_that_django_converts_are_converted(self) -> None:
        reader: RowReader[Municipality] = RowReader(lambda key: Municipality.objects.filter(key=key))
        found = reader.read("alpha")
        assert found is not None
        assert found.hosts == ["alpha.localhost"]

    def test_several_rows_come_in_their_order(self) -> None:
        reader: RowsReader[DataKey] = RowsReader(
            lambda day: DataKey.objects.filter(created_at__gte=day).order_by("-created_at")
        )
        with municipality("alpha"):
            start = clock.now()
            first, second = new_key(), new_key()
            assert reader.read(start) == [second, first]
            assert reader.read(clock.now()) == []

    def test_a_second_value_is_refused(self) -> None:
        reader: RowReader[DataKey] = RowReader(lambda key: DataKey.objects.filter(pk=key, wrapped=b""))
        with municipality("alpha"), pytest.raises(NotOneValue):
            reader.read(uuid.uuid4())


@pytest.mark.usefixtures("two_towns")
class TestReadingTogether:
    def test_each_reader_finds_what_it_finds_alone(self) -> None:
        alone, key = RowReader(_sessions_of), RowReader(_keys_of)
        with municipality("alpha"):
            session, _ = start_session("substantial", IDENTITY)
            found, opened = RowsTogether(alone, key).read(session.holder)
            expected = _sessions_of(session.holder).get()
            assert found.__dict__ | {"_state": None} == expected.__dict__ | {"_state": None}
            assert found.key == session.key == opened

    def test_what_one_of_them_misses_keeps_nothing_of_the_others_away(self) -> None:
        none: RowReader[DataKey] = RowReader(lambda key_id: DataKey.objects.filter(pk=key_id))
        with municipality("alpha"):
            session, _ = start_session("none")
            missed, found = RowsTogether(none, RowReader(_sessions_of)).read(session.holder)
            assert missed is None
            assert found.pk == session.pk

    def test_each_reader_may_have_a_value_of_its_own(self) -> None:
        together = RowsTogether(RowReader(_sessions_of), RowReader(_sessions_of))
        with municipality("alpha"):
            one, other = (start_session("none")[0] for _ in range(2))
            assert [found.pk for found in together.read(one.holder, other.holder)] == [one.pk, other.pk]
            missed, found = together.read(uuid.uuid4(), other.holder)
            assert (missed, found.pk) == (None, other.pk)

    def test_it_is_one_statement(self, django_assert_num_queries: object) -> None:
        together = RowsTogether(RowReader(_sessions_of), RowReader(_keys_of))
        with municipality("alpha"), django_assert_num_queries(1):  # type: ignore[operator]
            assert together.read(uuid.uuid4()) == (None, None)

    def test_it_does_not_look_into_another_town(self) -> None:
        together = RowsTogether(RowReader(_sessions_of), RowReader(_keys_of))
        with municipality("alpha"):
            session, _ = start_session("substantial", IDENTITY)
        with municipality("beta"):
            assert together.read(session.holder) == (None, None)
