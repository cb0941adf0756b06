from typing import Any

import pytest
from django.db import connection

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
