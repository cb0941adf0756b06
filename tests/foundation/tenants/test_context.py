from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from modellkommune.foundation.journal.models import Unsealed
from modellkommune.foundation.keys.commands import new_key
from modellkommune.foundation.keys.models import DataKey
from modellkommune.foundation.tenants.context import current_municipality, municipality, refuse_open_unit
from modellkommune.foundation.tenants.errors import MunicipalityChanged, NoMunicipality, UnitOfWorkOpen


@pytest.mark.usefixtures("two_towns")
class TestUnitsOfWork:
    def test_a_unit_of_work_knows_its_municipality(self) -> None:
        with municipality("alpha"):
            assert current_municipality() == "alpha"

    def test_outside_there_is_no_municipality(self) -> None:
        with municipality("alpha"):
            new_key()
        with pytest.raises(NoMunicipality):
            current_municipality()
        assert DataKey.objects.count() == 0

    def test_it_nests_with_itself(self) -> None:
        with municipality("alpha"):
            with municipality("alpha"):
                new_key()
            assert DataKey.objects.count() == 1

    def test_it_refuses_another_town_inside(self) -> None:
        with municipality("alpha"), pytest.raises(MunicipalityChanged), municipality("beta"):
            pass  # pragma: no cover

    def test_inside_itself_it_costs_no_statement(self, django_assert_num_queries: Any) -> None:
        with municipality("alpha"), django_assert_num_queries(0), municipality("alpha"):
            pass

    def test_after_a_failure_the_database_knows_no_town(self) -> None:
        with pytest.raises(RuntimeError):
            _fail_in("alpha")
        assert DataKey.objects.count() == 0
        with municipality("beta"):
            assert current_municipality() == "beta"

    def test_nobody_is_called_while_a_transaction_is_open(self) -> None:
        refuse_open_unit()
        with municipality("alpha"), pytest.raises(UnitOfWorkOpen):
            refuse_open_unit()


def _refer_to_nothing() -> None:
    new_key()
    Unsealed.objects.create(entry_id=-1)


def _fail_in(town: str) -> None:
    with municipality(town):
        new_key()
        raise RuntimeError


@pytest.mark.usefixtures("committed_db", "two_towns")
class TestCommits:
    def test_the_unit_of_work_is_committed_at_its_end(self) -> None:
        with municipality("alpha"):
            new_key()
        connection.close()
        with municipality("alpha"):
            assert DataKey.objects.count() == 1

    def test_a_pooled_connection_carries_no_town_to_the_next_user(self) -> None:
        with municipality("alpha"):
            new_key()
        assert DataKey.objects.count() == 0

    @pytest.mark.parametrize("key", ["it's", "a\\'b", "x'; RESET ROLE; --", "grün"])
    def test_the_database_is_told_the_key_and_nothing_else(self, key: str) -> None:
        with municipality(key), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('modellkommune.municipality')")
            assert cursor.fetchone() == (key,)

    def test_a_commit_that_the_database_refuses_is_an_error_and_keeps_nothing(self) -> None:
        with pytest.raises(IntegrityError), municipality("alpha"):
            _refer_to_nothing()
        with municipality("alpha"):
            assert DataKey.objects.count() == 0

    def test_what_waits_for_the_commit_comes_after_it(self) -> None:
        seen: list[bool] = []
        with municipality("alpha"):
            transaction.on_commit(lambda: seen.append(connection.in_atomic_block))
            assert not seen
        assert seen == [False]

    def test_a_server_that_ends_the_connection_is_an_error_once(self) -> None:
        connection.ensure_connection()
        process = connection.connection.info.backend_pid
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        other.close()
        with pytest.raises(OperationalError), municipality("alpha"):
            pass  # pragma: no cover
        with municipality("alpha"):
            assert DataKey.objects.count() == 0
